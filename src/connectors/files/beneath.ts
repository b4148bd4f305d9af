import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ToolError } from '../../connector-kit/index.ts';
import { type Place, showPlace } from './places.ts';

/** A directory that is held open: what `child` names is in it, wherever links point meanwhile. */
export type OpenDirectory = { readonly self: string; child(name: string): string; close(): Promise<void> };

const directoryFlags = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0);
const noFollow = constants.O_NOFOLLOW ?? 0;
/** A FIFO must not hold us; it is refused once it is open. */
const noBlock = constants.O_NONBLOCK ?? 0;

/**
 * Opens the directory of a place one name at a time, following no link. On Linux each step goes through the handle of the one
 * before (`/proc/self/fd`), so that nothing which is moved or replaced meanwhile can lead out of the folder.
 */
export async function openDirectory(place: Place): Promise<OpenDirectory> {
  return process.platform === 'linux' ? openByHandles(place) : openByName(place);
}

async function openByHandles(place: Place): Promise<OpenDirectory> {
  const at = (handle: FileHandle) => `/proc/self/fd/${handle.fd}`;
  let handle = await explained(place, open(place.folder.path, directoryFlags));
  for (const part of place.parts) {
    const opened = await explained(place, open(`${at(handle)}/${part}`, directoryFlags | noFollow)).finally(() => handle.close());
    handle = opened;
  }
  return { self: at(handle), child: (name) => `${at(handle)}/${name}`, close: () => handle.close() };
}

/** Elsewhere: no link on the way now, and the place is where its name says. */
async function openByName(place: Place): Promise<OpenDirectory> {
  const root = await explained(place, realpath(place.folder.path));
  const path = join(root, ...place.parts);
  if ((await explained(place, realpath(path))) !== path) throw leadsOut(place);
  if (!(await lstat(path)).isDirectory()) throw new ToolError(`${showPlace(place)} is not a directory.`);
  return { self: path, child: (name) => join(path, name), close: async () => {} };
}

/** Runs `work` in the directory that holds a place, with the place's own name. */
export async function withParent<Result>(place: Place, work: (directory: OpenDirectory, name: string) => Promise<Result>): Promise<Result> {
  const name = place.parts.at(-1);
  if (name === undefined) throw new ToolError(`${showPlace(place)} is a folder of its own and not a file in one.`);
  const directory = await openDirectory({ ...place, parts: place.parts.slice(0, -1) });
  try {
    return await explained(place, work(directory, name));
  } finally {
    await directory.close();
  }
}

/** Runs `work` with an ordinary file open; links, devices and pipes are refused. */
export async function withFile<Result>(place: Place, work: (file: FileHandle, facts: Stats) => Promise<Result>): Promise<Result> {
  return withParent(place, async (directory, name) => {
    const before = await lstat(directory.child(name));
    if (!before.isFile()) throw notAFile(place, before);
    const file = await open(directory.child(name), constants.O_RDONLY | noFollow | noBlock);
    try {
      const facts = await file.stat();
      // Between the look and the opening it may have become something else.
      if (!facts.isFile()) throw notAFile(place, facts);
      return await work(file, facts);
    } finally {
      await file.close();
    }
  });
}

function notAFile(place: Place, facts: Stats): ToolError {
  if (facts.isDirectory()) return new ToolError(`${showPlace(place)} is a directory. list_directory shows what is in it.`);
  if (facts.isSymbolicLink()) return leadsOut(place);
  return new ToolError(`${showPlace(place)} is not an ordinary file.`);
}

function leadsOut(place: Place): ToolError {
  return new ToolError(`${showPlace(place)} is a link, or lies behind one. Links are not followed, since they may lead out of the folder.`);
}

const reasons: Readonly<Record<string, (shown: string) => string>> = {
  ENOENT: (shown) => `There is nothing at ${shown}. list_directory or search_files shows what there is.`,
  ENOTDIR: (shown) => `${shown} is not a directory, or lies behind a link, which is not followed.`,
  ELOOP: (shown) => `${shown} is a link. Links are not followed, since they may lead out of the folder.`,
  EACCES: (shown) => `Patchbay may not read or write ${shown}: the system's permissions do not allow it.`,
  EPERM: (shown) => `The system does not allow this on ${shown}.`,
  EEXIST: (shown) => `There is something at ${shown} already.`,
  ENOTEMPTY: (shown) => `${shown} is a directory that is not empty.`,
  EISDIR: (shown) => `${shown} is a directory.`,
  ENAMETOOLONG: (shown) => `The name ${shown.split(sep).at(-1)} is too long.`,
  ENOSPC: () => 'The disk is full. Nothing was written.',
  EROFS: (shown) => `${shown} lies on a disk that is read-only.`,
};

/** What the file system says, in our words: it would name paths of this machine. */
export async function explained<Result>(place: Place, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const reason = new Map(Object.entries(reasons)).get(code);
    throw reason === undefined ? error : new ToolError(reason(showPlace(place)), { cause: error });
  }
}
