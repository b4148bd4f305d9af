import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type { CallView } from '../../contract/objects.ts';
import { api, refreshRoutes } from '../app/api.ts';
import { readServerEvents } from '../app/event-stream.ts';

/** Follows the log while `live`. What was missed when the stream was lost is read anew. */
export function useLiveCalls({
  live,
  everyone,
  onCall,
}: {
  readonly live: boolean;
  readonly everyone: boolean;
  readonly onCall: (call: CallView) => void;
}): void {
  const client = useQueryClient();
  const receive = useEffectEvent(onCall);
  useEffect(() => {
    if (!live) return;
    const controller = new AbortController();
    const { signal } = controller;
    const follow = async () => {
      for (let attempt = 0; !signal.aborted; attempt++) {
        try {
          const response = await api.raw('followCalls', { query: { everyone: everyone ? 'true' : 'false' }, signal });
          if (attempt > 0) await refreshRoutes(client, ['listCalls']);
          if (response.body !== null) {
            for await (const { event, data } of readServerEvents(response.body)) {
              // The contract types each `call` as a CallView.
              if (event === 'call') receive(JSON.parse(data) as CallView);
            }
          }
        } catch {
          // Lost or refused: try again below, until this page is left.
        }
        await new Promise((resolve) => setTimeout(resolve, 2_000));
      }
    };
    void follow();
    return () => controller.abort();
  }, [live, everyone, client]);
}
