import { rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { deadWriters, filesBelow, type LakeFolder } from './lake-folder.ts';
import type { Manifest } from './manifest.ts';

/** How long a file that no query plans with any more stays, since a running query may still read it. */
export const graceMilliseconds = 15 * 60_000;

/** Removes what killed processes left: their work folders, and files that they placed and never committed. */
export function recover(folder: LakeFolder, manifest: Manifest): void {
  const dead = deadWriters(folder.root, folder.writer);
  if (dead.length === 0) return;
  const committed = new Set(
    manifest.database
      .prepare<[], { path: string }>(livePaths)
      .all()
      .map((row) => row.path),
  );
  const isOfDead = (name: string) => dead.some((writer) => name.startsWith(`${writer}-`));
  for (const kind of ['tables', 'watchlists', 'own', 'set-aside']) {
    for (const file of filesBelow(join(folder.root, kind))) {
      if (isOfDead(basename(file)) && !committed.has(relative(folder.root, file))) rmSync(file, { force: true });
    }
  }
  for (const writer of dead) rmSync(join(folder.root, 'tmp', writer), { recursive: true, force: true });
}

/** Deletes files that were replaced or ran out, once no query can read them any more. */
export function sweepRetired(folder: LakeFolder, manifest: Manifest, now: number): number {
  const before = now - graceMilliseconds;
  const paths = manifest.database
    .prepare<[number, number], { path: string }>(
      'SELECT path FROM files WHERE retired_at IS NOT NULL AND retired_at <= ? UNION SELECT path FROM old_paths WHERE retired_at <= ?',
    )
    .all(before, before)
    .map((row) => row.path);
  if (paths.length === 0) return 0;
  for (const path of paths) rmSync(folder.absolute(path), { force: true });
  // Forgotten only once gone, so that a kill in between leaves nothing behind.
  manifest.change(() => {
    for (const path of paths) {
      manifest.database.prepare('DELETE FROM files WHERE path = ?').run(path);
      manifest.database.prepare('DELETE FROM old_paths WHERE path = ?').run(path);
    }
  });
  return paths.length;
}

const livePaths =
  'SELECT path FROM files UNION SELECT path FROM old_paths UNION SELECT path FROM watchlists UNION SELECT path FROM own_tables UNION SELECT path FROM set_asides';
