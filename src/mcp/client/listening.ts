import type { Client } from '@modelcontextprotocol/client';

const pauses = [1_000, 5_000, 30_000, 120_000];

/**
 * Keeps a `subscriptions/listen` stream open on a modern connection (2026-07-28 patterns/subscriptions); on a legacy one
 * the notifications come by themselves. Failing to listen costs only freshness, so it is tried again and never raised.
 * @returns Stops listening.
 */
export function listenForChanges(client: Client): () => void {
  if (client.getProtocolEra() !== 'modern' || client.getServerCapabilities()?.tools?.listChanged !== true) return () => {};
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let close: (() => Promise<void>) | null = null;

  const listen = async (failures: number): Promise<void> => {
    const subscription = await client.listen({ toolsListChanged: true }).catch(() => null);
    if (stopped) return void subscription?.close();
    if (subscription !== null) {
      close = subscription.close;
      await subscription.closed;
    }
    const pause = pauses[subscription === null ? failures : 0];
    if (stopped || pause === undefined) return;
    timer = setTimeout(() => void listen(subscription === null ? failures + 1 : 0), pause);
    timer.unref();
  };
  void listen(0);

  return () => {
    stopped = true;
    if (timer !== null) clearTimeout(timer);
    void close?.().catch(() => {});
  };
}
