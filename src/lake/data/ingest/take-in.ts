import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../domain/errors.ts';
import { ticksOf } from '../column-types.ts';
import type { Duck, DuckPool } from '../duck.ts';
import type { LakeFolder } from '../lake-folder.ts';
import { insertColumns, insertFiles, type Manifest } from '../manifest.ts';
import { tableColumns } from '../tables.ts';
import { findMapping } from './mappings.ts';
import { observeFile, structuredKeys } from './observe.ts';
import { placeFiles, removePlaced } from './place-files.ts';
import { hasPlace, type IngestPlan, planIngest } from './plan.ts';
import type { ReadableFile } from './prepare-file.ts';
import type { IngestHooks, IngestPhase, IngestReport, IngestRequest } from './request.ts';
import { findSetAside, writeSetAside } from './set-aside.ts';
import { type Conversion, writeDays } from './write-parquet.ts';

export type IngestDependencies = {
  readonly folder: LakeFolder;
  readonly manifest: Manifest;
  readonly ducks: DuckPool;
  readonly clock: () => number;
};

export type Job = {
  readonly request: IngestRequest;
  readonly file: ReadableFile;
  /** Known some time after the file is opened. */
  readonly digest: Promise<string | null>;
  /** A folder of this attempt's own. */
  readonly work: string;
  readonly duck: Duck;
  readonly hooks: IngestHooks;
};

/** One attempt: looks at the file, plans, writes its days beside the lake, and commits all of it at once. */
export async function takeIn(dependencies: IngestDependencies, job: Job): Promise<IngestReport> {
  const { folder, manifest, clock } = dependencies;
  const { request, work, hooks } = job;
  const { workspaceId: workspace, table } = request;
  const place = { workspace, table };
  const started = clock();
  mkdirSync(work, { recursive: true });
  const columns = tableColumns(manifest, workspace, table);
  const { conversion, plan, records, mapping } = await lookAt(job, columns);
  const digest = await job.digest;
  refuseRepeated(manifest, request, digest);
  const written = await during(job, 'writing', () => writeDays(job.duck, { ...conversion, folder: work, ingestedAt: ticksOf(clock()) }));
  const rows = written.reduce((sum, each) => sum + each.rows, 0);
  const setAside = records - rows + (await countRagged(job.duck, conversion));
  const examples = setAside === 0 ? [] : await findSetAside(job.duck, conversion);
  const name = request.name ?? basename(request.path);
  if (setAside > 0 && request.whole === true) {
    throw new AppError('lake.rows-refused', {
      sentence: `Record ${examples[0]?.line ?? '?'}: ${examples[0]?.reason ?? 'it does not fit'}. Nothing was stored.`,
      detail: { setAside, examples: examples.slice(0, 5) },
    });
  }
  hooks.onProgress?.('finishing', 100);
  const id = `${folder.writer}-${randomBytes(4).toString('hex')}`;
  const setAsideFile = setAside === 0 ? null : join('set-aside', workspace, table, `${id}.ndjson`);
  if (setAsideFile !== null) {
    await writeSetAside(join(work, 'set-aside'), examples);
    await folder.place(join(work, 'set-aside'), setAsideFile);
  }
  if (rows === 0 && setAside > 0)
    throw nothingFits(name, { setAside, reason: examples[0]?.reason, file: folder.absolute(setAsideFile ?? '') });
  const files = await placeFiles(folder, { written, ...place, id });
  try {
    hooks.signal.throwIfAborted();
    manifest.change(() => {
      refuseRepeated(manifest, request, digest);
      if (signature(tableColumns(manifest, workspace, table)) !== signature(columns)) throw new AppError('lake.schema-changed');
      insertColumns(manifest, place, plan.added);
      insertFiles(manifest, files);
      noteIngest(manifest, { ...place, id, digest, name, rows, setAside, setAsideFile, at: new Date(clock()).toISOString() });
    });
  } catch (error) {
    await removePlaced(folder, files);
    throw error;
  }
  return {
    table,
    name,
    rows,
    days: new Set(written.map((each) => each.day)).size,
    setAside,
    setAsideFile: setAsideFile === null ? null : folder.absolute(setAsideFile),
    examples: examples.slice(0, 5),
    timeFrom: plan.timeFrom,
    mapping,
    addedColumns: plan.added.map((column) => ({ name: column.name, type: column.type })),
    droppedKeys: plan.dropped,
    milliseconds: clock() - started,
  };
}

type Note = {
  readonly id: string;
  readonly workspace: string;
  readonly table: string;
  readonly digest: string | null;
  readonly name: string;
  readonly rows: number;
  readonly setAside: number;
  readonly setAsideFile: string | null;
  readonly at: string;
};

