import { api } from '../app/api.ts';

/** What the page at the end of a sign-in says before it closes. */
type ConnectionMessage = {
  readonly kind: 'connected' | 'failed';
  readonly connectorId: string;
  readonly connectionId?: string;
  readonly message?: string;
};
type ConnectionEnd = { readonly kind: 'connected' | 'failed' | 'abandoned'; readonly message?: string };

/**
 * Waits for a sign-in that runs in another window: for its word, or, when that was lost
 * (another browser profile, a closed window), for the status to change, looked at on focus.
 */
export function waitForConnection(
  connectorId: string,
  { connectionId, wasConnected, signal }: { readonly connectionId: string; readonly wasConnected: boolean; readonly signal: AbortSignal },
): Promise<ConnectionEnd> {
  return new Promise((resolve) => {
    const channel = new BroadcastChannel('patchbay-connections');
    const end = (outcome: ConnectionEnd) => {
      channel.close();
      window.removeEventListener('focus', look);
      resolve(outcome);
    };
    const look = async () => {
      const connector = await api.call('getConnector', { path: { id: connectorId }, signal }).catch(() => null);
      const connection = connector?.connections.find(({ id }) => id === connectionId);
      if (connection?.status === 'Connected') end({ kind: 'connected' });
    };
    channel.addEventListener('message', ({ data }: MessageEvent<ConnectionMessage>) => {
      if (data.connectorId === connectorId) end({ kind: data.kind, message: data.message });
    });
    // A connection that worked before (more permissions are asked for) shows no change: only its word counts then.
    if (!wasConnected) window.addEventListener('focus', look);
    signal.addEventListener('abort', () => end({ kind: 'abandoned' }));
  });
}
