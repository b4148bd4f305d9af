import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { z } from '../../connector-kit/index.ts';
import { explained, openDirectory } from './beneath.ts';
import { type Place, showPlace } from './places.ts';

/** One thing in a directory. */
export const entry = z.object({
  path: z.string(),
  kind: z.enum(['file', 'directory', 'link', 'other']),
  bytes: z.number().optional(),
  changedAt: z.string().optional(),
});
export type Entry = z.output<typeof entry>;

/** The entries of a directory, by name, directories first; only the ones shown are looked at closely. */
export async function readEntries(
  place: Place,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly entries: readonly Entry[]; readonly total: number }> {
  const directory = await openDirectory(place);
  try {
    const found = await explained(place, readdir(directory.self, { withFileTypes: true }));
    const sorted = found.sort((left, right) => rank(left) - rank(right) || (left.name < right.name ? -1 : 1));
    const entries = await Promise.all(
      sorted.slice(offset, offset + limit).map(async ({ name }) => {
        const path = showPlace({ ...place, parts: [...place.parts, name] });
        // Deleted meanwhile: it was there when the directory was read.
        const facts = await lstat(directory.child(name)).catch(() => null);
        return facts === null ? { path, kind: 'other' as const } : describeEntry(path, facts);
      }),
    );
    return { entries, total: found.length };
  } finally {
    await directory.close();
  }
}

const rank = (found: Dirent) => (found.isDirectory() ? 0 : 1);

export function describeEntry(path: string, facts: Stats): Entry {
  const kind = facts.isFile() ? 'file' : facts.isDirectory() ? 'directory' : facts.isSymbolicLink() ? 'link' : 'other';
  return { path, kind, ...(kind === 'file' ? { bytes: facts.size } : {}), changedAt: facts.mtime.toISOString() };
}
