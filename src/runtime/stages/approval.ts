import type { Approvals } from '../approvals.ts';
import type { Stage } from '../stage.ts';

/** Lets a call pass that a person has approved, for exactly these arguments; suspends one that must be asked about. */
export function createApprovalStage({ approvals }: { readonly approvals: Approvals }): Stage {
  return async (running, next) => {
    const { principal, call, digest, verdict, approved } = running;
    if (call.approvalId !== null) {
      const used = await approvals.use(call.approvalId, digest);
      if (used.kind === 'used') {
        Object.assign(approved, { by: principal.email, how: used.decision });
        const outcome = await next(running);
        // A call that missed a sign-in never ran, so what the person allowed is still to be used.
        if (outcome.kind === 'authorization_required') await approvals.giveBack(call.approvalId);
        return outcome;
      }
      if (verdict === 'ask' && used.kind === 'denied')
        return { kind: 'denied', reason: used.reason ?? 'The person did not allow this call.' };
    }
    if (verdict === 'allow') {
      approved.how = 'policy';
      return next(running);
    }
    const standing = await approvals.standingFor(principal, call);
    if (standing !== null) {
      Object.assign(approved, { by: principal.email, how: standing.conversationId === null ? 'always' : 'conversation' });
      return next(running);
    }
    const request = await approvals.request(principal, call);
    return { kind: 'approval_required', approvalId: request.id, digest };
  };
}