/** Remembers that a table is there, which file came, and which set-aside file belongs to it. */
function noteIngest({ database }: Manifest, { setAsideFile, ...note }: Note): void {
  database.prepare('INSERT INTO tables (workspace, "table") VALUES (@workspace, @table) ON CONFLICT DO NOTHING').run(note);
  if (setAsideFile !== null) database.prepare('INSERT INTO set_asides (path, at) VALUES (?, ?)').run(setAsideFile, note.at);
  // Streams send so often that a row for each would outgrow the rest; only what can come again is remembered.
  if (note.digest === null) return;
  database
    .prepare(
      'INSERT INTO ingests (id, workspace, "table", digest, name, rows, set_aside, at) VALUES (@id, @workspace, @table, @digest, @name, @rows, @setAside, @at)',
    )
    .run(note);
}

/** Refuses a file whose bytes this table has already, unless the request wants it again. */
export function refuseRepeated(
  manifest: Manifest,
  { workspaceId, table, repeated = 'refuse', name, path }: IngestRequest,
  digest: string | null,
): void {
  if (digest === null || repeated !== 'refuse') return;
  const before = manifest.database
    .prepare<[string, string, string], { readonly name: string; readonly at: string; readonly rows: number }>(
      'SELECT name, at, rows FROM ingests WHERE workspace = ? AND "table" = ? AND digest = ?',
    )
    .get(workspaceId, table, digest);
  if (before === undefined) return;
  throw new AppError('lake.file-repeated', {
    sentence: `${name ?? basename(path)} is in ${table} already: the same bytes came as ${before.name} at ${before.at} (${before.rows} rows). To take it again, add --force.`,
    detail: before,
  });
}

async function lookAt(job: Job, columns: ReturnType<typeof tableColumns>) {
  const { file, request, duck } = job;
  const mappingOf = (keys: readonly string[]) => findMapping(request.table, new Set(keys));
  const observed = await during(job, 'reading', () =>
    observeFile(duck, file, (key, keys) => hasPlace(key, { columns, keys, mapping: mappingOf(keys) })),
  );
  const mapping = mappingOf(observed.keys);
  const plan = planIngest({ columns, keys: observed.keys, types: observed.types, mapping, time: request.time });
  if ('kind' in plan) throw timeMissing(request, { keys: plan.keys, records: observed.records });
  const rejects = file.kind === 'csv' ? `rejects_${randomBytes(6).toString('hex')}` : undefined;
  const conversion: Conversion = { file, plan, structured: structuredKeys(file, observed, keysOfDynamics(plan)), rejects };
  return { conversion, plan, records: observed.records, mapping: mapping?.name ?? null };
}

async function during<Result>({ duck, hooks }: Job, phase: IngestPhase, work: () => Promise<Result>): Promise<Result> {
  if (hooks.onProgress === undefined) return work();
  const timer = setInterval(() => hooks.onProgress?.(phase, Math.max(0, duck.progress())), 200);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function countRagged(duck: Duck, { rejects }: Conversion): Promise<number> {
  if (rejects === undefined) return 0;
  const [row] = await duck.run(`SELECT count(DISTINCT line)::DOUBLE AS lines FROM ${rejects}`);
  return Number(row?.lines);
}

const keysOfDynamics = (plan: IngestPlan) => plan.columns.filter(({ column }) => column.type === 'dynamic').map(({ place: [key] }) => key);

const signature = (columns: ReturnType<typeof tableColumns>) => columns.map(({ stored, type }) => `${stored}:${type}`).join('\n');

function timeMissing(
  { time, table }: IngestRequest,
  { keys, records }: { readonly keys: readonly string[]; readonly records: number },
): AppError {
  const fields =
    keys.length === 0 ? 'It has no fields at all.' : `Its fields: ${keys.slice(0, 20).join(', ')}${keys.length > 20 ? ' …' : ''}.`;
  if (records === 0) return new AppError('lake.no-records');
  const sentence =
    time === undefined
      ? `A row of ${table} needs TimeGenerated. Name the field that says when with --time FIELD. ${fields}`
      : `There is no field "${time}". ${fields}`;
  return new AppError('lake.time-missing', { sentence });
}

function nothingFits(
  name: string,
  { setAside, reason, file }: { readonly setAside: number; readonly reason?: string; readonly file: string },
): AppError {
  return new AppError('lake.nothing-fits', {
    sentence: `None of the ${setAside} records of ${name} fits. The first: ${reason ?? 'unknown'}. They are written down in ${file}.`,
  });
}
