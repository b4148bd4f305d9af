import { ChevronRight, Search } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { LakeTableView } from '../../contract/lake-objects.ts';
import { classNames } from '../kit/class-names.ts';
import { SkeletonRows } from '../kit/empty-state.tsx';
import { type FoundTable, findTables } from './find-tables.ts';

/** More are found by typing; a thousand known tables are no list to read. */
const shownEmpty = 60;

/** Every table with its columns. A press on a name writes it into the query. */
export function TablesPanel({
  tables,
  onInsert,
}: {
  readonly tables: readonly LakeTableView[] | undefined;
  readonly onInsert: (text: string) => void;
}) {
  const [search, setSearch] = useState('');
  const words = useDeferredValue(search);
  const found = useMemo(() => findTables(tables ?? [], words), [tables, words]);
  const filled = found.filter(({ table }) => table.rows > 0);
  const empty = found.filter(({ table }) => table.rows === 0);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <label className="relative m-2 mb-1 flex items-center">
        <Search aria-hidden="true" className="pointer-events-none absolute left-2.5 size-4 text-ink-faint" />
        <input
          type="search"
          aria-label="Search tables and columns"
          placeholder="Search tables and columns"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="h-8 w-full rounded-md border border-line-strong bg-raised pr-2 pl-8 text-sm"
        />
      </label>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4" tabIndex={0} role="group" aria-label="Tables">
        {tables === undefined ? (
          <SkeletonRows rows={6} />
        ) : (
          <>
            <TableList label="With rows" found={filled} onInsert={onInsert} />
            {empty.length > 0 && (
              // A thousand empty tables are not what one looks at first.
              <details key={words === '' ? 'all' : 'found'} open={words !== '' || filled.length === 0} className="group mt-3">
                <summary className="flex items-center gap-1.5 rounded-md px-2 py-1 text-xs font-medium text-ink-faint hover:bg-hover">
                  <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" />
                  Known, without rows ({empty.length.toLocaleString('en')})
                </summary>
                <TableList found={empty.slice(0, shownEmpty)} onInsert={onInsert} />
                {empty.length > shownEmpty && (
                  <p className="px-2 py-2 text-xs text-ink-faint">{empty.length - shownEmpty} more: search to find them.</p>
                )}
              </details>
            )}
            {found.length === 0 && <p className="p-2 text-sm text-ink-soft">No table or column is called that.</p>}
          </>
        )}
      </div>
    </div>
  );
}

function TableList({
  label,
  found,
  onInsert,
}: {
  readonly label?: string;
  readonly found: readonly FoundTable[];
  readonly onInsert: (text: string) => void;
}) {
  if (found.length === 0) return null;
  return (
    <>
      {label !== undefined && <h2 className="px-2 pt-3 pb-1 text-xs font-medium text-ink-faint">{label}</h2>}
      <ul>
        {found.map((entry) => (
          <TableEntry key={entry.table.name} entry={entry} onInsert={onInsert} />
        ))}
      </ul>
    </>
  );
}

function TableEntry({ entry, onInsert }: { readonly entry: FoundTable; readonly onInsert: (text: string) => void }) {
  const { table, columns } = entry;
  const [chosen, setOpen] = useState<boolean | null>(null);
  // What was found among the columns is shown.
  const open = chosen ?? columns !== null;
  return (
    <li>
      <div className="flex items-start rounded-md hover:bg-hover">
        <button
          type="button"
          aria-expanded={open}
          aria-label={`Columns of ${table.name}`}
          onClick={() => setOpen(!open)}
          className="flex size-7 shrink-0 items-center justify-center rounded-md text-ink-faint hover:text-ink focus-visible:-outline-offset-2"
        >
          <ChevronRight className={classNames('size-3.5 transition-transform', open && 'rotate-90')} />
        </button>
        <button
          type="button"
          title={table.description ?? undefined}
          onClick={() => onInsert(table.name)}
          className="min-w-0 flex-1 rounded-md py-1 pr-2 text-left focus-visible:-outline-offset-2"
        >
          <span className="sr-only">Write into the query: </span>
          <span className="flex items-baseline gap-2">
            <span className={classNames('min-w-0 truncate font-mono text-xs', table.rows === 0 && 'text-ink-faint')}>{table.name}</span>
            {table.rows > 0 && (
              <span className="ml-auto shrink-0 text-xs text-ink-faint tabular-nums">{table.rows.toLocaleString('en')}</span>
            )}
          </span>
          {table.from !== null && table.to !== null && (
            <span className="block truncate text-2xs text-ink-faint tabular-nums">
              {table.from.slice(0, 10)} to {table.to.slice(0, 10)}
            </span>
          )}
        </button>
      </div>
      {open && (
        <ul className="mb-1 ml-3.5 border-l pl-2">
          {(columns ?? table.columns).map(({ name, type }) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => onInsert(/^[A-Za-z_]\w*$/.test(name) ? name : `['${name.replaceAll("'", "\\'")}']`)}
                className="flex w-full items-baseline gap-2 rounded-sm px-1.5 py-0.5 text-left hover:bg-hover focus-visible:-outline-offset-2"
              >
                <span className="min-w-0 truncate font-mono text-xs text-ink-soft">{name}</span>
                <span className="ml-auto shrink-0 text-2xs text-ink-faint">{type}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
