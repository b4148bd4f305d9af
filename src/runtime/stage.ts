import type { ApprovalDecision } from '../domain/approval.ts';
import type { Principal } from '../domain/principal.ts';
import type { CallContext, ToolCall, ToolOutcome, ToolProgress } from '../domain/tool.ts';

/** A call on its way through the stages. A stage hands a changed copy to the next one. */
export type RunningCall = {
  readonly principal: Principal;
  readonly call: ToolCall;
  /** SHA-256 over tool and arguments: what an approval is bound to. */
  readonly digest: string;
  readonly signal: AbortSignal;
  /** Told by the executor when the call leaves. */
  readonly onExecuting: () => void;
  readonly onProgress: (progress: ToolProgress) => void;
  readonly elicit: CallContext['elicit'];
  /** Set by the limits stage. */
  readonly maxResultBytes: number;
  /** Set by the policy stage. */
  readonly verdict: 'allow' | 'ask' | 'deny';
  /** Filled by the approval stage, read by the audit stage that encloses it. */
  readonly approved: { by: string | null; how: ApprovalDecision | 'policy' | null };
};

export type Next = (call: RunningCall) => Promise<ToolOutcome>;

/** One stage of the runtime: it may answer by itself or pass the call on. */
export type Stage = (call: RunningCall, next: Next) => Promise<ToolOutcome>;

/** Composes stages, outermost first, around the executor. */
export function chainStages(stages: readonly Stage[], execute: Next): Next {
  return stages.reduceRight<Next>((next, stage) => (call) => stage(call, next), execute);
}
