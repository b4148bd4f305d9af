import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { AppError } from '../../domain/errors.ts';
import { conversionMacros } from './ingest/convert.ts';

/** One job's connection to the engine that reads and writes files. */
export type Duck = {
  run(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** How much of the running statement is done, 0 to 100; negative when not known. */
  progress(): number;
};

export type DuckPool = {
  /** Runs a job on a connection of its own; the signal interrupts it. */
  use<Result>(job: (duck: Duck) => Promise<Result>, signal: AbortSignal): Promise<Result>;
  close(): Promise<void>;
};

export type DuckOptions = { readonly tempFolder: string; readonly memory?: string; readonly threads?: number };

/** The engine for data coming in, started at its first job. It reads files that people name; queries never run here. */
export function createDuckPool({ tempFolder, memory = '1GB', threads }: DuckOptions): DuckPool {
  let starting: Promise<DuckDBInstance> | null = null;
  const instance = () => (starting ??= start({ tempFolder, memory, threads }));
  return {
    use: async (job, signal) => {
      signal.throwIfAborted();
      const connection = await (await instance()).connect();
      const interrupt = () => connection.interrupt();
      signal.addEventListener('abort', interrupt);
      try {
        for (const setting of ["SET TimeZone = 'UTC'", 'SET preserve_insertion_order = false', ...conversionMacros])
          await connection.run(setting);
        return await job({ run: (sql) => readAll(connection, sql), progress: () => connection.progress.percentage });
      } catch (error) {
        if (signal.aborted) throw new AppError('lake.ingest-cancelled', { cause: error });
        throw error;
      } finally {
        signal.removeEventListener('abort', interrupt);
        connection.closeSync();
      }
    },
    close: async () => {
      if (starting !== null) (await starting).closeSync();
      starting = null;
    },
  };
}

async function readAll(connection: DuckDBConnection, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await connection.runAndReadAll(sql)).getRowObjectsJS();
}

async function start({ tempFolder, memory, threads }: DuckOptions): Promise<DuckDBInstance> {
  // Loaded here, since a server that takes nothing in needs no engine in its memory.
  const { DuckDBInstance: Instance } = await import('@duckdb/node-api');
  return Instance.create(':memory:', {
    memory_limit: memory ?? '1GB',
    temp_directory: tempFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(threads === undefined ? {} : { threads: String(threads) }),
  });
}
