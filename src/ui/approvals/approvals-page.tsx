import { Link } from '@tanstack/react-router';
import type { ApprovalView, StandingApprovalView } from '../../contract/objects.ts';
import { useChange, useRoute } from '../app/api.ts';
import { ReadableArguments } from '../chat/readable-arguments.tsx';
import { Button } from '../kit/button.tsx';
import { EmptyState, ProblemNotice, SkeletonRows } from '../kit/empty-state.tsx';
import { formatMoment } from '../kit/format.ts';
import { Page, Section } from '../kit/page.tsx';

/** What waits for my answer, and what I allowed for longer. */
export function ApprovalsPage() {
  const approvals = useRoute('listApprovals');
  return (
    <Page title="Approvals" sentence="Calls that change something wait here for your word.">
      {approvals.isPending && <SkeletonRows rows={3} height={90} />}
      {approvals.isError && <ProblemNotice error={approvals.error} onRetry={() => approvals.refetch()} />}
      {approvals.isSuccess && (
        <>
          <Section title="Waiting for you">
            {approvals.data.pending.length === 0 ? (
              <EmptyState
                title="Nothing waits"
                sentence="When a tool wants to change something, the question is shown in its chat and here."
              />
            ) : (
              <ul className="flex flex-col gap-3">
                {approvals.data.pending.map((approval) => (
                  <PendingRow key={approval.id} approval={approval} />
                ))}
              </ul>
            )}
          </Section>
          <Section title="Standing" sentence="These tools run without asking. Revoke one and it asks again.">
            {approvals.data.standing.length === 0 ? (
              <EmptyState
                title="No standing approvals"
                sentence="“Allow in this conversation” and “Always allow this tool” make one. You can take it back here."
              />
            ) : (
              <ul className="divide-y divide-line rounded-lg border bg-raised">
                {approvals.data.standing.map((standing) => (
                  <StandingRow key={standing.id} standing={standing} />
                ))}
              </ul>
            )}
          </Section>
        </>
      )}
    </Page>
  );
}

function PendingRow({ approval }: { readonly approval: ApprovalView }) {
  const answer = useChange('answerApproval', { refreshes: ['listApprovals', 'listCalls'] });
  const decide = (decision: 'deny' | 'once') => answer.mutate({ path: { id: approval.id }, body: { decision } });
  return (
    <li className="flex flex-col gap-3 rounded-lg border border-live-line bg-live-soft p-4">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-base font-semibold">{approval.toolName}</span>
        <span className="text-sm text-ink-soft">{approval.label}</span>
        <span className="ml-auto text-sm text-ink-soft tabular-nums">{formatMoment(approval.requestedAt)}</span>
      </div>
      <ReadableArguments value={approval.input} />
      <div className="flex flex-wrap gap-2">
        {approval.conversationId === null ? (
          <>
            <Button look="primary" busy={answer.isPending} onClick={() => decide('once')}>
              Allow once
            </Button>
            <Button look="danger" busy={answer.isPending} onClick={() => decide('deny')}>
              Deny
            </Button>
          </>
        ) : (
          // Only the conversation can go on with the call.
          <Button asChild look="primary">
            <Link to="/c/$conversationId" params={{ conversationId: approval.conversationId }}>
              Answer in the chat
            </Link>
          </Button>
        )}
      </div>
    </li>
  );
}

function StandingRow({ standing }: { readonly standing: StandingApprovalView }) {
  const revoke = useChange('revokeApproval', { refreshes: ['listApprovals'] });
  const { id, toolName, connectorName, conversationId, conversationTitle, createdAt } = standing;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="text-base">
          <span className="font-medium">{toolName}</span> <span className="text-ink-soft">on {connectorName}</span>
        </p>
        <p className="text-sm text-ink-faint tabular-nums">
          {conversationId === null ? 'Always' : `In “${conversationTitle ?? 'a conversation'}”`}, since {formatMoment(createdAt)}
        </p>
      </div>
      <Button
        size="small"
        look="danger"
        busy={revoke.isPending}
        aria-label={`Revoke ${toolName} on ${connectorName}`}
        onClick={() => revoke.mutate({ path: { id } })}
      >
        Revoke
      </Button>
    </li>
  );
}
