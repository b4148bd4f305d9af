import type { JsonObject } from '../domain/json.ts';
import type { TokenUsage, TurnEnd } from '../domain/turn-event.ts';
import type { ResponseStatus, StoredResponse } from '../store/responses.ts';

/** What lies in `body` of a stored response. */
export type ResponseRecord = {
  /** What `/v1` echoes of the request; empty for chat. Never holds `authorization` or `headers`. */
  readonly request: JsonObject;
  readonly end: TurnEnd | null;
  readonly usage: TokenUsage | null;
  readonly endedAt: string | null;
};

export function readRecord(response: StoredResponse): ResponseRecord {
  // Written by `toBody` only.
  return response.body as unknown as ResponseRecord;
}

export function toBody(record: ResponseRecord): JsonObject {
  // Plain data; the type only lacks an index signature.
  return record as unknown as JsonObject;
}

/** The status of the Responses API for the end of a turn. Waiting for a person or a function's output is an ordinary end there. */
export function statusOf(end: TurnEnd): ResponseStatus {
  switch (end.kind) {
    case 'completed':
    case 'waiting':
      return 'completed';
    case 'stopped-at-limit':
      return end.limit === 'max-tool-calls' ? 'completed' : 'incomplete';
    case 'cancelled':
    case 'failed':
      return end.kind;
    default:
      return end satisfies never;
  }
}
