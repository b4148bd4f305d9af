import { Plug } from 'lucide-react';
import type { McpCallItem } from '../../contract/objects.ts';
import { useRoute } from '../app/api.ts';
import { useConnecting } from '../connectors/connect-provider.tsx';
import { Button } from '../kit/button.tsx';
import { PersonCard } from './person-card.tsx';

/** A call that waits for a sign-in: connect, and it goes on where it stopped. */
export function ReconnectCard({
  item,
  needs,
  busy,
  onResume,
}: {
  readonly item: McpCallItem;
  readonly needs: NonNullable<NonNullable<McpCallItem['patchbay']>['needsSignIn']>;
  readonly busy: boolean;
  readonly onResume: (itemId: string) => void;
}) {
  const connectorId = needs.connectorId ?? item.patchbay?.connectorId ?? null;
  const connector = useRoute('getConnector', { path: { id: connectorId ?? '' } }, { enabled: connectorId !== null });
  const { connect, waiting } = useConnecting();
  const name = item.patchbay?.connectorName ?? item.server_label;
  const stepsUp = needs.scopes.length > 0;
  const connected = connector.data?.status === 'Connected' && !stepsUp;
  const isWaiting = connectorId !== null && waiting.has(connectorId);
  const again = connector.data?.connections.find(({ id }) => id === item.patchbay?.connectionId) ?? connector.data?.connections[0];
  const signIn = async () => {
    if (connector.data === undefined) return;
    if (await connect(connector.data, { ...(again && { connectionId: again.id }), ...(stepsUp && { scopes: needs.scopes }) }))
      onResume(item.id);
  };
  return (
    <PersonCard icon={Plug} title={stepsUp ? `${name} needs more permissions` : `${name} needs you to sign in`}>
      <p className="text-base text-ink-soft">{needs.message}</p>
      <div className="flex flex-wrap items-center gap-2">
        {connected ? (
          <Button look="primary" disabled={busy} onClick={() => onResume(item.id)}>
            Continue
          </Button>
        ) : (
          <Button look="primary" disabled={busy || connector.data === undefined} onClick={signIn}>
            {again ? 'Reconnect' : 'Sign in'}
          </Button>
        )}
        {isWaiting && (
          <span role="status" className="animate-wait text-sm text-live-ink">
            Waiting for the sign-in window…
          </span>
        )}
        <span className="text-sm text-ink-faint">The call “{item.patchbay?.toolTitle ?? item.name}” then goes on.</span>
      </div>
    </PersonCard>
  );
}
