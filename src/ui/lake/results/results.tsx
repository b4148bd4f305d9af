import { ChartLine, Search, Table2 } from 'lucide-react';
import { ToggleGroup } from 'radix-ui';
import { type ReactNode, useDeferredValue, useMemo, useState } from 'react';
import type { VisualizationView } from '../../../contract/lake-objects.ts';
import { AnswerChart, isDrawn } from '../../charts/answer-chart.tsx';
import type { Answer } from '../../charts/chart-model.ts';
import { formatDuration } from '../../kit/format.ts';
import type { Sorting } from '../../kit/table.ts';
import type { QueryState } from '../use-lake-query.ts';
import { ChartChoice, defaultChart } from './chart-choice.tsx';
import { ExportMenu } from './export-menu.tsx';
import { ResultTable } from './result-table.tsx';
import { shownRows, withoutEmptyColumns } from './result-rows.ts';
import { RowSheet } from './row-sheet.tsx';

/** What came of a query: its rows, and the chart that it or the person asks for. Mount it once per answer (`key`). */
export function Results({ state, answer: whole }: { readonly state: QueryState; readonly answer: Answer }) {
  const [chosenView, setView] = useState<'table' | 'chart' | null>(null);
  const [chosenChart, setChart] = useState<VisualizationView | null>(null);
  const [filter, setFilter] = useState('');
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [opened, setOpened] = useState<number | null>(null);
  const [hidesEmpty, setHidesEmpty] = useState(false);
  const words = useDeferredValue(filter);
  const dense = useMemo(() => withoutEmptyColumns(whole), [whole]);
  const emptyColumns = whole.columns.length - dense.columns.length;
  const answer = hidesEmpty ? dense : whole;
  const rows = useMemo(() => shownRows(answer.rows, { filter: words, sorting }), [answer.rows, words, sorting]);
  const view = chosenView ?? (isDrawn(state.visualization) ? 'chart' : 'table');
  const visualization = chosenChart ?? (isDrawn(state.visualization) ? state.visualization : defaultChart(answer));
  return (
    <section aria-label="Results" className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 border-b px-3 py-1.5">
        <ToggleGroup.Root
          type="single"
          value={view}
          onValueChange={(value) => value !== '' && setView(value === 'chart' ? 'chart' : 'table')}
          aria-label="How the results are shown"
          className="flex rounded-md border bg-raised p-0.5"
        >
          <ViewItem value="table">
            <Table2 /> Table
          </ViewItem>
          <ViewItem value="chart">
            <ChartLine /> Chart
          </ViewItem>
        </ToggleGroup.Root>
        <p className="mr-auto px-1 text-sm text-ink-soft tabular-nums" role="status">
          {countOf(rows.length, answer.rows.length)}
          {state.milliseconds !== null && <span className="text-ink-faint"> in {formatDuration(state.milliseconds)}</span>}
          {state.truncated && <span className="text-live-ink"> · cut off here: summarize, or filter further</span>}
        </p>
        {view === 'table' && emptyColumns > 0 && whole.rows.length > 0 && (
          <label className="flex items-center gap-1.5 text-sm text-ink-soft">
            <input
              type="checkbox"
              className="size-4"
              checked={hidesEmpty}
              onChange={(event) => {
                setHidesEmpty(event.target.checked);
                // Columns move, so what was sorted by is another one.
                setSorting(null);
              }}
            />
            Hide {emptyColumns} empty {emptyColumns === 1 ? 'column' : 'columns'}
          </label>
        )}
        {view === 'chart' ? (
          <ChartChoice value={visualization} onChange={setChart} />
        ) : (
          <label className="relative flex items-center max-sm:w-full">
            <Search aria-hidden="true" className="pointer-events-none absolute left-2 size-3.5 text-ink-faint" />
            <input
              type="search"
              aria-label="Filter rows"
              placeholder="Filter rows"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
              className="h-7 w-44 rounded-md border border-line-strong bg-raised pr-2 pl-7 text-sm max-sm:w-full"
            />
          </label>
        )}
        <ExportMenu answer={{ columns: answer.columns, rows }} />
      </div>
      {view === 'chart' ? (
        <div className="flex min-h-72 flex-1 p-2">
          <AnswerChart answer={answer} visualization={visualization} />
        </div>
      ) : answer.rows.length === 0 && state.phase !== 'running' ? (
        <p className="m-auto p-6 text-sm text-ink-soft">No rows. Nothing in the lake fits the question, or the time range is too narrow.</p>
      ) : (
        <ResultTable answer={answer} rows={rows} sorting={sorting} onSort={setSorting} onOpenRow={setOpened} />
      )}
      <RowSheet
        columns={answer.columns}
        row={opened === null ? null : (rows[opened] ?? null)}
        place={opened ?? 0}
        onClose={() => setOpened(null)}
      />
    </section>
  );
}

function ViewItem({ value, children }: { readonly value: string; readonly children: ReactNode }) {
  return (
    <ToggleGroup.Item
      value={value}
      className="inline-flex h-6 items-center gap-1.5 rounded-sm px-2 text-sm text-ink-soft hover:text-ink data-[state=on]:bg-pressed data-[state=on]:text-ink [&_svg]:size-3.5"
    >
      {children}
    </ToggleGroup.Item>
  );
}

function countOf(shown: number, all: number): string {
  const total = `${all.toLocaleString('en')} ${all === 1 ? 'row' : 'rows'}`;
  return shown === all ? total : `${shown.toLocaleString('en')} of ${total}`;
}
