import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../contract/client.ts';
import type { LakeQueryLine, QueryDiagnostic, VisualizationView } from '../../contract/lake-objects.ts';
import { api } from '../app/api.ts';
import { readJsonLines } from '../app/json-lines.ts';
import type { Answer } from '../charts/chart-model.ts';
import { describeProblem } from '../kit/describe-problem.ts';

export type QueryProblem = { readonly sentence: string; readonly code: string; readonly diagnostics: readonly QueryDiagnostic[] };

export type QueryState = {
  readonly phase: 'idle' | 'running' | 'done' | 'failed' | 'cancelled';
  /** Rows so far; null before the columns are known. */
  readonly answer: Answer | null;
  readonly visualization: VisualizationView | null;
  readonly startedAt: number;
  readonly milliseconds: number | null;
  readonly truncated: boolean;
  readonly problem: QueryProblem | null;
};

export type QueryRequest = { readonly workspaceId: string; readonly query: string };

const idle: QueryState = {
  phase: 'idle',
  answer: null,
  visualization: null,
  startedAt: 0,
  milliseconds: null,
  truncated: false,
  problem: null,
};
/** Rows come faster than a page can be drawn. */
const drawEvery = 150;

/** Runs one query at a time; a new one, cancelling, or leaving the page ends the one before. */
export function useLakeQuery() {
  const [state, setState] = useState<QueryState>(idle);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (request: QueryRequest): Promise<QueryState> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const show = (next: QueryState) => {
      if (running.current === controller) setState(next);
      return next;
    };
    let now = show({ ...idle, phase: 'running', startedAt: Date.now() });
    try {
      for await (const step of follow(request, controller.signal)) now = show({ ...now, ...step });
      return now;
    } catch (error) {
      const milliseconds = Date.now() - now.startedAt;
      if (controller.signal.aborted) return show({ ...now, phase: 'cancelled', milliseconds });
      return show({ ...now, phase: 'failed', milliseconds, problem: problemOf(error) });
    }
  };
  return { state, run, cancel: () => running.current?.abort() };
}

/** The answer as it grows. */
async function* follow({ workspaceId, query }: QueryRequest, signal: AbortSignal): AsyncGenerator<Partial<QueryState>> {
  const response = await api.raw('queryLake', { path: { workspace: workspaceId }, body: { query }, signal });
  const rows: (readonly unknown[])[] = [];
  let columns: Answer['columns'] = [];
  let drawnAt = 0;
  if (response.body === null) return;
  for await (const line of readJsonLines<LakeQueryLine>(response.body)) {
    switch (line.kind) {
      case 'columns':
        columns = line.columns;
        yield { answer: { columns, rows: [] }, visualization: line.visualization };
        break;
      case 'rows':
        for (const row of line.rows) rows.push(row);
        if (Date.now() - drawnAt < drawEvery) break;
        drawnAt = Date.now();
        yield { answer: { columns, rows: [...rows] } };
        break;
      case 'end':
        yield { phase: 'done', answer: { columns, rows }, milliseconds: line.milliseconds, truncated: line.truncated };
        return;
      case 'failed':
        yield { phase: 'failed', answer: { columns, rows }, problem: { sentence: line.message, code: line.code, diagnostics: [] } };
        return;
      default:
        line satisfies never;
    }
  }
  throw new TypeError('The answer ended early.');
}

function problemOf(error: unknown): QueryProblem {
  const { sentence, code } = describeProblem(error);
  return { sentence, code, diagnostics: error instanceof ApiError ? (error.problem.diagnostics ?? []) : [] };
}
