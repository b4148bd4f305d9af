import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { type KqlColumn, physicalType, sqlMacros } from '../../kql/index.ts';
import { postToParent } from '../parent.ts';
import { readableFolders, type TablePlace } from '../tables.ts';
import { addressPlaces, missingGeoDatabase } from './address-places.ts';
import { registerNatives } from './natives.ts';
import { printValue } from './row-text.ts';

/** What bounds every query. */
export type EngineLimits = {
  readonly timeout: number;
  readonly rows: number;
  readonly bytes: number;
  readonly memory: string;
  readonly threads: number;
  readonly connections: number;
};

export type EngineRequest =
  | { readonly kind: 'run'; readonly id: number; readonly sql: string; readonly columns: readonly KqlColumn[] }
  | { readonly kind: 'cancel'; readonly id: number }
  /** Stop everything and leave. */
  | { readonly kind: 'retire' };

export type EngineFault = 'timed-out' | 'cancelled' | 'too-many-rows' | 'too-large' | 'out-of-memory' | 'geo-database-missing' | 'failed';

export type EngineReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: readonly string[] }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: EngineFault; readonly detail: string };

export type EngineData = {
  readonly limits: EngineLimits;
  readonly place: TablePlace;
  readonly spillFolder: string;
  /** The MaxMind DB file of `geo_info_from_ip_address`, where there is one. */
  readonly geoDatabase: string | null;
};

const { limits, place, spillFolder, geoDatabase } = workerData as EngineData;
const post = (reply: EngineReply): void => postToParent(reply);

type Run = {
  readonly id: number;
  readonly sql: string;
  readonly columns: readonly KqlColumn[];
  stopped: EngineFault | null;
  connection: DuckDBConnection | null;
};

// Gives regular expressions the flag `l`: an engine whose time grows with the text only.
setFlagsFromString('--enable-experimental-regexp-engine');

const waiting: Run[] = [];
const running = new Map<number, Run>();
const idle: DuckDBConnection[] = await openConnections();
let retired = false;

post({ kind: 'ready' });

parentPort?.on('message', (request: EngineRequest) => {
  if (request.kind === 'cancel') return stop(request.id, 'cancelled');
  if (request.kind === 'retire') return retire();
  waiting.push({ ...request, stopped: null, connection: null });
  startNext();
});

async function openConnections(): Promise<DuckDBConnection[]> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(limits.threads),
    memory_limit: limits.memory,
    temp_directory: spillFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const first = await instance.connect();
  registerNatives(first, [addressPlaces(geoDatabase)]);
  for (const macro of sqlMacros) await first.run(macro);
  if (place.kind === 'fixed') for (const [table, columns] of Object.entries(place.schema)) await first.run(createTable(table, columns));
  const folders = readableFolders(place).map((folder) => quoteText(`${folder}/`));
  for (const setting of [
    "SET TimeZone = 'UTC'",
    // The lake's own files stay readable when all other access is off.
    `SET allowed_directories = [${[quoteText(`${spillFolder}/`), ...folders].join(', ')}]`,
    'SET enable_external_access = false',
    'SET lock_configuration = true',
  ])
    await first.run(setting);
  const more = await Promise.all(Array.from({ length: limits.connections - 1 }, () => instance.connect()));
  return [first, ...more];
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function createTable(name: string, columns: Extract<TablePlace, { kind: 'fixed' }>['schema'][string]): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const items = Object.entries(columns).map(([column, type]) => `${quoted(column)} ${physicalType[type]}`);
  return `CREATE TABLE ${quoted(name)} (${items.join(', ')})`;
}

function retire(): void {
  retired = true;
  for (const id of [...waiting.map((run) => run.id), ...running.keys()]) stop(id, 'cancelled');
  if (running.size === 0) process.exit();
}

/** Queries run in the order in which they came, as many at once as there are connections. */
function startNext(): void {
  const connection = idle.pop();
  if (connection === undefined) return;
  const run = waiting.shift();
  if (run === undefined) {
    idle.push(connection);
    return;
  }
  run.connection = connection;
  running.set(run.id, run);
  const timer = setTimeout(() => stop(run.id, 'timed-out'), limits.timeout);
  void perform(run, connection).finally(() => {
    clearTimeout(timer);
    running.delete(run.id);
    if (retired && running.size === 0) process.exit();
    idle.push(connection);
    startNext();
  });
}

function stop(id: number, fault: EngineFault): void {
  const queued = waiting.findIndex((run) => run.id === id);
  if (queued !== -1) {
    waiting.splice(queued, 1);
    return post({ kind: 'fault', id, fault, detail: '' });
  }
  const run = running.get(id);
  if (run === undefined || run.stopped !== null) return;
  run.stopped = fault;
  run.connection?.interrupt();
}

async function perform(run: Run, connection: DuckDBConnection): Promise<void> {
  try {
    const result = await connection.stream(run.sql);
    let rows = 0;
    let bytes = 0;
    for (;;) {
      const chunk = await result.fetchChunk();
      if (run.stopped !== null) throw new Error('stopped');
      if (chunk === null || chunk.rowCount === 0) break;
      const vectors = run.columns.map((_, index) => chunk.getColumnVector(index));
      const texts = Array.from({ length: chunk.rowCount }, (_, row) =>
        printRow(
          run.columns,
          vectors.map((vector) => vector.getItem(row)),
        ),
      );
      rows += texts.length;
      bytes += texts.reduce((sum, text) => sum + text.length, 0);
      if (rows > limits.rows) return fault(run, 'too-many-rows');
      if (bytes > limits.bytes) return fault(run, 'too-large');
      post({ kind: 'rows', id: run.id, rows: texts });
    }
    post({ kind: 'done', id: run.id });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    fault(run, run.stopped ?? faultOf(detail), detail);
  }
}

function faultOf(detail: string): EngineFault {
  if (detail.includes(missingGeoDatabase)) return 'geo-database-missing';
  return /out of memory|temp_directory_size/i.test(detail) ? 'out-of-memory' : 'failed';
}

function fault(run: Run, kind: EngineFault, detail = ''): void {
  run.connection?.interrupt();
  post({ kind: 'fault', id: run.id, fault: kind, detail });
}

function printRow(columns: readonly KqlColumn[], values: readonly unknown[]): string {
  return `[${columns.map(({ type }, index) => printValue(type, values[index])).join(',')}]`;
}
