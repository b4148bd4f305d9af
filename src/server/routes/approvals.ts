import type { ApprovalId } from '../../domain/ids.ts';
import type { Approvals } from '../../runtime/approvals.ts';
import type { Store } from '../../store/store.ts';
import type { ApiHandlers } from '../api.ts';
import { viewApproval, viewStandingApproval } from './views.ts';

type Names = 'listApprovals' | 'answerApproval' | 'revokeApproval';

/** What waits for an answer, and the answers that are remembered. */
export function approvalHandlers({
  approvals,
  store,
}: {
  readonly approvals: Approvals;
  readonly store: Pick<Store, 'connectors' | 'conversations'>;
}): ApiHandlers<Names> {
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
    answerApproval: async ({ principal, path, body }) => viewApproval(await approvals.answer(principal, path.id as ApprovalId, body)),
    revokeApproval: async ({ principal, path }) => {
      await approvals.revoke(principal, path.id as ApprovalId);
      return undefined;
    },
  };
}
