import { RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { describeProblem } from './describe-problem.ts';

/** A list with nothing in it: what it is for, and what to do next. */
export function EmptyState({
  title,
  sentence,
  action,
}: {
  readonly title: string;
  readonly sentence: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-3 rounded-lg border border-dashed border-line-strong px-6 py-12 text-center">
      <svg viewBox="0 0 72 16" width="72" height="16" aria-hidden="true" className="text-line-strong">
        {[8, 36, 64].map((x) => (
          <circle key={x} cx={x} cy="8" r="6.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        ))}
      </svg>
      <div>
        <p className="text-base font-medium">{title}</p>
        <p className="mx-auto max-w-md text-sm text-ink-soft">{sentence}</p>
      </div>
      {action}
    </div>
  );
}

/** What went wrong, in the server's sentence, with its code and a way to try again. */
export function ProblemNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const problem = describeProblem(error);
  return (
    <div role="alert" className="flex flex-wrap items-start gap-3 rounded-lg border border-bad/40 bg-bad-soft px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="text-base text-ink">{problem.sentence}</p>
        {problem.details.map((detail) => (
          <p key={detail} className="text-sm text-ink-soft">
            {detail}
          </p>
        ))}
        <p className="font-mono text-xs text-bad-ink">{problem.code}</p>
      </div>
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          <RotateCw className="size-3.5" /> Try again
        </Button>
      )}
    </div>
  );
}

/** Grey bars in the shape of rows that are on their way. */
export function SkeletonRows({ rows = 5, height = 44 }: { readonly rows?: number; readonly height?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col gap-2">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="animate-wait rounded-md bg-inset" style={{ height }} />
      ))}
    </div>
  );
}
