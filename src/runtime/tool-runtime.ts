import type { ApprovalId, Clock, NewId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import type { InvokeTool, ToolCall } from '../domain/tool.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Approvals } from './approvals.ts';
import { digestCall } from './digest.ts';
import { createExecute } from './execute.ts';
import { chainStages, type RunningCall } from './stage.ts';
import { createApprovalStage } from './stages/approval.ts';
import { createAuditStage } from './stages/audit.ts';
import { type CallLimits, createLimitsStage } from './stages/limits.ts';
import { policyStage } from './stages/policy.ts';

export type ToolRuntime = {
  readonly invokeTool: InvokeTool;
  /** Makes an approval request for a call without running it: how the built-in router proposes. */
  proposeCall(principal: Principal, call: ToolCall): Promise<ApprovalId>;
  /** Aborts every running call and waits until each has written its end. */
  shutdown(): Promise<void>;
};

export type ToolRuntimeDependencies = {
  readonly ledger: Pick<Ledger, 'recordIntent' | 'recordEnd' | 'append'>;
  readonly approvals: Approvals;
  readonly limits: CallLimits;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Told about errors that are nobody's fault but ours. */
  readonly onInternalError: (error: unknown) => void;
};

/** The one runtime behind chat, API and gateway. The list of stages is data, outermost first. */
export function createToolRuntime(dependencies: ToolRuntimeDependencies): ToolRuntime {
  const stages = [createAuditStage(dependencies), createLimitsStage(dependencies), policyStage, createApprovalStage(dependencies)];
  const run = chainStages(stages, createExecute(dependencies));
  const shutdown = new AbortController();
  const running = new Set<Promise<unknown>>();

  return {
    invokeTool: async (principal, call, hooks) => {
      const start: RunningCall = {
        principal,
        call,
        digest: digestCall({ toolHash: call.tool.hash, input: call.input }),
        signal: AbortSignal.any([hooks.signal, shutdown.signal]),
        onExecuting: hooks.onExecuting ?? (() => {}),
        onProgress: hooks.onProgress ?? (() => {}),
        elicit: hooks.elicit ?? null,
        maxResultBytes: dependencies.limits.maxResultBytes,
        verdict: 'ask',
        approved: { by: null, how: null },
      };
      const outcome = run(start);
      running.add(outcome);
      try {
        return await outcome;
      } finally {
        running.delete(outcome);
      }
    },
    proposeCall: async (principal, call) => (await dependencies.approvals.request(principal, call)).id,
    shutdown: async () => {
      shutdown.abort();
      await Promise.allSettled(running);
    },
  };
}
