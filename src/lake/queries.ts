import { createKqlEngine, refusedError, type QueryResult } from './kql-engine.ts';

/** What the command line asks of the lake. */
export type LakeSession = {
  readonly queries: {
    readonly query: (query: string, signal: AbortSignal) => Promise<QueryResult>;
    readonly explain: (query: string, signal: AbortSignal) => Promise<string>;
  };
  readonly close: () => Promise<void>;
};

/** Opens the lake of a folder for a command; on a new folder its known tables answer with no rows. */
export function openLakeQueries({
  folder,
  clock,
  geoDatabase,
}: {
  readonly folder: string;
  readonly clock: () => number;
  readonly geoDatabase?: string;
}): LakeSession {
  const engine = createKqlEngine({ place: { kind: 'lake', folder }, clock, geoDatabase });
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
