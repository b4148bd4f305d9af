import type { ApprovalDecision } from '../domain/approval.ts';
import type { ApprovalId, Clock, NewId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Principal } from '../domain/principal.ts';
import type { CatalogTool, InvokeTool, ToolCall } from '../domain/tool.ts';
import type { Elicitations } from './elicitations.ts';

/** Where approvals are kept: the runtime's. */
export type ApprovalDesk = {
  /** Makes a pending approval for a call that nobody has tried yet: the router's proposal. */
  proposeCall(principal: Principal, call: ToolCall): Promise<ApprovalId>;
  /**
   * Writes a person's answer. Throws AppError `approval.not-found` (also where it is somebody else's) or
   * `approval.already-answered`. `changed`: the person edited the form, or chose an alternative; the approval then holds for that.
   */
  answerApproval(principal: Principal, answer: ApprovalAnswerRequest): Promise<void>;
};

export type ApprovalAnswerRequest = {
  readonly approvalId: ApprovalId;
  readonly decision: ApprovalDecision;
  readonly reason: string | null;
  readonly changed: { readonly tool: CatalogTool; readonly input: JsonObject } | null;
};

/** What the loop needs from outside. */
export type TurnDeps = {
  readonly invokeTool: InvokeTool;
  readonly approvals: ApprovalDesk;
  readonly elicitations: Elicitations;
  readonly newId: NewId;
  readonly clock: Clock;
};
