import { createWriteStream, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { AppError } from '../../domain/errors.ts';
import type { IngestReport } from './ingest/request.ts';
import type { LakeData } from './lake-data.ts';
import type { OwnLog } from './own-log.ts';

/** What a server takes in over HTTP. */
export type LakeIntake = {
  /** Takes a body in as it arrives; durable when it resolves. */
  receive(request: ReceiveRequest): Promise<IngestReport>;
  /** The workspace of an id or name; null where there is none. */
  findWorkspace(idOrName: string): Promise<string | null>;
  /** Whether a table is there, known or made by what came in. */
  hasTable(workspaceId: string, table: string): Promise<boolean>;
  /** Brings Patchbay's own tables up to date, for a question about them. */
  refreshOwnTables(signal: AbortSignal): Promise<void>;
  samples(request: {
    readonly workspaceId: string;
    readonly seed?: number;
    readonly until?: string;
    readonly onTable: (table: string, place: { readonly done: number; readonly of: number }) => void;
    readonly signal: AbortSignal;
  }): Promise<readonly IngestReport[]>;
  close(): Promise<void>;
};

export type ReceiveRequest = {
  readonly workspaceId: string;
  readonly table: string;
  readonly body: AsyncIterable<Uint8Array>;
  readonly gzip: boolean;
  /** Bytes, unpacked. */
  readonly limit: number;
  readonly format: 'ndjson' | 'json' | 'csv';
  readonly time?: string;
  /** Stores nothing if one record does not fit. */
  readonly whole: boolean;
  readonly signal: AbortSignal;
};

export type IntakeOptions = {
  readonly folder: string;
  readonly clock: () => number;
  readonly ownLog: OwnLog;
  readonly onError: (error: unknown) => void;
};

/** So many bodies wait or are written at once; more are asked to come again. */
const maxAtOnce = 24;
const settleMilliseconds = 60_000;
const hour = 3_600_000;

/** The lake's data within the server: opened when something first comes in, kept in order from then on. */
export function createLakeIntake({ folder, clock, ownLog, onError }: IntakeOptions): LakeIntake {
  let opened: Promise<LakeData> | null = null;
  let atOnce = 0;
  let settle: NodeJS.Timeout | null = null;
  const stop = new AbortController();
  // Loaded when needed, so that a server without a lake pays nothing for it.
  const open = () => (opened ??= import('./lake-data.ts').then((module) => module.openLakeData({ folder, clock, threads: 2 })));
  const maintain = () =>
    void open()
      .then((lake) => lake.maintain(stop.signal))
      .catch((error: unknown) => stop.signal.aborted || onError(error));
  // Retention holds for a lake that nothing comes into any more as well.
  const hourly = setInterval(() => existsSync(join(folder, 'manifest.sqlite')) && maintain(), hour);
  hourly.unref();

  const taking = async <Result>(work: (lake: LakeData) => Promise<Result>): Promise<Result> => {
    if (atOnce >= maxAtOnce) throw new AppError('lake.ingest-busy');
    atOnce += 1;
    try {
      return await work(await open());
    } finally {
      atOnce -= 1;
      // Small bodies make small files; once it is quiet they are merged.
      if (settle !== null) clearTimeout(settle);
      settle = setTimeout(maintain, settleMilliseconds);
      settle.unref();
    }
  };

  return {
    receive: ({ body, gzip, limit, ...request }) =>
      taking(async (lake) => {
        const folder = lake.workFolder();
        const path = join(folder, 'body');
        try {
          const steps = [Readable.from(body), ...(gzip ? [createGunzip()] : []), atMost(limit), createWriteStream(path)];
          await pipeline(steps, { signal: request.signal }).catch((cause: unknown) => {
            if (cause instanceof AppError) throw cause;
            if (cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC') throw new AppError('lake.disk-full', { cause });
            throw new AppError('request.invalid', { sentence: 'The body is not whole, or not packed as its headers say.', cause });
          });
          return await lake.ingest({ ...request, path, name: 'HTTP', repeated: 'ignore' }, { signal: request.signal });
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
    findWorkspace: async (idOrName) => (await open()).catalogue.findWorkspace(idOrName)?.id ?? null,
    hasTable: async (workspaceId, table) => (await open()).catalogue.table(workspaceId, table) !== null,
    refreshOwnTables: async (signal) => (await open()).refreshOwnTables(ownLog, signal),
    samples: ({ signal, onTable, ...request }) =>
      taking(async (lake) => {
        const { ingestSamples } = await import('./commands.ts');
        return ingestSamples(lake, { ...request, clock }, { signal, onTable });
      }),
    close: async () => {
      stop.abort();
      clearInterval(hourly);
      if (settle !== null) clearTimeout(settle);
      if (opened !== null) await (await opened).close();
    },
  };
}

function atMost(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > limit)
        done(
          new AppError('request.too-large', { sentence: `The body is larger than ${limit} bytes. Send less at once.`, detail: { limit } }),
        );
      else done(null, chunk);
    },
  });
}
