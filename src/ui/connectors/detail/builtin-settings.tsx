import { useState } from 'react';
import type { ConnectorView } from '../../../contract/objects.ts';
import type { RegistrationView } from '../../../contract/offered-objects.ts';
import { useChange, useRoute } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ProblemNotice } from '../../kit/empty-state.tsx';
import { Section } from '../../kit/page.tsx';
import { LazySchemaForm } from '../../kit/schema-form/lazy-schema-form.tsx';
import { useToast } from '../../kit/toast.tsx';
import { isObject } from '../../kit/schema-form/json-schema.ts';
import { ClientFields } from '../client-fields.tsx';
import { OperationsSection } from './operations/operations-section.tsx';
import { settingsOf, useSaveSettings } from './use-save-settings.ts';

const refreshes = ['getConnector', 'listConnectors', 'listTools'] as const;

/** What a ready-made connector must know, and the client that was registered for it. */
export function BuiltinSettings({ connector }: { readonly connector: ConnectorView }) {
  const { data } = useRoute('listConnectors');
  const builtin = data?.offered.find(({ id }) => id === connector.origin['builtin']);
  const { save, isPending, error } = useSaveSettings(connector);
  // A new description may bring a new base URL: the form then begins anew.
  const [version, setVersion] = useState(0);
  if (builtin === undefined) return null;
  const { settingsSchema, secretSettings } = builtin;
  const form = settingsSchema === null ? null : withoutParts(settingsSchema);
  const isShown = (name: string) => form !== null && Object.hasOwn(form.properties, name);
  return (
    <>
      {connector.auth.kind === 'oauth' && (
        <Section title="Sign-in">
          <ClientForm key={connector.auth.oauth?.clientId} connector={connector} registration={builtin.registration} />
        </Section>
      )}
      {form?.hasOperations === true && <OperationsSection connector={connector} onReplaced={() => setVersion(version + 1)} />}
      {form !== null && (
        <Section title="Settings">
          <LazySchemaForm
            key={version}
            label={`Settings of ${connector.name}`}
            schema={withoutNeed({ ...settingsSchema, properties: form.properties }, secretSettings)}
            given={Object.fromEntries(Object.entries(settingsOf(connector)).filter(([name]) => isShown(name)))}
            onSubmit={(value) => save({ ...Object.fromEntries(Object.keys(form.properties).map((name) => [name, undefined])), ...value })}
            footer={
              <>
                {error !== null && <ProblemNotice error={error} />}
                <Button type="submit" look="primary" className="self-start" busy={isPending}>
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

/** Settings that name a part are shown by that part and not in the form. */
function withoutParts({ properties }: Readonly<Record<string, unknown>>): {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly hasOperations: boolean;
} {
  const all = isObject(properties) ? Object.entries(properties) : [];
  const partOf = (schema: unknown) => (isObject(schema) ? schema['part'] : undefined);
  return {
    properties: Object.fromEntries(all.filter(([, schema]) => partOf(schema) === undefined)),
    hasOperations: all.some(([, schema]) => partOf(schema) === 'operations'),
  };
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
