import { ArrowDown, ArrowUp } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { CopyButton } from './copy-button.tsx';
import { cellText, type Sorting, sortRows, type Table, tableToCsv } from './table.ts';

const firstRows = 100;

/** A table of plain values: sortable by its headings, to be copied as CSV. */
export function DataTable({ table, label }: { readonly table: Table; readonly label: string }) {
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [limit, setLimit] = useState(firstRows);
  const rows = useMemo(() => sortRows(table.rows, sorting), [table.rows, sorting]);
  const numeric = useMemo(
    () => table.columns.map((_, column) => table.rows.every((row) => row[column] == null || typeof row[column] === 'number')),
    [table],
  );
  const sortBy = (column: number) =>
    setSorting((now) => (now?.column !== column ? { column, descending: false } : now.descending ? null : { column, descending: true }));
  return (
    <div className="rounded-md border">
      <div tabIndex={0} role="group" aria-label={label} className="max-h-96 overflow-auto rounded-t-md">
        <table className="w-full border-collapse text-sm tabular-nums">
          <thead className="sticky top-0 bg-inset">
            <tr>
              {table.columns.map((name, column) => (
                <th
                  key={name}
                  scope="col"
                  aria-sort={sorting?.column === column ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
                  className="border-b p-0 text-left font-medium"
                >
                  <button
                    type="button"
                    onClick={() => sortBy(column)}
                    className={classNames(
                      'flex h-8 w-full items-center gap-1 px-3 whitespace-nowrap text-ink-soft hover:text-ink focus-visible:-outline-offset-2',
                      numeric[column] && 'justify-end',
                    )}
                  >
                    {name}
                    {sorting?.column === column &&
                      (sorting.descending ? <ArrowDown className="size-3.5" /> : <ArrowUp className="size-3.5" />)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, limit).map((row, index) => (
              // Rows have no identity of their own.
              <tr key={index} className="border-b last:border-b-0 hover:bg-hover">
                {table.columns.map((name, column) => (
                  <td
                    key={name}
                    className={classNames(
                      'max-w-90 px-3 py-1.5 align-top',
                      numeric[column] && 'text-right',
                      cellText(row[column]).length <= 32 ? 'whitespace-nowrap' : 'min-w-48 wrap-anywhere',
                    )}
                  >
                    {cellText(row[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="flex flex-wrap items-center gap-2 border-t px-3 py-1.5 text-sm text-ink-faint">
        <span className="mr-auto">
          {table.rows.length} {table.rows.length === 1 ? 'row' : 'rows'}
        </span>
        {rows.length > limit && (
          <Button size="small" look="quiet" onClick={() => setLimit(rows.length)}>
            Show all
          </Button>
        )}
        <CopyButton words label="Copy as CSV" text={() => tableToCsv({ columns: table.columns, rows })} />
      </div>
    </div>
  );
}
