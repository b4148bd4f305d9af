import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useRef } from 'react';
import type { Answer } from '../../charts/chart-model.ts';
import { classNames } from '../../kit/class-names.ts';
import { cellText, type Sorting } from '../../kit/table.ts';
import { columnWidths } from './result-rows.ts';
import { useRowWindow } from './use-row-window.ts';

const rowHeight = 30;
const numberTypes = new Set(['int', 'long', 'real', 'decimal']);
const placeWidth = 56;
/** Longer text may be cut off in its cell; resting on it shows all. */
const titled = 24;

/** Rows of an answer, of which only those in sight are in the page. A row, or a dynamic value, opens. */
export function ResultTable({
  answer,
  rows,
  sorting,
  onSort,
  onOpenRow,
}: {
  readonly answer: Answer;
  readonly rows: Answer['rows'];
  readonly sorting: Sorting | null;
  readonly onSort: (sorting: Sorting | null) => void;
  readonly onOpenRow: (row: number) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const { first, end } = useRowWindow(frame, { count: rows.length, rowHeight });
  const widths = useMemo(() => columnWidths(answer), [answer]);
  const width = placeWidth + widths.reduce((sum, column) => sum + column, 0);
  const sortBy = (column: number) =>
    onSort(sorting?.column !== column ? { column, descending: false } : sorting.descending ? null : { column, descending: true });
  return (
    <div
      ref={frame}
      tabIndex={0}
      role="group"
      aria-label="Result rows"
      className="min-h-0 flex-1 overflow-auto focus-visible:-outline-offset-2"
    >
      <table
        aria-rowcount={rows.length + 1}
        className="table-fixed border-separate border-spacing-0 text-sm tabular-nums"
        style={{ width, minWidth: '100%' }}
      >
        <colgroup>
          <col style={{ width: placeWidth }} />
          {widths.map((columnWidth, index) => (
            <col key={index} style={{ width: columnWidth }} />
          ))}
          {/* What is left of the width, so that columns keep theirs. */}
          <col />
        </colgroup>
        <thead className="sticky top-0 z-10 bg-inset">
          <tr aria-rowindex={1}>
            <th scope="col" className="border-b px-2 text-right font-normal text-ink-faint">
              <span className="sr-only">Row</span>
            </th>
            {answer.columns.map(({ name, type }, column) => (
              <th
                key={`${column} ${name}`}
                scope="col"
                aria-sort={sorting?.column === column ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
                className="border-b p-0 font-medium"
              >
                <button
                  type="button"
                  onClick={() => sortBy(column)}
                  title={`${name}: ${type}`}
                  className={classNames(
                    'flex h-8 w-full items-center gap-1 px-3 text-ink-soft hover:text-ink focus-visible:-outline-offset-2',
                    numberTypes.has(type) && 'justify-end',
                  )}
                >
                  <span className="truncate">{name}</span>
                  {sorting?.column === column &&
                    (sorting.descending ? <ArrowDown className="size-3.5 shrink-0" /> : <ArrowUp className="size-3.5 shrink-0" />)}
                </button>
              </th>
            ))}
            <td aria-hidden="true" className="border-b" />
          </tr>
        </thead>
        <tbody>
          {first > 0 && <Spacer height={first * rowHeight} columns={widths.length + 2} />}
          {Array.from({ length: Math.max(0, end - first) }, (_, place) => first + place).map((index) => (
            <tr key={index} aria-rowindex={index + 2} className="group hover:bg-hover" style={{ height: rowHeight }}>
              <td className="border-b p-0 text-right">
                <button
                  type="button"
                  onClick={() => onOpenRow(index)}
                  aria-label={`Open row ${index + 1}`}
                  className="h-full w-full px-2 text-xs text-ink-faint group-hover:text-ink focus-visible:-outline-offset-2"
                >
                  {index + 1}
                </button>
              </td>
              {answer.columns.map(({ name, type }, column) => (
                <td key={`${column} ${name}`} className={classNames('truncate border-b px-3', numberTypes.has(type) && 'text-right')}>
                  <Cell value={rows[index]?.[column]} type={type} onOpen={() => onOpenRow(index)} />
                </td>
              ))}
              <td aria-hidden="true" className="border-b" />
            </tr>
          ))}
          {end < rows.length && <Spacer height={(rows.length - end) * rowHeight} columns={widths.length + 2} />}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, columns }: { readonly height: number; readonly columns: number }) {
  return (
    <tr aria-hidden="true">
      <td aria-hidden="true" colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

function Cell({ value, type, onOpen }: { readonly value: unknown; readonly type: string; readonly onOpen: () => void }) {
  const text = cellText(value);
  if (typeof value === 'object' && value !== null) {
    return (
      <button
        type="button"
        onClick={onOpen}
        aria-label={`Open ${text.slice(0, 40)}`}
        className="max-w-full truncate rounded-sm align-middle font-mono text-xs text-ink-soft underline decoration-line-strong decoration-dotted underline-offset-3 hover:text-ink hover:decoration-live"
      >
        {text}
      </button>
    );
  }
  if (type === 'datetime') return <time dateTime={text}>{readableTime(text)}</time>;
  return text.length > titled ? <span title={text}>{text}</span> : text;
}

/** ISO 8601 to the millisecond, with a blank where people look for one. */
function readableTime(iso: string): string {
  return iso
    .replace('T', ' ')
    .replace(/(?:\.(\d{3})\d*)?Z$/, (_, milliseconds: string | undefined) =>
      milliseconds === undefined || milliseconds === '000' ? '' : `.${milliseconds}`,
    );
}
