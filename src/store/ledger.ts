import { createHash } from 'node:crypto';
import { type CompiledQuery, type Kysely, sql } from 'kysely';
import type { AuditEvent, NewAuditEvent } from '../domain/audit.ts';
import type { CallRecord } from '../domain/call-record.ts';
import { AppError } from '../domain/errors.ts';
import type { Clock } from '../domain/ids.ts';
import { canonicalJson } from '../domain/json.ts';
import { callColumns, callEndColumns, toCallRow } from './calls.ts';
import type { Database } from './database.ts';
import { prepare } from './prepared.ts';
import type { Tables } from './schema.ts';

export type ChainVerdict =
  | { readonly kind: 'intact'; readonly events: number }
  | { readonly kind: 'broken'; readonly sequence: number; readonly sentence: string };

/** The append-only audit log with its hash chain, and the call records that are written together with it. */
export type Ledger = {
  append(event: NewAuditEvent): Promise<AuditEvent>;
  /** Writes the intent of a call; on disk when the promise resolves. Throws `store.write-failed`: the call must not leave. */
  recordIntent(record: CallRecord, event: NewAuditEvent): Promise<void>;
  /** Writes the end of a call over its intent. It survives the end of the process at once, a power cut with the next intent. */
  recordEnd(record: CallRecord, event: NewAuditEvent): Promise<void>;
  events(options?: { readonly after?: number; readonly limit?: number }): Promise<readonly AuditEvent[]>;
  /** The number of the newest event, 0 before the first. */
  newest(): Promise<number>;
  /** Recomputes every hash. */
  verify(): Promise<ChainVerdict>;
  /** Calls `listener` with each call record as it is written, until the returned function is called. */
  onCall(listener: (record: CallRecord) => void): () => void;
};

const eventColumns: readonly (keyof Tables['audit_events'])[] = ['sequence', 'at', 'kind', 'actor', 'data', 'previous_hash', 'hash'];
const genesis = '0'.repeat(64);
/** One number for the advisory lock that makes appends of several processes one line. */
const chainLock = 7_262_801;

export function createLedger({ kysely, dialect, sqlite }: Database, clock: Clock): Ledger {
  const listeners = new Set<(record: CallRecord) => void>();
  // SQLite has one process and one writer, so the head need not be read again for each event.
  let cachedHead: Head | null = null;

  const insertEvent = prepare<Tables['audit_events']>(eventColumns, (row) => kysely.insertInto('audit_events').values(row));
  const insertCall = prepare<Tables['call_records']>(callColumns, (row) => kysely.insertInto('call_records').values(row));
  const updateCall = prepare<Pick<Tables['call_records'], 'id' | (typeof callEndColumns)[number]>>(
    ['id', ...callEndColumns],
    ({ id, ...row }) => kysely.updateTable('call_records').set(row).where('id', '=', id),
  );

  async function write(
    event: NewAuditEvent,
    { also, on = kysely }: { readonly also?: CompiledQuery; readonly on?: Kysely<Tables> } = {},
  ): Promise<AuditEvent> {
    try {
      return await on.transaction().execute(async (transaction) => {
        if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${chainLock})`.execute(transaction);
        const head = (dialect === 'sqlite' ? cachedHead : null) ?? (await readHead(transaction));
        const next = chain(head, { ...event, at: new Date(clock()).toISOString() });
        await transaction.executeQuery(insertEvent({ ...next, data: JSON.stringify(next.data), previous_hash: next.previousHash }));
        if (also !== undefined) await transaction.executeQuery(also);
        cachedHead = next;
        return next;
      });
    } catch (cause) {
      cachedHead = null;
      throw new AppError('store.write-failed', { cause });
    }
  }

  const tell = (record: CallRecord) => {
    for (const listener of listeners) listener(record);
  };

  return {
    append: (event) => write(event),
    recordIntent: async (record, event) => {
      await write(event, { also: insertCall(toCallRow(record)) });
      tell(record);
    },
    recordEnd: async (record, event) => {
      await kysely.connection().execute(async (connection) => {
        // The connection is ours alone here, so the pragma touches no other transaction.
        sqlite?.pragma('synchronous = NORMAL');
        try {
          await write(event, { also: updateCall(toCallRow(record)), on: connection });
        } finally {
          sqlite?.pragma('synchronous = FULL');
        }
      });
      tell(record);
    },
    events: ({ after = 0, limit = 1000 } = {}) => readEvents(kysely, { after, limit }),
    newest: async () => (await readHead(kysely)).sequence,
    verify: async () => {
      let head: Head = { sequence: 0, hash: genesis };
      for (;;) {
        const events = await readEvents(kysely, { after: head.sequence, limit: 1000 });
        if (events.length === 0) return { kind: 'intact', events: head.sequence };
        for (const event of events) {
          const expected = chain(head, event);
          if (event.sequence !== expected.sequence)
            return { kind: 'broken', sequence: expected.sequence, sentence: `Event ${expected.sequence} is missing.` };
          if (event.previousHash !== head.hash || event.hash !== expected.hash) {
            return {
              kind: 'broken',
              sequence: event.sequence,
              sentence: `Event ${event.sequence} is not what was written: its hash does not fit.`,
            };
          }
          head = event;
        }
      }
    },
    onCall: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Head = Pick<AuditEvent, 'sequence' | 'hash'>;

function chain(head: Head, event: NewAuditEvent & { readonly at: string }): AuditEvent {
  const fact = { sequence: head.sequence + 1, at: event.at, kind: event.kind, actor: event.actor, data: event.data };
  const hash = createHash('sha256').update(head.hash).update(canonicalJson(fact)).digest('hex');
  return { ...fact, previousHash: head.hash, hash };
}

async function readHead(database: Kysely<Tables>): Promise<Head> {
  const newest = await database
    .selectFrom('audit_events')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest ?? { sequence: 0, hash: genesis };
}

async function readEvents(
  database: Kysely<Tables>,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly AuditEvent[]> {
  const rows = await database
    .selectFrom('audit_events')
    .selectAll()
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    sequence: row.sequence,
    at: row.at,
    kind: row.kind as AuditEvent['kind'],
    actor: row.actor,
    data: JSON.parse(row.data),
    previousHash: row.previous_hash,
    hash: row.hash,
  }));
}
