import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isoOf, ticksPerDay } from '../column-types.ts';
import type { LakeFolder } from '../lake-folder.ts';
import type { FileRow } from '../manifest.ts';
import type { WrittenFile } from './write-parquet.ts';

export type Placing = { readonly written: readonly WrittenFile[]; readonly workspace: string; readonly table: string; readonly id: string };

/** Moves written files to their day's folder. The manifest does not name them yet. */
export async function placeFiles(folder: LakeFolder, { written, workspace, table, id }: Placing): Promise<readonly Omit<FileRow, 'id'>[]> {
  const placed: Omit<FileRow, 'id'>[] = [];
  for (const [index, file] of written.entries()) {
    const day = isoOf(BigInt(file.day) * ticksPerDay).slice(0, 10);
    const path = join('tables', workspace, table, day, `${id}-${index}.parquet`);
    await folder.place(file.path, path);
    placed.push({ ...file, workspace, table, path });
  }
  return placed;
}

/** Takes back what was placed and not committed. */
export async function removePlaced(folder: LakeFolder, files: readonly { readonly path: string }[]): Promise<void> {
  for (const { path } of files) await rm(folder.absolute(path), { force: true });
}
