import { useMemo, useState } from 'react';
import type { LakeTableView, QueryDiagnostic } from '../../contract/lake-objects.ts';
import type { PastQuery } from './history.ts';
import type { RunnablePart } from './query-at.ts';
import { scopeQuery, type TimeRange } from './time-range.ts';
import { type QueryProblem, useLakeQuery } from './use-lake-query.ts';

type Running = {
  readonly workspaceId: string;
  readonly range: TimeRange;
  readonly tables: readonly LakeTableView[];
  readonly remember: (query: PastQuery) => void;
};

/** Runs a part of the editor's text within the time range, and remembers it. Errors come back in places of the editor. */
export function useRunPart({ workspaceId, range, tables, remember }: Running) {
  const { state, run: send, cancel } = useLakeQuery();
  const [ran, setRan] = useState<(RunnablePart & { readonly linesBefore: number }) | null>(null);
  const run = async (part: RunnablePart) => {
    const { text, lines } = scopeQuery(part.text, range, tables);
    setRan({ ...part, linesBefore: lines });
    const at = new Date().toISOString();
    const { phase, answer, milliseconds } = await send({ workspaceId, query: text });
    if (phase === 'done' || phase === 'failed')
      remember({ query: part.text, at, rows: phase === 'done' ? (answer?.rows.length ?? 0) : null, milliseconds });
  };
  const diagnostics = useMemo(() => (ran === null ? [] : inEditor(state.problem, ran)), [state.problem, ran]);
  return { state, diagnostics, run, cancel };
}

/** Places of the sent text as places of the editor: less what was put before, more where the part begins. */
export function inEditor(
  problem: Pick<QueryProblem, 'diagnostics'> | null,
  { line, column, linesBefore }: Pick<RunnablePart, 'line' | 'column'> & { readonly linesBefore: number },
): readonly QueryDiagnostic[] {
  return (problem?.diagnostics ?? []).map((diagnostic) => {
    const within = Math.max(1, diagnostic.line - linesBefore);
    return {
      ...diagnostic,
      line: within + line - 1,
      column: within === 1 ? diagnostic.column + column - 1 : diagnostic.column,
    };
  });
}
