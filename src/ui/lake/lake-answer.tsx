import type { QueryDiagnostic } from '../../contract/lake-objects.ts';
import { LakeEmpty } from './lake-empty.tsx';
import type { Example } from './lake-toolbar.tsx';
import { Results } from './results/results.tsx';
import type { QueryState } from './use-lake-query.ts';

/** Below the editor: how to begin, what is wrong, or what came. */
export function LakeAnswer({
  state,
  diagnostics,
  isEmpty,
  workspaceId,
  examples,
  onExample,
}: {
  readonly state: QueryState;
  readonly diagnostics: readonly QueryDiagnostic[];
  readonly isEmpty: boolean;
  readonly workspaceId: string;
  readonly examples: readonly Example[];
  readonly onExample: (query: string) => void;
}) {
  if (state.phase === 'idle') {
    if (isEmpty) return <LakeEmpty workspaceId={workspaceId} />;
    return <Beginning examples={examples} onExample={onExample} />;
  }
  const rows = state.answer?.rows.length ?? 0;
  // What ended before anything came has no results to show.
  const ended = state.phase === 'cancelled' || state.phase === 'failed';
  return (
    <>
      {state.phase === 'running' && <Sweep />}
      {state.problem !== null && <Failure problem={state.problem} diagnostics={diagnostics} />}
      {state.phase === 'cancelled' && (
        <p role="status" className="border-b px-4 py-2 text-sm text-ink-soft">
          {rows === 0 ? 'Cancelled.' : 'Cancelled. These are the rows that had come.'}
        </p>
      )}
      {state.answer !== null && !(ended && rows === 0) && <Results key={state.startedAt} state={state} answer={state.answer} />}
    </>
  );
}

function Sweep() {
  return (
    <div role="progressbar" aria-label="The query runs" className="h-0.5 shrink-0 overflow-hidden">
      <div className="h-full w-1/3 animate-sweep bg-live" />
    </div>
  );
}

function Failure({
  problem,
  diagnostics,
}: {
  readonly problem: NonNullable<QueryState['problem']>;
  readonly diagnostics: readonly QueryDiagnostic[];
}) {
  const [first] = diagnostics;
  return (
    <div role="alert" className="m-3 rounded-lg border border-bad/40 bg-bad-soft px-4 py-3">
      <p className="text-base wrap-anywhere text-ink">{first?.message ?? problem.sentence}</p>
      {first?.suggestion !== undefined && (
        <p className="text-sm text-ink-soft">
          Did you mean <code className="font-mono text-xs text-ink">{first.suggestion}</code>?
        </p>
      )}
      <p className="font-mono text-xs text-bad-ink">
        {first === undefined ? problem.code : `${first.code} · line ${first.line}, column ${first.column}`}
      </p>
    </div>
  );
}

function Beginning({ examples, onExample }: { readonly examples: readonly Example[]; readonly onExample: (query: string) => void }) {
  return (
    <section aria-label="Examples" className="min-h-0 flex-1 overflow-y-auto px-5 py-6">
      <h2 className="text-sm font-semibold">Begin with a question</h2>
      <ul className="mt-3 grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
        {examples.map(({ title, query }) => (
          <li key={title}>
            <button
              type="button"
              onClick={() => onExample(query)}
              className="flex h-full w-full flex-col gap-1.5 rounded-lg border px-4 py-3 text-left hover:border-line-strong hover:bg-hover"
            >
              <span className="text-sm font-medium">{title}</span>
              <span className="line-clamp-3 font-mono text-2xs wrap-anywhere whitespace-pre-wrap text-ink-faint">{query}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
