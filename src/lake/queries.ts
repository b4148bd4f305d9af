import { createKqlEngine, refusedError, type QueryResult } from './kql-engine.ts';

/** What the command line asks of the lake. */
export type LakeSession = {
  readonly queries: {
    readonly query: (query: string, signal: AbortSignal) => Promise<QueryResult>;
    readonly explain: (query: string, signal: AbortSignal) => Promise<string>;
  };
  readonly close: () => Promise<void>;
};

/** Opens the lake for a command. It has no tables yet, so queries bring their own rows (`datatable`, `print`, `range`). */
export function openLakeQueries({ clock }: { readonly clock: () => number }): LakeSession {
  const engine = createKqlEngine({ schema: {}, clock });
  return {
    queries: {
      query: (query, signal) => engine.query(query, { signal }),
      explain: async (query, signal) => {
        const compiled = await engine.compile(query, { signal });
        if (compiled.kind === 'refused') throw refusedError(compiled.diagnostics);
        return compiled.sql;
      },
    },
    close: engine.close,
  };
}
