import { Link } from '@tanstack/react-router';
import { useSession } from '../app/session.tsx';
import { Button } from '../kit/button.tsx';
import { EmptyState } from '../kit/empty-state.tsx';
import { Page } from '../kit/page.tsx';
import { CreateForm } from './create-form.tsx';

/** Adds a custom connector, where developer mode allows it. */
export function NewConnectorPage() {
  const { developerMode, person } = useSession();
  return (
    <Page title="Add custom connector" sentence="Any MCP server: one on the web, or a command on this machine.">
      {developerMode ? (
        <CreateForm />
      ) : (
        <EmptyState
          title="Developer mode is off"
          sentence={
            person.role === 'owner'
              ? 'Custom connectors bring code and data of others into your chats. Switch on developer mode under Settings > Advanced to add one.'
              : 'Custom connectors need developer mode. The owner of this Patchbay can switch it on under Settings > Advanced.'
          }
          action={
            person.role === 'owner' ? (
              <Button asChild look="primary">
                <Link to="/settings">Open settings</Link>
              </Button>
            ) : undefined
          }
        />
      )}
    </Page>
  );
}
