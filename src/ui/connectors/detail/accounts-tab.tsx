import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { ConnectionView, ConnectorView } from '../../../contract/objects.ts';
import { useChange } from '../../app/api.ts';
import { Button } from '../../kit/button.tsx';
import { ConfirmDialog } from '../../kit/dialog.tsx';
import { EmptyState } from '../../kit/empty-state.tsx';
import { formatMoment } from '../../kit/format.ts';
import { useToast } from '../../kit/toast.tsx';
import { useConnecting } from '../connect-provider.tsx';
import { connectVerb } from '../connection-status.ts';
import { StatusWord } from '../status-word.tsx';

/** My accounts at this connector. */
export function AccountsTab({ connector }: { readonly connector: ConnectorView }) {
  const { connect } = useConnecting();
  const toast = useToast();
  const add = async () => {
    if (await connect(connector)) toast.say('The account is connected.');
  };
  const single = connector.auth.kind === 'none';
  if (connector.connections.length === 0) {
    return (
      <EmptyState
        title="No account is connected"
        sentence={`Connect ${connector.name} to use its tools with your own permissions.`}
        action={
          <Button look="primary" onClick={add}>
            Connect
          </Button>
        }
      />
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <ul className="divide-y divide-line rounded-lg border bg-raised">
        {connector.connections.map((connection) => (
          <AccountRow key={connection.id} connector={connector} connection={connection} />
        ))}
      </ul>
      {!single && (
        <Button className="self-start" onClick={add}>
          <Plus className="size-4" /> Add another account
        </Button>
      )}
    </div>
  );
}

function AccountRow({ connector, connection }: { readonly connector: ConnectorView; readonly connection: ConnectionView }) {
  const [asking, setAsking] = useState(false);
  const { connect, waiting } = useConnecting();
  const disconnect = useChange('disconnect', { refreshes: ['getConnector', 'listConnectors', 'listTools', 'listTraces'] });
  const verb = connectVerb(connection.status);
  const { accountLabel, status, statusDetail, scopes, expiresAt, createdAt, lastUsedAt } = connection;
  const facts = [
    `connected ${formatMoment(createdAt)}`,
    lastUsedAt === null ? 'not used yet' : `last used ${formatMoment(lastUsedAt)}`,
    expiresAt === null ? null : `token until ${formatMoment(expiresAt)}`,
  ].filter(Boolean);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-3 text-base font-medium">
          {accountLabel} <StatusWord status={status} />
        </p>
        {statusDetail && <p className="text-sm text-ink-soft">{statusDetail}</p>}
        <p className="text-sm text-ink-faint tabular-nums">{facts.join(' · ')}</p>
        {scopes.length > 0 && <p className="mt-1 font-mono text-xs wrap-anywhere text-ink-faint">{scopes.join(' ')}</p>}
      </div>
      <div className="flex gap-2">
        {verb && (
          <Button size="small" look="live" onClick={() => connect(connector, { connectionId: connection.id })}>
            {waiting.has(connector.id) ? 'Waiting for sign-in…' : verb}
          </Button>
        )}
        <Button size="small" look="danger" onClick={() => setAsking(true)}>
          Disconnect
        </Button>
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Disconnect ${accountLabel}?`}
        sentence={`The credentials are revoked at ${connector.name}, where it allows that, and forgotten here.`}
        action="Disconnect"
        onConfirm={() => disconnect.mutate({ path: { id: connection.id } })}
      />
    </li>
  );
}
