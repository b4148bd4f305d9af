import { Button } from '../kit/button.tsx';
import { Sheet } from '../kit/dialog.tsx';
import { EmptyState } from '../kit/empty-state.tsx';
import { formatDuration, formatInstant } from '../kit/format.ts';
import type { PastQuery } from './history.ts';

/** What this person ran in this browser; one press brings a query back. */
export function HistorySheet({
  open,
  onOpenChange,
  history,
  onChoose,
  onClear,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly history: readonly PastQuery[];
  readonly onChoose: (query: string) => void;
  readonly onClear: () => void;
}) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="History">
      {history.length === 0 ? (
        <EmptyState title="Nothing was run yet" sentence="Queries that you run are kept here, in this browser." />
      ) : (
        <>
          <ul className="flex flex-col gap-2">
            {history.map(({ query, at, rows, milliseconds }) => (
              <li key={`${at} ${query}`} className="relative rounded-md border hover:border-line-strong hover:bg-hover">
                <button type="button" onClick={() => onChoose(query)} className="block w-full rounded-md px-3 py-2 text-left">
                  <span className="line-clamp-4 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap">{query}</span>
                  <span className="mt-1 block text-xs text-ink-faint tabular-nums">
                    {formatInstant(at)}
                    {rows === null ? ' · failed' : ` · ${rows.toLocaleString('en')} rows`}
                    {milliseconds !== null && ` · ${formatDuration(milliseconds)}`}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <Button look="quiet" size="small" className="mt-3" onClick={onClear}>
            Clear the history
          </Button>
        </>
      )}
    </Sheet>
  );
}
