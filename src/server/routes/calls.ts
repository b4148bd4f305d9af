import { Readable } from 'node:stream';
import type { CallRecord } from '../../domain/call-record.ts';
import { AppError } from '../../domain/errors.ts';
import type { ConnectorId, ToolCallId } from '../../domain/ids.ts';
import { mayAdminister, type Principal } from '../../domain/principal.ts';
import type { CallFilter } from '../../store/calls.ts';
import type { Store } from '../../store/store.ts';
import type { ApiHandlers } from '../api.ts';
import { eventStream, type ServerEvent } from '../event-stream.ts';
import { viewCall } from './views.ts';

type Names = 'listCalls' | 'getCall' | 'exportCalls' | 'followCalls' | 'verifyAudit';
type CallQuery = Parameters<ApiHandlers<'listCalls'>['listCalls']>[0]['query'];

/** The call log: listed, exported, followed live; and the check of the audit chain. */
export function callHandlers({ calls, ledger }: Pick<Store, 'calls' | 'ledger'>): ApiHandlers<Names> {
  const mayRead = (principal: Principal, record: CallRecord, everyone: boolean) =>
    record.userId === principal.userId || (everyone && mayAdminister(principal));
  return {
    listCalls: async ({ principal, query }) => ({ calls: (await calls.list(toFilter(principal, query))).map(viewCall) }),
    getCall: async ({ principal, path }) => {
      const record = await calls.find(path.id as ToolCallId);
      if (record === null || !mayRead(principal, record, true)) throw new AppError('request.not-found');
      return viewCall(record);
    },
    exportCalls: async ({ principal, query }) =>
      new Response(
        Readable.toWeb(Readable.from(exportLines(calls, toFilter(principal, query)), { objectMode: false })) as ReadableStream<Uint8Array>,
        {
          headers: { 'content-type': 'application/x-ndjson', 'content-disposition': 'attachment; filename="patchbay-calls.ndjson"' },
        },
      ),
    followCalls: async ({ principal, query, signal }) =>
      eventStream(follow({ subscribe: ledger.onCall, signal, wanted: (record) => mayRead(principal, record, query.everyone) })),
    verifyAudit: async () => {
      const verdict = await ledger.verify();
      return verdict.kind === 'intact'
        ? { intact: true, events: verdict.events, sentence: `All ${verdict.events} audit events are as they were written.` }
        : { intact: false, events: verdict.sequence, sentence: verdict.sentence };
    },
  };
}

function toFilter(principal: Principal, query: CallQuery): CallFilter {
  return {
    userId: query.everyone && mayAdminister(principal) ? null : principal.userId,
    connectorId: query.connectorId as ConnectorId | undefined,
    toolName: query.tool,
    state: query.state,
    front: query.front,
    search: query.search,
    from: query.from,
    to: query.to,
    before: query.before as ToolCallId | undefined,
    limit: query.limit,
  };
}

/** Page by page, so that a long log never stands in memory. */
async function* exportLines(calls: Store['calls'], filter: CallFilter): AsyncGenerator<string> {
  let before = filter.before;
  for (;;) {
    const page = await calls.list({ ...filter, before, limit: 500 });
    if (page.length === 0) return;
    for (const record of page) yield `${JSON.stringify(viewCall(record))}\n`;
    before = page.at(-1)?.id;
  }
}

async function* follow({
  subscribe,
  signal,
  wanted,
}: {
  readonly subscribe: Store['ledger']['onCall'];
  readonly signal: AbortSignal;
  readonly wanted: (record: CallRecord) => boolean;
}): AsyncGenerator<ServerEvent> {
  const waiting: CallRecord[] = [];
  let wake = Promise.withResolvers<void>();
  const unsubscribe = subscribe((record) => {
    if (!wanted(record)) return;
    waiting.push(record);
    wake.resolve();
  });
  signal.addEventListener('abort', () => wake.resolve(), { once: true });
  try {
    while (!signal.aborted) {
      for (const record of waiting.splice(0)) yield { event: 'call', id: record.id, data: JSON.stringify(viewCall(record)) };
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
  } finally {
    unsubscribe();
  }
}
