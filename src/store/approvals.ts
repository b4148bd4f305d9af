import type { Kysely, Selectable } from 'kysely';
import type { Approval, ApprovalDecision, StandingApproval } from '../domain/approval.ts';
import type { ApprovalId, ConnectorId, ConversationId, ToolCallId, UserId } from '../domain/ids.ts';
import type { Tables } from './schema.ts';

export type ApprovalAnswer = {
  readonly decision: ApprovalDecision;
  readonly reason: string | null;
  readonly answeredAt: string;
  /** Set when the person changed the arguments in the form: the approval then holds for these. */
  readonly changed?: Pick<Approval, 'connectorId' | 'label' | 'toolName' | 'toolHash' | 'input' | 'digest'>;
};

export type ApprovalStore = {
  insert(approval: Approval): Promise<void>;
  find(id: ApprovalId): Promise<Approval | null>;
  /** The newest request for these very arguments, outside of conversations, that still waits or was approved and not used. */
  findOpen(userId: UserId, digest: string): Promise<Approval | null>;
  listPending(userId: UserId): Promise<readonly Approval[]>;
  /** Writes the answer if the request is still pending; false: it was answered before. */
  answer(id: ApprovalId, answer: ApprovalAnswer): Promise<boolean>;
  /** Marks an approved request as used; false: it is not approved for this digest, or was used. One approval, one call. */
  use(id: ApprovalId, digest: string): Promise<boolean>;
  /** Makes a used approval usable again. */
  giveBack(id: ApprovalId): Promise<void>;
  insertStanding(standing: StandingApproval): Promise<void>;
  listStanding(userId: UserId): Promise<readonly StandingApproval[]>;
  /** The standing approval that covers a call, if one does: same tool text, this conversation or everywhere. */
  findStanding(call: {
    readonly userId: UserId;
    readonly connectorId: ConnectorId;
    readonly toolName: string;
    readonly toolHash: string;
    readonly conversationId: ConversationId | null;
  }): Promise<StandingApproval | null>;
  revokeStanding(id: ApprovalId, request: { readonly userId: UserId; readonly at: string }): Promise<boolean>;
};

export function createApprovalStore(database: Kysely<Tables>): ApprovalStore {
  return {
    insert: async (approval) => {
      await database
        .insertInto('approvals')
        .values({
          id: approval.id,
          user_id: approval.userId,
          connector_id: approval.connectorId,
          label: approval.label,
          tool_name: approval.toolName,
          tool_hash: approval.toolHash,
          digest: approval.digest,
          input: JSON.stringify(approval.input),
          conversation_id: approval.conversationId,
          call_id: approval.callId,
          state: approval.state,
          decision: approval.decision,
          reason: approval.reason,
          requested_at: approval.requestedAt,
          answered_at: approval.answeredAt,
        })
        .execute();
    },
    find: async (id) => {
      const row = await database.selectFrom('approvals').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toApproval(row);
    },
    findOpen: async (userId, digest) => {
      const row = await database
        .selectFrom('approvals')
        .selectAll()
        .where('user_id', '=', userId)
        .where('digest', '=', digest)
        .where('conversation_id', 'is', null)
        .where('state', 'in', ['pending', 'approved'])
        .orderBy('state')
        .orderBy('requested_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? null : toApproval(row);
    },
    listPending: async (userId) =>
      (
        await database
          .selectFrom('approvals')
          .selectAll()
          .where('user_id', '=', userId)
          .where('state', '=', 'pending')
          .orderBy('requested_at')
          .execute()
      ).map(toApproval),
    answer: async (id, answer) => {
      const done = await database
        .updateTable('approvals')
        .set({
          state: answer.decision === 'deny' ? 'denied' : 'approved',
          decision: answer.decision,
          reason: answer.reason,
          answered_at: answer.answeredAt,
          ...(answer.changed === undefined ? {} : changedColumns(answer.changed)),
        })
        .where('id', '=', id)
        .where('state', '=', 'pending')
        .executeTakeFirst();
      return done.numUpdatedRows === 1n;
    },
    use: async (id, digest) => {
      const done = await database
        .updateTable('approvals')
        .set({ state: 'used' })
        .where('id', '=', id)
        .where('digest', '=', digest)
        .where('state', '=', 'approved')
        .executeTakeFirst();
      return done.numUpdatedRows === 1n;
    },
    giveBack: async (id) => {
      await database.updateTable('approvals').set({ state: 'approved' }).where('id', '=', id).where('state', '=', 'used').execute();
    },
    insertStanding: async (standing) => {
      await database
        .insertInto('standing_approvals')
        .values({
          id: standing.id,
          user_id: standing.userId,
          connector_id: standing.connectorId,
          tool_name: standing.toolName,
          tool_hash: standing.toolHash,
          conversation_id: standing.conversationId,
          created_at: standing.createdAt,
          revoked_at: standing.revokedAt,
        })
        .execute();
    },
    listStanding: async (userId) =>
      (
        await database
          .selectFrom('standing_approvals')
          .selectAll()
          .where('user_id', '=', userId)
          .where('revoked_at', 'is', null)
          .orderBy('created_at', 'desc')
          .execute()
      ).map(toStanding),
    findStanding: async (call) => {
      const row = await database
        .selectFrom('standing_approvals')
        .selectAll()
        .where('user_id', '=', call.userId)
        .where('connector_id', '=', call.connectorId)
        .where('tool_name', '=', call.toolName)
        .where('tool_hash', '=', call.toolHash)
        .where('revoked_at', 'is', null)
        .where((where) =>
          where.or([
            where('conversation_id', 'is', null),
            ...(call.conversationId === null ? [] : [where('conversation_id', '=', call.conversationId)]),
          ]),
        )
        .executeTakeFirst();
      return row === undefined ? null : toStanding(row);
    },
    revokeStanding: async (id, { userId, at }) => {
      const done = await database
        .updateTable('standing_approvals')
        .set({ revoked_at: at })
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      return done.numUpdatedRows === 1n;
    },
  };
}

function changedColumns(changed: NonNullable<ApprovalAnswer['changed']>) {
  return {
    connector_id: changed.connectorId,
    label: changed.label,
    tool_name: changed.toolName,
    tool_hash: changed.toolHash,
    input: JSON.stringify(changed.input),
    digest: changed.digest,
  };
}

function toApproval(row: Selectable<Tables['approvals']>): Approval {
  return {
    id: row.id as ApprovalId,
    userId: row.user_id as UserId,
    connectorId: row.connector_id as ConnectorId | null,
    label: row.label,
    toolName: row.tool_name,
    toolHash: row.tool_hash,
    digest: row.digest,
    input: JSON.parse(row.input),
    conversationId: row.conversation_id as ConversationId | null,
    callId: row.call_id as ToolCallId,
    state: row.state as Approval['state'],
    decision: row.decision as ApprovalDecision | null,
    reason: row.reason,
    requestedAt: row.requested_at,
    answeredAt: row.answered_at,
  };
}

function toStanding(row: Selectable<Tables['standing_approvals']>): StandingApproval {
  return {
    id: row.id as ApprovalId,
    userId: row.user_id as UserId,
    connectorId: row.connector_id as ConnectorId,
    toolName: row.tool_name,
    toolHash: row.tool_hash,
    conversationId: row.conversation_id as ConversationId | null,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}
