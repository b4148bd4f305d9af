import type { Turns } from '../../agent/turns.ts';
import { AppError } from '../../domain/errors.ts';
import type { ApprovalId, NewId } from '../../domain/ids.ts';
import type { Approvals } from '../../runtime/approvals.ts';
import type { Store } from '../../store/store.ts';
import type { ApiHandlers } from '../api.ts';
import { answerAction } from './conversations.ts';
import { viewApproval, viewStandingApproval } from './views.ts';

type Names = 'listApprovals' | 'answerApproval' | 'revokeApproval';

export type ApprovalRouteDependencies = {
  readonly approvals: Approvals;
  readonly turns: Pick<Turns, 'start'>;
  readonly store: Pick<Store, 'connectors' | 'conversations'>;
  readonly newId: NewId;
};

/** What waits for an answer, and the answers that are remembered. */
export function approvalHandlers({ approvals, turns, store, newId }: ApprovalRouteDependencies): ApiHandlers<Names> {
  return {
    listApprovals: async ({ principal }) => {
      const { pending, standing } = await approvals.list(principal);
      const views = standing.map(async (entry) =>
        viewStandingApproval(entry, {
          connectorName: (await store.connectors.find(entry.connectorId))?.name ?? 'A removed connector',
          conversationTitle:
            entry.conversationId === null
              ? null
              : ((await store.conversations.find(entry.conversationId, principal.userId))?.title ?? 'A deleted conversation'),
        }),
      );
      return { pending: pending.map(viewApproval), standing: await Promise.all(views) };
    },
    answerApproval: async ({ principal, path, body }) => {
      const approval = await approvals.find(principal, path.id as ApprovalId);
      if (approval === null) throw new AppError('approval.not-found');
      // In a conversation the answer is something said there: the turn that waited for it goes on.
      if (
        approval.state === 'pending' &&
        approval.conversationId !== null &&
        (await store.conversations.find(approval.conversationId, principal.userId)) !== null
      ) {
        await turns.start(principal, {
          conversationId: approval.conversationId,
          action: answerAction({ ...body, approvalId: approval.id }, newId),
        });
        return viewApproval({ ...approval, state: body.decision === 'deny' ? 'denied' : 'approved' });
      }
      return viewApproval(await approvals.answer(principal, approval.id, body));
    },
    revokeApproval: async ({ principal, path }) => {
      await approvals.revoke(principal, path.id as ApprovalId);
      return undefined;
    },
  };
}
