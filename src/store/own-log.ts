import type { AuditEvent } from '../domain/audit.ts';
import type { CallRecord } from '../domain/call-record.ts';
import type { Store } from './store.ts';

const page = 500;

/** The call log and the audit chain, read page by page by whoever copies them. */
export function readOwnLog({ calls, ledger }: Pick<Store, 'calls' | 'ledger'>): {
  version(): Promise<string>;
  calls(): AsyncIterable<CallRecord>;
  events(): AsyncIterable<AuditEvent>;
} {
  return {
    // Calls are only written together with an event, so its number tells of both.
    version: async () => String(await ledger.newest()),
    calls: async function* () {
      for (let before: CallRecord['id'] | undefined; ; ) {
        const records = await calls.list({ userId: null, limit: page, before });
        yield* records;
        before = records.at(-1)?.id;
        if (before === undefined) return;
      }
    },
    events: async function* () {
      for (let after = 0; ; ) {
        const events = await ledger.events({ after, limit: page });
        yield* events;
        const last = events.at(-1);
        if (last === undefined) return;
        after = last.sequence;
      }
    },
  };
}
