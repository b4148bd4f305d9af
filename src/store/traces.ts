import type { Kysely, Selectable } from 'kysely';
import type { ConnectionId, ConnectorId, TraceId, UserId } from '../domain/ids.ts';
import type { Trace } from '../domain/trace.ts';
import type { Tables } from './schema.ts';

const keptPerConnector = 50;

/** Connection traces; the newest fifty of each connector are kept. */
export type TraceStore = {
  /** Inserts or replaces: a trace is saved after each of its steps. */
  save(trace: Trace): Promise<void>;
  list(connectorId: ConnectorId, limit?: number): Promise<readonly Trace[]>;
  find(id: TraceId): Promise<Trace | null>;
};

export function createTraceStore(database: Kysely<Tables>): TraceStore {
  return {
    save: async (trace) => {
      const columns = { connection_id: trace.connectionId, outcome: trace.outcome, steps: JSON.stringify(trace.steps) };
      await database
        .insertInto('traces')
        .values({
          id: trace.id,
          connector_id: trace.connectorId,
          user_id: trace.userId,
          purpose: trace.purpose,
          started_at: trace.startedAt,
          ...columns,
        })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(columns))
        .execute();
      const oldest = await database
        .selectFrom('traces')
        .select('started_at')
        .where('connector_id', '=', trace.connectorId)
        .orderBy('started_at', 'desc')
        .offset(keptPerConnector)
        .limit(1)
        .executeTakeFirst();
      if (oldest === undefined) return;
      await database
        .deleteFrom('traces')
        .where('connector_id', '=', trace.connectorId)
        .where('started_at', '<=', oldest.started_at)
        .execute();
    },
    list: async (connectorId, limit = 20) =>
      (
        await database
          .selectFrom('traces')
          .selectAll()
          .where('connector_id', '=', connectorId)
          .orderBy('started_at', 'desc')
          .limit(limit)
          .execute()
      ).map(toTrace),
    find: async (id) => {
      const row = await database.selectFrom('traces').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toTrace(row);
    },
  };
}

function toTrace(row: Selectable<Tables['traces']>): Trace {
  return {
    id: row.id as TraceId,
    connectorId: row.connector_id as ConnectorId,
    connectionId: row.connection_id as ConnectionId | null,
    userId: row.user_id as UserId,
    purpose: row.purpose as Trace['purpose'],
    startedAt: row.started_at,
    outcome: row.outcome as Trace['outcome'],
    steps: JSON.parse(row.steps),
  };
}
