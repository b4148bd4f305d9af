import type { Approval, ApprovalDecision, StandingApproval } from '../domain/approval.ts';
import { AppError } from '../domain/errors.ts';
import type { ApprovalId, Clock, NewId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Principal } from '../domain/principal.ts';
import type { CatalogTool, ToolCall } from '../domain/tool.ts';
import type { ApprovalStore } from '../store/approvals.ts';
import type { Ledger } from '../store/ledger.ts';
import { digestCall } from './digest.ts';

export type ApprovalAnswer = {
  readonly decision: ApprovalDecision;
  readonly reason?: string | null;
  /** The person changed the form before running: the approval then holds for this tool and these arguments. */
  readonly changed?: { readonly tool: CatalogTool; readonly input: JsonObject };
};

/** Requests for approval and the answers to them: durable, listed, revocable, bound to a digest of tool and arguments. */
export type Approvals = {
  request(principal: Principal, call: ToolCall): Promise<Approval>;
  find(principal: Principal, id: ApprovalId): Promise<Approval | null>;
  /** An approval of this very call that a person gave on the page and no call has used; for fronts whose callers come back by themselves. */
  approvedBefore(principal: Principal, call: ToolCall): Promise<ApprovalId | null>;
  /** Throws `approval.not-found` or `approval.already-answered`. */
  answer(principal: Principal, id: ApprovalId, answer: ApprovalAnswer): Promise<Approval>;
  /** Uses up an approval: one approval lets one call pass. */
  use(
    id: ApprovalId,
    digest: string,
  ): Promise<
    | { readonly kind: 'used'; readonly decision: ApprovalDecision }
    | { readonly kind: 'denied'; readonly reason: string | null }
    | { readonly kind: 'unusable' }
  >;
  /** Undoes `use` for a call that never ran. */
  giveBack(id: ApprovalId): Promise<void>;
  standingFor(principal: Principal, call: ToolCall): Promise<StandingApproval | null>;
  list(principal: Principal): Promise<{ readonly pending: readonly Approval[]; readonly standing: readonly StandingApproval[] }>;
  revoke(principal: Principal, id: ApprovalId): Promise<void>;
};

export function createApprovals({
  store,
  ledger,
  clock,
  newId,
}: {
  readonly store: ApprovalStore;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly clock: Clock;
  readonly newId: NewId;
}): Approvals {
  const now = () => new Date(clock()).toISOString();
  const find = async (principal: Principal, id: ApprovalId) => {
    const approval = await store.find(id);
    return approval?.userId === principal.userId ? approval : null;
  };

  return {
    find,
    approvedBefore: async (principal, call) => {
      const open = await store.findOpen(principal.userId, digestOfCall(call));
      return open?.state === 'approved' ? open.id : null;
    },
    request: async (principal, call) => {
      // Its caller may try again and again: one question is enough.
      const open = call.front === 'gateway' ? await store.findOpen(principal.userId, digestOfCall(call)) : null;
      if (open?.state === 'pending') return open;
      const approval: Approval = {
        id: newId<ApprovalId>('approval'),
        userId: principal.userId,
        connectorId: call.tool.connectorId,
        label: call.tool.label,
        toolName: call.tool.definition.name,
        toolHash: call.tool.hash,
        digest: digestOfCall(call),
        input: call.input,
        conversationId: call.conversationId,
        callId: call.id,
        state: 'pending',
        decision: null,
        reason: null,
        requestedAt: now(),
        answeredAt: null,
      };
      await store.insert(approval);
      await ledger.append({
        kind: 'approval-requested',
        actor: principal.email,
        data: { approvalId: approval.id, connector: approval.label, tool: approval.toolName, digest: approval.digest },
      });
      return approval;
    },
    answer: async (principal, id, { decision, reason = null, changed }) => {
      const approval = await find(principal, id);
      if (approval === null) throw new AppError('approval.not-found');
      const replacement = changed === undefined ? undefined : changedFacts(changed);
      if (!(await store.answer(id, { decision, reason, answeredAt: now(), changed: replacement })))
        throw new AppError('approval.already-answered');
      const answered = { ...approval, ...replacement };
      await ledger.append({
        kind: 'approval-answered',
        actor: principal.email,
        data: { approvalId: id, decision, connector: answered.label, tool: answered.toolName, digest: answered.digest },
      });
      if ((decision === 'conversation' || decision === 'always') && answered.connectorId !== null) {
        await store.insertStanding({
          id: newId<ApprovalId>('approval'),
          userId: principal.userId,
          connectorId: answered.connectorId,
          toolName: answered.toolName,
          toolHash: answered.toolHash,
          conversationId: decision === 'conversation' ? answered.conversationId : null,
          createdAt: now(),
          revokedAt: null,
        });
      }
      return (await store.find(id)) ?? answered;
    },
    use: async (id, digest) => {
      if (await store.use(id, digest)) return { kind: 'used', decision: (await store.find(id))?.decision ?? 'once' };
      const approval = await store.find(id);
      return approval?.state === 'denied' ? { kind: 'denied', reason: approval.reason } : { kind: 'unusable' };
    },
    giveBack: (id) => store.giveBack(id),
    standingFor: async (principal, call) =>
      call.tool.connectorId === null
        ? null
        : store.findStanding({
            userId: principal.userId,
            connectorId: call.tool.connectorId,
            toolName: call.tool.definition.name,
            toolHash: call.tool.hash,
            conversationId: call.conversationId,
          }),
    list: async (principal) => ({
      pending: await store.listPending(principal.userId),
      standing: await store.listStanding(principal.userId),
    }),
    revoke: async (principal, id) => {
      if (!(await store.revokeStanding(id, { userId: principal.userId, at: now() }))) throw new AppError('approval.not-found');
      await ledger.append({ kind: 'approval-revoked', actor: principal.email, data: { approvalId: id } });
    },
  };
}

const digestOfCall = ({ tool, input }: ToolCall) => digestCall({ toolHash: tool.hash, input });

function changedFacts({ tool, input }: NonNullable<ApprovalAnswer['changed']>) {
  return {
    connectorId: tool.connectorId,
    label: tool.label,
    toolName: tool.definition.name,
    toolHash: tool.hash,
    input,
    digest: digestCall({ toolHash: tool.hash, input }),
  };
}
