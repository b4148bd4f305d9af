import type { Kysely, Selectable } from 'kysely';
import type { CallRecord } from '../domain/call-record.ts';
import type { ConnectionId, ConnectorId, ConversationId, ToolCallId, UserId } from '../domain/ids.ts';
import type { Tables } from './schema.ts';

export type CallFilter = {
  /** Null: everyone's (admins). */
  readonly userId: UserId | null;
  readonly connectorId?: ConnectorId;
  readonly toolName?: string;
  readonly state?: string;
  readonly front?: string;
  readonly search?: string;
  readonly from?: string;
  readonly to?: string;
  /** Only calls that started before this record: the next page. */
  readonly before?: ToolCallId;
  readonly limit?: number;
};

/** The call log. Rows are written twice: when the call is about to leave, and when it has ended. */
export type CallStore = {
  list(filter: CallFilter): Promise<readonly CallRecord[]>;
  find(id: ToolCallId): Promise<CallRecord | null>;
  /** Marks calls that a stopped process left running since before `at`; returns them. */
  interruptRunning(at: string): Promise<readonly CallRecord[]>;
  /** Deletes records that started before `at`; returns how many. */
  removeBefore(at: string): Promise<number>;
};

export function createCallStore(database: Kysely<Tables>): CallStore {
  return {
    list: async (filter) => {
      let query = database.selectFrom('call_records').selectAll();
      if (filter.userId !== null) query = query.where('user_id', '=', filter.userId);
      if (filter.connectorId !== undefined) query = query.where('connector_id', '=', filter.connectorId);
      if (filter.toolName !== undefined) query = query.where('tool_name', '=', filter.toolName);
      if (filter.state !== undefined) query = query.where('state', '=', filter.state);
      if (filter.front !== undefined) query = query.where('front', '=', filter.front);
      if (filter.from !== undefined) query = query.where('started_at', '>=', filter.from);
      if (filter.to !== undefined) query = query.where('started_at', '<', filter.to);
      const search = filter.search?.trim();
      if (search !== undefined && search !== '') {
        const pattern = `%${search.replace(/[\\%_]/g, '')}%`;
        query = query.where((where) =>
          where.or(
            (['tool_name', 'connector_name', 'email', 'input', 'error_message'] as const).map((column) => where(column, 'like', pattern)),
          ),
        );
      }
      if (filter.before !== undefined) {
        const mark = await database.selectFrom('call_records').select('started_at').where('id', '=', filter.before).executeTakeFirst();
        if (mark !== undefined) {
          const before = filter.before;
          query = query.where((where) =>
            where.or([
              where('started_at', '<', mark.started_at),
              where.and([where('started_at', '=', mark.started_at), where('id', '<', before)]),
            ]),
          );
        }
      }
      return (
        await query
          .orderBy('started_at', 'desc')
          .orderBy('id', 'desc')
          .limit(filter.limit ?? 100)
          .execute()
      ).map(toRecord);
    },
    find: async (id) => {
      const row = await database.selectFrom('call_records').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toRecord(row);
    },
    interruptRunning: async (at) =>
      (
        await database
          .updateTable('call_records')
          .set({ state: 'interrupted', error_code: 'call.interrupted' })
          .where('state', '=', 'running')
          .where('started_at', '<=', at)
          .returningAll()
          .execute()
      ).map(toRecord),
    removeBefore: async (at) =>
      Number(
        (await database.deleteFrom('call_records').where('started_at', '<', at).where('state', '!=', 'running').executeTakeFirst())
          .numDeletedRows,
      ),
  };
}

/** Every column of a call record, for statements that are compiled once. */
export const callColumns: readonly (keyof Tables['call_records'])[] = [
  'id',
  'user_id',
  'email',
  'front',
  'via',
  'connector_id',
  'connection_id',
  'connector_name',
  'label',
  'tool_name',
  'conversation_id',
  'input',
  'result',
  'state',
  'error_code',
  'error_message',
  'approver',
  'approval',
  'started_at',
  'milliseconds',
  'input_bytes',
  'result_bytes',
  'truncated',
];

/** The columns that the end of a call fills. No index has one of them, so writing the end touches no index. */
export const callEndColumns = [
  'state',
  'result',
  'error_code',
  'error_message',
  'approver',
  'approval',
  'milliseconds',
  'result_bytes',
  'truncated',
] as const;

/** The row of a record, for the ledger that writes it together with its audit event. */
export function toCallRow(record: CallRecord): Tables['call_records'] {
  return {
    id: record.id,
    user_id: record.userId,
    email: record.email,
    front: record.front,
    via: record.via,
    connector_id: record.connectorId,
    connection_id: record.connectionId,
    connector_name: record.connectorName,
    label: record.label,
    tool_name: record.toolName,
    conversation_id: record.conversationId,
    input: JSON.stringify(record.input),
    result: record.result === null ? null : JSON.stringify(record.result),
    state: record.state,
    error_code: record.errorCode,
    error_message: record.errorMessage,
    approver: record.approver,
    approval: record.approval,
    started_at: record.startedAt,
    milliseconds: record.milliseconds,
    input_bytes: record.inputBytes,
    result_bytes: record.resultBytes,
    truncated: record.truncated ? 1 : 0,
  };
}

function toRecord(row: Selectable<Tables['call_records']>): CallRecord {
  return {
    id: row.id as ToolCallId,
    userId: row.user_id as UserId,
    email: row.email,
    front: row.front as CallRecord['front'],
    via: row.via,
    connectorId: row.connector_id as ConnectorId | null,
    connectionId: row.connection_id as ConnectionId | null,
    connectorName: row.connector_name,
    label: row.label,
    toolName: row.tool_name,
    conversationId: row.conversation_id as ConversationId | null,
    input: JSON.parse(row.input),
    result: row.result === null ? null : JSON.parse(row.result),
    state: row.state as CallRecord['state'],
    errorCode: row.error_code,
    errorMessage: row.error_message,
    approver: row.approver,
    approval: row.approval as CallRecord['approval'],
    startedAt: row.started_at,
    milliseconds: row.milliseconds,
    inputBytes: row.input_bytes,
    resultBytes: row.result_bytes,
    truncated: row.truncated === 1,
  };
}
