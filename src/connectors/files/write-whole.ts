import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { link, lstat, mkdir, open, rename, unlink } from 'node:fs/promises';
import { ToolError } from '../../connector-kit/index.ts';
import { explained, type OpenDirectory, openDirectory, withParent } from './beneath.ts';
import { type Place, showPlace } from './places.ts';

/** What may be at the place before: nothing, anything, or the very file that was read. */
export type Before = 'nothing' | 'anything' | Stats;

/** Writes a file whole or not at all: beside it first, then in its place by one rename. */
export async function writeWhole(place: Place, { text, before }: { readonly text: string; readonly before: Before }): Promise<number> {
  return withParent(place, async (directory, name) => {
    const content = Buffer.from(text);
    const temporary = directory.child(`.patchbay-${randomBytes(8).toString('hex')}.tmp`);
    const known = await lookAt(directory, name);
    refuseUnlessReplaceable(place, known);
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
    const file = await open(temporary, flags, known === null ? 0o644 : known.mode & 0o777);
    try {
      await file.writeFile(content).finally(() => file.close());
      if (before === 'nothing') {
        // A link fails where a rename would replace.
        await link(temporary, directory.child(name));
        await unlink(temporary);
      } else {
        if (before !== 'anything') refuseIfChanged(place, { before, now: await lookAt(directory, name) });
        await rename(temporary, directory.child(name));
      }
      return content.length;
    } catch (error) {
      await unlink(temporary).catch(() => {});
      throw error;
    }
  });
}

/** Moves a file or directory to a place where nothing is. */
export async function moveTo(from: Place, to: Place): Promise<void> {
  await withParent(from, async (source, name) => {
    const facts = await lstat(source.child(name));
    if (!facts.isFile() && !facts.isDirectory()) throw new ToolError(`${showPlace(from)} is not an ordinary file or directory.`);
    await withParent(to, async (target, newName) => {
      if ((await lookAt(target, newName)) !== null) throw new ToolError(`There is something at ${showPlace(to)} already.`);
      if (facts.isDirectory()) return rename(source.child(name), target.child(newName));
      await link(source.child(name), target.child(newName));
      await unlink(source.child(name));
    });
  });
}

/** Makes the directories on the way to a place that are missing. */
export async function makeDirectories(place: Place): Promise<void> {
  for (let depth = 1; depth < place.parts.length; depth += 1) {
    const parent = await openDirectory({ ...place, parts: place.parts.slice(0, depth - 1) });
    const name = place.parts[depth - 1] ?? '';
    try {
      if ((await lookAt(parent, name)) === null) await explained(place, mkdir(parent.child(name)));
    } finally {
      await parent.close();
    }
  }
}

async function lookAt(directory: OpenDirectory, name: string): Promise<Stats | null> {
  return lstat(directory.child(name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

function refuseUnlessReplaceable(place: Place, known: Stats | null): void {
  if (known !== null && !known.isFile()) throw new ToolError(`${showPlace(place)} is not an ordinary file, so it is not written.`);
}

function refuseIfChanged(place: Place, { before, now }: { readonly before: Stats; readonly now: Stats | null }): void {
  if (now === null || now.ino !== before.ino || now.mtimeMs !== before.mtimeMs || now.size !== before.size)
    throw new ToolError(`${showPlace(place)} was changed meanwhile. Read it again, then repeat the edit.`);
}
