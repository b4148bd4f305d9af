import { lazy, Suspense, useMemo } from 'react';
import type { VisualizationView } from '../../contract/lake-objects.ts';
import { cellText } from '../kit/table.ts';
import { type Answer, toChart } from './chart-model.ts';
import { describeChart } from './describe-chart.ts';

const Drawing = lazy(() => import('./drawing.tsx').then((module) => ({ default: module.Drawing })));

/** Whether a visualization is more than the table that is there anyway. */
export function isDrawn(visualization: VisualizationView | null | undefined): visualization is VisualizationView {
  return visualization != null && visualization.chart !== 'table';
}

/** An answer as its `render` asks for it. Fills its parent, which has a height. */
export function AnswerChart({ answer, visualization }: { readonly answer: Answer; readonly visualization: VisualizationView }) {
  const chart = useMemo(() => toChart(answer, visualization), [answer, visualization]);
  if (chart.kind === 'impossible' || chart.kind === 'table') {
    return <p className="m-auto max-w-md p-6 text-center text-sm text-ink-soft">{describeChart(chart)}</p>;
  }
  if (chart.kind === 'card') {
    return (
      <div className="m-auto flex flex-col gap-4 p-6">
        {chart.title !== null && <p className="text-center text-base font-semibold">{chart.title}</p>}
        <dl className="flex flex-wrap justify-center gap-4">
          {chart.values.map(({ name, value }) => (
            <div key={name} className="flex min-w-36 flex-col-reverse rounded-lg border bg-raised px-5 py-4 text-center">
              <dt className="text-sm text-ink-soft">{name}</dt>
              <dd className="text-2xl font-semibold tabular-nums">
                {typeof value === 'number' ? value.toLocaleString('en') : cellText(value) || '–'}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    );
  }
  return (
    <div className="flex h-full min-h-0 w-full flex-col">
      <div className="min-h-0 flex-1">
        <Suspense fallback={<div role="status" aria-label="Drawing" className="m-4 h-24 animate-wait rounded-md bg-inset" />}>
          <Drawing chart={chart} label={describeChart(chart)} />
        </Suspense>
      </div>
      {chart.note !== null && <p className="px-3 pb-2 text-sm text-ink-faint">{chart.note}</p>}
    </div>
  );
}
