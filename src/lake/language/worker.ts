import { parentPort, workerData } from 'node:worker_threads';
import { type Compiled, compileQuery, type NeedsColumns, positionAt, refusedCode } from '../../kql/index.ts';
import { postToParent } from '../parent.ts';
import { openTables, type Sight, type TablePlace } from '../tables.ts';
import { withAdvice } from './advice.ts';
import { loadLanguage } from './load.ts';
import { MissingWatchlist } from './watchlists.ts';

/** Messages to and from the worker that parses, binds and translates. */
export type LanguageRequest = {
  readonly id: number;
  readonly query: string;
  readonly workspaceId: string;
  readonly sight: Sight;
  readonly now: bigint;
};
export type LanguageReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'compiled'; readonly id: number; readonly compiled: Compiled | NeedsColumns };

const { place } = workerData as { readonly place: TablePlace };
const language = loadLanguage();
const tables = openTables(place);
/** Kusto's own code for a table that is not there. */
const unknownTable = 'KS204';
const maxQueryLength = 1_000_000;
/** The parser's time grows with the square of the depth. */
const maxNesting = 200;

// The first analysis builds the binder's tables; doing it now keeps the first question fast.
compile({ query: 'print x = 1 | summarize count() by x', workspaceId: 'default', sight: {}, now: 0n });
postToParent({ kind: 'ready' } satisfies LanguageReply);

parentPort?.on('message', (request: LanguageRequest) => {
  postToParent({ kind: 'compiled', id: request.id, compiled: compile(request) } satisfies LanguageReply);
});

function compile({ query, workspaceId, sight, now }: Omit<LanguageRequest, 'id'>): Compiled | NeedsColumns {
  if (query.length > maxQueryLength) return refusal('The query is longer than 1,000,000 characters.');
  if (nestingOf(query) > maxNesting) return refusal('The query is nested too deeply.');
  if (/^\s*(\/\/[^\n]*\n\s*)*\./.test(query)) return refusal('Commands are not supported here; the lake answers queries only.');
  try {
    const workspace = tables.workspace(workspaceId, sight);
    const bound = language.parse(query, workspace);
    const sources = new Map(
      bound.names.flatMap((name) => {
        const source = workspace.source(name);
        return source === null ? [] : [[name, source] as const];
      }),
    );
    return withAdvice(compileQuery(bound.query, { now, tables: sources }), { workspace, named: bound.names });
  } catch (error) {
    if (error instanceof MissingWatchlist) {
      const { message, offset, length } = error;
      return { kind: 'refused', diagnostics: [{ code: unknownTable, message, ...positionAt(query, offset), length }] };
    }
    // The language service throws on a few queries that it cannot bind; its words are about itself, so they stay here.
    return refusal(
      error instanceof RangeError ? 'The query is nested too deeply.' : 'The query could not be analysed. Write it in a simpler form.',
    );
  }
}

function refusal(message: string): Compiled {
  return { kind: 'refused', diagnostics: [{ code: refusedCode, message, line: 1, column: 1, length: 0 }] };
}

/** How deep brackets stand in each other; those in strings count too, which does no harm at this bound. */
function nestingOf(query: string): number {
  let [depth, deepest] = [0, 0];
  for (const mark of query) {
    if (mark === '(' || mark === '[' || mark === '{') deepest = Math.max(deepest, (depth += 1));
    else if (mark === ')' || mark === ']' || mark === '}') depth -= 1;
  }
  return deepest;
}
