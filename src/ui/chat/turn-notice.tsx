import { CircleSlash, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ChatState } from './chat-state.ts';

/** What the turn is doing where nothing else shows it, and how it ended when not simply well. */
export function TurnNotice({ state }: { readonly state: ChatState }) {
  const { turn, items } = state;
  const lastItem = items.at(-1);
  const speaking = lastItem?.type === 'message' && lastItem.role === 'assistant' && lastItem.content.length > 0;
  if (turn.kind === 'starting' || (turn.kind === 'running' && state.calls.size === 0 && !speaking && state.elicitations.length === 0)) {
    return (
      <p role="status" className="flex items-center gap-2 text-sm text-ink-faint">
        <span aria-hidden="true" className="size-2 animate-pulse-live rounded-full bg-live" /> Working
      </p>
    );
  }
  if (turn.kind !== 'ended') return null;
  const { end } = turn;
  switch (end.kind) {
    case 'completed':
      return null;
    case 'waiting':
      return end.for === 'function-output' ? <Notice>It waits for an answer from the program that declared the function.</Notice> : null;
    case 'cancelled':
      return (
        <Notice icon={<CircleSlash aria-hidden="true" className="size-4 shrink-0" />}>
          You stopped this. What was done until then is above.
        </Notice>
      );
    case 'stopped-at-limit':
      return <Notice icon={<CircleSlash aria-hidden="true" className="mt-0.5 size-4 shrink-0" />}>{end.sentence}</Notice>;
    case 'failed':
      return (
        <div role="alert" className="flex items-start gap-2.5 rounded-lg border border-bad/40 bg-bad-soft px-3.5 py-2.5">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad-ink" />
          <div className="min-w-0">
            <p className="text-base wrap-anywhere">{end.message}</p>
            <p className="font-mono text-xs text-bad-ink">{end.code}</p>
          </div>
        </div>
      );
    default:
      return end satisfies never;
  }
}

function Notice({ icon, children }: { readonly icon?: ReactNode; readonly children: ReactNode }) {
  return (
    <p role="status" className="flex items-start gap-2 text-sm text-ink-soft">
      {icon}
      {children}
    </p>
  );
}
