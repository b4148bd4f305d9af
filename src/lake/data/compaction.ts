import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ingestionColumn, timeColumn } from './column-types.ts';
import type { Duck } from './duck.ts';
import type { IngestDependencies } from './ingest/take-in.ts';
import { parquetOptions, readStats } from './ingest/write-parquet.ts';
import { placeFiles, removePlaced } from './ingest/place-files.ts';
import { type FileRow, insertFiles, listFiles, retireFiles } from './manifest.ts';
import { sourceOf } from './source-sql.ts';
import { quoteIdentifier, quoteText } from './sql-text.ts';
import { tableColumns } from './tables.ts';

/** Files of this size are left alone: reading one is as quick as reading several. */
const largeBytes = 128 * 1024 * 1024;
const maxMergedBytes = 512 * 1024 * 1024;

export type CompactionReport = { readonly merged: number; readonly into: number };
export type CompactionRequest = {
  readonly workspaceId: string;
  readonly table?: string;
  /** Days with fewer small files than this are left as they are. */
  readonly minFiles: number;
  readonly signal: AbortSignal;
};

/** Which files are to become one: the small ones of a day, where they are many. Pure. */
export function planCompaction(files: readonly FileRow[], minFiles: number): readonly (readonly FileRow[])[] {
  const days = Map.groupBy(
    files.filter((file) => file.bytes < largeBytes),
    (file) => `${file.table}\n${file.day}`,
  );
  return [...days.values()].filter((group) => group.length >= Math.max(2, minFiles)).flatMap(splitBySize);
}

/**
 * Merges small files. The new file is complete and in place before one commit puts it in and the old ones out, so a kill at any
 * moment leaves either; the old ones stay on disk for a while, for queries that are under way.
 */
export async function compact(
  dependencies: IngestDependencies,
  { workspaceId, table, minFiles, signal }: CompactionRequest,
): Promise<CompactionReport> {
  const { manifest, ducks } = dependencies;
  let merged = 0;
  let into = 0;
  for (const group of planCompaction(listFiles(manifest, { workspace: workspaceId, table }), minFiles)) {
    const done = await ducks.use((duck) => mergeGroup(dependencies, duck, group), signal);
    if (!done) continue;
    merged += group.length;
    into += 1;
  }
  return { merged, into };
}

async function mergeGroup({ folder, manifest, clock }: IngestDependencies, duck: Duck, group: readonly FileRow[]): Promise<boolean> {
  const [first] = group;
  if (first === undefined) return false;
  const { workspace, table } = first;
  const work = folder.work();
  try {
    const held = new Set(group.flatMap((file) => file.shape));
    const columns = tableColumns(manifest, workspace, table).filter((column) => held.has(column.stored));
    const { from } = sourceOf({ table, columns, files: group, absolute: folder.absolute });
    const time = columns.find((column) => column.name === timeColumn)?.stored ?? timeColumn;
    mkdirSync(work, { recursive: true });
    await duck.run('SET preserve_insertion_order = true');
    const [row = {}] = await duck.run(
      `COPY (SELECT * FROM ${from} ORDER BY ${quoteIdentifier(time)}) TO ${quoteText(join(work, 'merged.parquet'))} (${parquetOptions}, RETURN_STATS)`,
    );
    const written = { ...readStats(row, time), shape: [...columns.map((column) => column.stored), ingestionColumn] };
    if (written.rows !== group.reduce((sum, file) => sum + file.rows, 0)) throw new Error(`Compaction of ${table} would lose rows.`);
    const files = await placeFiles(folder, {
      written: [written],
      workspace,
      table,
      id: `${folder.writer}-${randomBytes(4).toString('hex')}`,
    });
    const committed = manifest.change(() => {
      const live = new Set(listFiles(manifest, { workspace, table }).map((file) => file.id));
      // Another process merged or dropped one of them meanwhile.
      if (group.some((file) => !live.has(file.id))) return false;
      insertFiles(manifest, files);
      retireFiles(
        manifest,
        group.map((file) => file.id),
        clock(),
      );
      return true;
    });
    if (!committed) await removePlaced(folder, files);
    return committed;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function splitBySize(group: readonly FileRow[]): readonly (readonly FileRow[])[] {
  const parts: FileRow[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const file of group) {
    if (bytes + file.bytes > maxMergedBytes) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(file);
    bytes += file.bytes;
  }
  return parts.filter((part) => part.length > 1);
}
