import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConnectorView } from '../../contract/objects.ts';
import type { OfferedConnector } from '../../contract/offered-objects.ts';
import type { RouteBodyInput } from '../../contract/routes.ts';
import { useChange } from '../app/api.ts';
import { Button } from '../kit/button.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { ProblemNotice } from '../kit/empty-state.tsx';
import { Field, TextInput } from '../kit/field.tsx';
import { LazySchemaForm } from '../kit/schema-form/lazy-schema-form.tsx';
import { ClientFields, type ClientDraft, emptyClient } from './client-fields.tsx';
import { useConnecting } from './connect-provider.tsx';

const nothingToSet = { type: 'object', properties: {} };

/** Adds a ready-made connector: its name, what it must know, and the client that was registered at its vendor. Then it connects. */
export function AddBuiltinDialog({ builtin, onClose }: { readonly builtin: OfferedConnector; readonly onClose: () => void }) {
  const [name, setName] = useState(builtin.name);
  const [client, setClient] = useState<ClientDraft>(emptyClient);
  const navigate = useNavigate();
  const { connect } = useConnecting();
  const create = useChange('createConnector', { refreshes: ['listConnectors'], quiet: true });
  const finish = async (connector: ConnectorView) => {
    onClose();
    // What was set may have made it one that people sign in to: then the client is entered next.
    const needsClient = builtin.auth === 'by-settings' && connector.auth.kind === 'oauth';
    const search = needsClient ? { tab: 'settings' as const } : {};
    await navigate({ to: '/connectors/$connectorId', params: { connectorId: connector.id }, search });
    // A sign-in needs a client first, and a window of its own, which the person opens.
    if (connector.auth.kind === 'none') await connect(connector, {});
  };
  const submit = (settings: Readonly<Record<string, unknown>>) =>
    create.mutate({ body: requestOf(builtin, { name: name.trim() || builtin.name, settings, client }) }, { onSuccess: finish });
  return (
    <Dialog open onOpenChange={onClose} title={`Add ${builtin.name}`} description={builtin.description}>
      <div className="flex flex-col gap-4">
        <Field label="Name" hint="People see it; tools go by it.">
          {(control) => <TextInput {...control} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        {builtin.auth === 'oauth' && <ClientFields registration={builtin.registration} client={client} onChange={setClient} />}
        <LazySchemaForm
          label={`Settings of ${builtin.name}`}
          schema={builtin.settingsSchema ?? nothingToSet}
          quietWhenEmpty
          onSubmit={submit}
          footer={
            <>
              {create.isError && <ProblemNotice error={create.error} />}
              <div className="flex justify-end gap-2">
                <Button onClick={onClose}>Cancel</Button>
                <Button look="primary" type="submit" busy={create.isPending}>
                  Add
                </Button>
              </div>
            </>
          }
        />
      </div>
    </Dialog>
  );
}

type Wanted = { readonly name: string; readonly settings: Readonly<Record<string, unknown>>; readonly client: ClientDraft };

function requestOf(builtin: OfferedConnector, { name, settings, client }: Wanted): RouteBodyInput<'createConnector'> {
  const { clientId, clientSecret } = client;
  const oauth = {
    registration: 'static' as const,
    clientId: clientId.trim() || null,
    ...(clientSecret === '' ? {} : { clientSecret }),
  };
  return {
    name,
    // A form gives JSON; the connector's own schema judges it.
    origin: { kind: 'builtin', builtin: builtin.id, settings: settings as Record<string, never> },
    ...(builtin.auth === 'oauth' ? { auth: { kind: 'oauth', oauth } } : {}),
  };
}
