import { ApiError } from '../../contract/client.ts';
import type { TurnEvent } from '../../contract/objects.ts';
import { api } from '../app/api.ts';
import { readServerEvents } from '../app/event-stream.ts';

const longestPause = 5_000;

/** Follows a turn to its end, taking the stream up again where it was lost. Throws when the server no longer knows the turn. */
export async function followTurn(
  responseId: string,
  { signal, onEvent }: { readonly signal: AbortSignal; readonly onEvent: (event: TurnEvent) => void },
): Promise<void> {
  let after = 0;
  let pause = 250;
  while (!signal.aborted) {
    try {
      const response = await api.raw('followTurn', { path: { id: responseId }, query: { after }, signal });
      if (response.body === null) throw new TypeError('The stream has no body.');
      for await (const message of readServerEvents(response.body)) {
        if (message.event === 'message') continue;
        // The contract types each message's data as a TurnEvent.
        const event = JSON.parse(message.data) as TurnEvent;
        if (message.id !== null) after = Number(message.id);
        pause = 250;
        onEvent(event);
        if (event.kind === 'turn-ended') return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.problem.status < 500) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, longestPause);
  }
}
