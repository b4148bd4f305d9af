import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { TraceView } from '../../../contract/objects.ts';
import { useRoute } from '../../app/api.ts';
import { Badge } from '../../kit/badge.tsx';
import { classNames } from '../../kit/class-names.ts';
import { EmptyState, ProblemNotice, SkeletonRows } from '../../kit/empty-state.tsx';
import { formatDuration, formatMoment } from '../../kit/format.ts';
import { ExchangeView } from './exchange-view.tsx';

type Step = TraceView['steps'][number];
const purposes: Record<TraceView['purpose'], string> = {
  connect: 'Connect',
  'refresh-tools': 'Read the tools',
  'refresh-token': 'Renew the token',
  disconnect: 'Disconnect',
  call: 'Call',
};
const outcomes = {
  succeeded: { word: 'Succeeded', tone: 'good', dot: 'border-good bg-good' },
  failed: { word: 'Failed', tone: 'bad', dot: 'border-bad bg-bad' },
  waiting: { word: 'Waiting', tone: 'live', dot: 'border-live bg-paper' },
  skipped: { word: 'Skipped', tone: 'neutral', dot: 'border-line-strong bg-paper' },
} as const;

/** Every attempt to connect, step by step: what was tried, what came back, and what to do about it. */
export function TraceTab({ connectorId }: { readonly connectorId: string }) {
  const traces = useRoute('listTraces', { path: { id: connectorId } });
  if (traces.isPending) return <SkeletonRows rows={3} height={80} />;
  if (traces.isError) return <ProblemNotice error={traces.error} onRetry={() => traces.refetch()} />;
  if (traces.data.traces.length === 0) {
    return <EmptyState title="No attempt yet" sentence="When you connect, each step is kept here with what was sent and received." />;
  }
  return (
    <div className="flex flex-col gap-3">
      {traces.data.traces.map((trace, index) => (
        <Attempt key={trace.id} trace={trace} initiallyOpen={index === 0} />
      ))}
    </div>
  );
}

function Attempt({ trace, initiallyOpen }: { readonly trace: TraceView; readonly initiallyOpen: boolean }) {
  const [open, setOpen] = useState(initiallyOpen);
  const outcome = outcomes[trace.outcome];
  const total = trace.steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return (
    <section className="rounded-lg border bg-raised">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex w-full items-center gap-3 rounded-lg px-4 py-2.5 text-left text-base"
        >
          <ChevronRight
            aria-hidden="true"
            className={classNames('size-4 shrink-0 text-ink-faint transition-transform', open && 'rotate-90')}
          />
          <span className="font-medium">{purposes[trace.purpose]}</span>
          <Badge tone={outcome.tone}>{outcome.word}</Badge>
          <span className="ml-auto text-sm whitespace-nowrap text-ink-faint tabular-nums">
            {formatDuration(total)} · {formatMoment(trace.startedAt)}
          </span>
        </button>
      </h2>
      {open && (
        <ol className="px-4 pb-4 pl-6">
          {trace.steps.map((step, index) => (
            <StepView key={`${step.name}-${index}`} step={step} last={index === trace.steps.length - 1} />
          ))}
        </ol>
      )}
    </section>
  );
}

function StepView({ step, last }: { readonly step: Step; readonly last: boolean }) {
  const outcome = outcomes[step.outcome];
  return (
    <li className="relative pb-4 pl-7 last:pb-0">
      {!last && <span aria-hidden="true" className="absolute top-4 bottom-0 left-[5px] w-px bg-line-strong" />}
      <span aria-hidden="true" className={classNames('absolute top-1 left-0 size-[11px] rounded-full border-2', outcome.dot)} />
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
        <span className="font-mono text-xs text-ink-faint">{step.name}</span>
        <span className="sr-only">{outcome.word}</span>
        <span className="text-xs text-ink-faint tabular-nums">{formatDuration(step.milliseconds)}</span>
        {step.code && <span className="font-mono text-xs text-bad-ink">{step.code}</span>}
      </p>
      <p className={classNames('max-w-prose text-base', step.outcome === 'skipped' && 'text-ink-faint')}>{step.sentence}</p>
      {step.exchanges.length > 0 && (
        <div className="mt-1.5 flex flex-col gap-1">
          {step.exchanges.map((exchange, index) => (
            <ExchangeView key={index} exchange={exchange} />
          ))}
        </div>
      )}
    </li>
  );
}
