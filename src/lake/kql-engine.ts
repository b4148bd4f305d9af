import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, type ErrorCode } from '../domain/errors.ts';
import { type Compiled, type Diagnostic, type KqlColumn, type NeedsColumns, unixEpochTicks, type Visualization } from '../kql/index.ts';
import { compileWithColumns } from './data-columns.ts';
import type { EngineData, EngineFault, EngineLimits, EngineReply, EngineRequest } from './engine/worker.ts';
import type { LanguageReply, LanguageRequest } from './language/worker.ts';
import type { Sight, TablePlace } from './tables.ts';
import { startWorker, type WorkerHandle } from './worker-handle.ts';

export type QueryResult = {
  readonly columns: readonly KqlColumn[];
  readonly visualization: Visualization | null;
  /** Each row as the JSON text of an array: longs keep all digits. Chunks come as the engine makes them. */
  readonly rows: AsyncIterable<readonly string[]>;
};

export type QueryOptions = {
  readonly workspaceId?: string;
  readonly sight?: Sight;
  readonly signal?: AbortSignal;
};

/** Kusto queries over the lake. Both workers start at once and are warm before the first question. */
export type KqlEngine = {
  /** Translates without running. */
  readonly compile: (query: string, options?: QueryOptions) => Promise<Compiled>;
  /** Translates and runs. Throws an AppError with `detail.diagnostics` where the query is refused. */
  readonly query: (query: string, options?: QueryOptions) => Promise<QueryResult>;
  readonly close: () => Promise<void>;
};

export type KqlEngineOptions = {
  readonly place: TablePlace;
  readonly clock: () => number;
  readonly limits?: Partial<EngineLimits>;
  /** A MaxMind DB file for `geo_info_from_ip_address`. */
  readonly geoDatabase?: string;
};

/** Like the lake of Microsoft Sentinel: four minutes, 500,000 rows, 64 MB. */
export const defaultLimits: EngineLimits = {
  timeout: 240_000,
  rows: 500_000,
  bytes: 64_000_000,
  memory: '1GB',
  threads: 2,
  connections: 4,
};

const faultCodes = {
  'timed-out': 'lake.timed-out',
  cancelled: 'lake.cancelled',
  'too-many-rows': 'lake.too-many-rows',
  'too-large': 'lake.too-large',
  'out-of-memory': 'lake.out-of-memory',
  'geo-database-missing': 'lake.geo-database-missing',
  failed: 'lake.failed',
} as const satisfies Record<EngineFault, ErrorCode>;

/** Starts the worker of the language and the worker of the engine. */
export function createKqlEngine({ place, clock, limits: given = {}, geoDatabase }: KqlEngineOptions): KqlEngine {
  const limits = { ...defaultLimits, ...given };
  const spillFolder = mkdtempSync(join(tmpdir(), 'patchbay-lake-'));
  const language = startWorker<LanguageRequest, LanguageReply>(new URL('./language/worker.ts', import.meta.url), { workerData: { place } });
  const engine = startWorker<EngineRequest, EngineReply>(new URL('./engine/worker.ts', import.meta.url), {
    workerData: { limits, place, spillFolder, geoDatabase: geoDatabase ?? null } satisfies EngineData,
    retire: { kind: 'retire' },
  });
  let lastId = 0;

  const translate = async (
    query: string,
    { workspaceId = 'default', sight = {}, signal }: QueryOptions,
  ): Promise<Compiled | NeedsColumns> => {
    signal?.throwIfAborted();
    const id = (lastId += 1);
    const now = BigInt(clock()) * 10_000n + unixEpochTicks;
    for await (const reply of language.exchange(id, { id, query, workspaceId, sight, now }, signal)) {
      if (reply.kind === 'compiled') return reply.compiled;
    }
    throw new AppError('lake.failed');
  };

  const run = (sql: string, columns: readonly KqlColumn[], signal?: AbortSignal): AsyncIterable<readonly string[]> =>
    readRows(engine, { id: (lastId += 1), sql, columns, signal, timeout: limits.timeout });
  const compile = (query: string, options: QueryOptions = {}): Promise<Compiled> =>
    compileWithColumns(query, { translate: (text) => translate(text, options), run: (sql, columns) => run(sql, columns, options.signal) });

  return {
    compile,
    query: async (query, options = {}) => {
      const { signal } = options;
      const compiled = await compile(query, options);
      if (compiled.kind === 'refused') throw refusedError(compiled.diagnostics);
      const { columns, visualization, sql } = compiled;
      return { columns, visualization, rows: run(sql, columns, signal) };
    },
    close: async () => {
      await Promise.all([language.close(), engine.close()]);
      rmSync(spillFolder, { recursive: true, force: true });
    },
  };
}

type Reading = {
  readonly id: number;
  readonly sql: string;
  readonly columns: readonly KqlColumn[];
  readonly signal?: AbortSignal;
  readonly timeout: number;
};

async function* readRows(
  engine: WorkerHandle<EngineRequest, EngineReply>,
  { id, sql, columns, signal, timeout }: Reading,
): AsyncGenerator<readonly string[]> {
  const cancel = (): void => engine.send({ kind: 'cancel', id });
  signal?.addEventListener('abort', cancel, { once: true });
  let finished = false;
  try {
    // A native that never returns would keep the worker from hearing its own timer; then the worker itself is replaced.
    for await (const reply of engine.exchange(id, { kind: 'run', id, sql, columns }, undefined, timeout + 10_000)) {
      if (reply.kind === 'rows') yield reply.rows;
      if (reply.kind === 'done' || reply.kind === 'fault') finished = true;
      if (reply.kind === 'fault') throw faultError(reply, sql);
      if (reply.kind === 'done') return;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    if (!finished) cancel();
  }
}

/** Why a query did not run; what generated SQL itself says with `kql:` is meant for whoever asked. */
function faultError({ fault, detail }: { readonly fault: EngineFault; readonly detail: string }, sql: string): AppError {
  const cause = new Error(`${detail}\n${sql}`);
  const sentence = fault === 'failed' ? sentenceOf(detail) : undefined;
  if (sentence === undefined) return new AppError(faultCodes[fault], { cause });
  const diagnostics = [{ code: 'kql.refused', message: sentence, line: 1, column: 1, length: 0 }];
  return new AppError('kql.refused', { sentence, cause, detail: { diagnostics } });
}

function sentenceOf(detail: string): string | undefined {
  const said = /kql: ?([^\n]*)/.exec(detail)?.[1];
  if (said !== undefined) return said === '' ? 'The query ends here: an assert() does not hold.' : said;
  return detail.startsWith('Out of Range Error') ? 'A number or a time in this query grows past what 64 bits hold.' : undefined;
}

/** The error of a query that was not translated. */
export function refusedError(diagnostics: readonly Diagnostic[]): AppError {
  const first = diagnostics[0];
  const code = first?.code.startsWith('kql.') === true ? 'kql.refused' : 'kql.semantic';
  return new AppError(code, { sentence: first?.message, detail: { diagnostics } });
}
