import { useState } from 'react';
import type { ConnectorView, RegistrationView } from '../../../contract/objects.ts';
import { useChange, useRoute } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ProblemNotice } from '../../kit/empty-state.tsx';
import { Section } from '../../kit/page.tsx';
import { LazySchemaForm } from '../../kit/schema-form/lazy-schema-form.tsx';
import { useToast } from '../../kit/toast.tsx';
import { ClientFields } from '../client-fields.tsx';

const refreshes = ['getConnector', 'listConnectors', 'listTools'] as const;

/** What a ready-made connector must know, and the client that was registered for it. */
export function BuiltinSettings({ connector }: { readonly connector: ConnectorView }) {
  const { data } = useRoute('listConnectors');
  const builtin = data?.offered.find(({ id }) => id === connector.origin['builtin']);
  const change = useChange('changeConnector', { refreshes, quiet: true });
  const toast = useToast();
  if (builtin === undefined) return null;
  const save = (settings: Readonly<Record<string, unknown>>) =>
    change.mutate(
      // A form gives JSON; the connector's own schema judges it.
      { path: { id: connector.id }, body: { settings: settings as Record<string, never> } },
      { onSuccess: () => toast.say('Saved.') },
    );
  const { settings } = connector.origin;
  return (
    <>
      {connector.auth.kind === 'oauth' && (
        <Section title="Sign-in">
          <ClientForm key={connector.auth.oauth?.clientId} connector={connector} registration={builtin.registration} />
        </Section>
      )}
      {builtin.settingsSchema !== null && (
        <Section title="Settings">
          <LazySchemaForm
            label={`Settings of ${connector.name}`}
            schema={withoutNeed(builtin.settingsSchema, builtin.secretSettings)}
            given={typeof settings === 'object' && settings !== null ? { ...settings } : {}}
            onSubmit={save}
            footer={
              <>
                {change.isError && <ProblemNotice error={change.error} />}
                <Button type="submit" look="primary" className="self-start" busy={change.isPending}>
                  Save settings
                </Button>
              </>
            }
          />
        </Section>
      )}
    </>
  );
}

/** Secret settings are known to the vault only: left empty, they stay. */
function withoutNeed(schema: Readonly<Record<string, unknown>>, secrets: readonly string[]): Readonly<Record<string, unknown>> {
  const { required } = schema;
  return { ...schema, required: Array.isArray(required) ? required.filter((name) => !secrets.includes(String(name))) : [] };
}

function ClientForm({ connector, registration }: { readonly connector: ConnectorView; readonly registration: RegistrationView | null }) {
  const oauth = connector.auth.oauth;
  const [client, setClient] = useState({ clientId: oauth?.clientId ?? '', clientSecret: '' });
  const change = useChange('changeConnector', { refreshes, quiet: true });
  const toast = useToast();
  const save = () => {
    const { clientId, clientSecret } = client;
    const next = {
      registration: 'static' as const,
      clientId: clientId.trim() || null,
      scopes: oauth?.scopes ?? [],
      omitResource: true,
      ...(clientSecret === '' ? {} : { clientSecret }),
    };
    change.mutate({ path: { id: connector.id }, body: { auth: { kind: 'oauth', oauth: next } } }, { onSuccess: () => toast.say('Saved.') });
  };
  return (
    <div className="flex flex-col gap-4">
      <ClientFields
        registration={registration}
        client={client}
        onChange={setClient}
        hasClient={(oauth?.clientId ?? null) !== null}
        hasSecret={oauth?.hasClientSecret ?? false}
      />
      {change.isError && <ProblemNotice error={change.error} />}
      <Button look="primary" className="self-start" busy={change.isPending} onClick={save}>
        Save sign-in
      </Button>
    </div>
  );
}
