import { Link } from '@tanstack/react-router';
import type { ConnectorView } from '../../contract/objects.ts';
import { Button } from '../kit/button.tsx';
import { useToast } from '../kit/toast.tsx';
import { useConnecting } from './connect-provider.tsx';
import { connectVerb } from './connection-status.ts';

/** Connect or Reconnect, where the status calls for it; before that, the way to where a client is entered. */
export function ConnectButton({ connector, size = 'medium' }: { readonly connector: ConnectorView; readonly size?: 'small' | 'medium' }) {
  const { connect, waiting } = useConnecting();
  const toast = useToast();
  const verb = connectVerb(connector.status);
  if (verb === null) return null;
  if (lacksClient(connector) && connector.mayEdit) {
    return (
      <Button asChild size={size}>
        <Link
          to="/connectors/$connectorId"
          params={{ connectorId: connector.id }}
          search={{ tab: 'settings' }}
          aria-label={`Set up sign-in for ${connector.name}`}
        >
          Set up sign-in
        </Link>
      </Button>
    );
  }
  const again = connector.connections.find(({ status }) => status !== 'Connected');
  const press = async () => {
    if (await connect(connector, again ? { connectionId: again.id } : {})) toast.say(`${connector.name} is connected.`);
  };
  return (
    <Button look={size === 'small' ? 'live' : 'primary'} size={size} onClick={press} aria-label={`${verb} ${connector.name}`}>
      {waiting.has(connector.id) ? 'Waiting for sign-in…' : verb}
    </Button>
  );
}

/** Nobody can sign in before an application was registered and its client ID entered. */
function lacksClient({ auth: { oauth } }: ConnectorView): boolean {
  return oauth?.registration === 'static' && !oauth.clientId;
}
