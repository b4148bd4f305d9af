import { closeSync, constants, type Dirent, fstatSync, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchTask } from './task.ts';

/** What tells whether a file is the one that it was: times in milliseconds. `changedAt` cannot be set back. */
export type FileStamp = { readonly inode: number; readonly size: number; readonly modifiedAt: number; readonly changedAt: number };

/** A file that was found; `open` gives a descriptor of an ordinary file, or null if it is none any more. */
export type FoundFile = {
  /** As tools show it: below the name of its folder. */
  readonly path: string;
  /** On this machine. */
  readonly wholePath: string;
  readonly name: string;
  /** Null: it is gone, or no ordinary file any more. */
  stamp(): FileStamp | null;
  open(): { readonly descriptor: number; readonly size: number } | null;
};

const maxDepth = 64;
const directoryFlags = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0);
const noFollow = constants.O_NOFOLLOW ?? 0;
const noBlock = constants.O_NONBLOCK ?? 0;
/** Never worth reading, and large. */
const skipped = new Set(['node_modules', '.git']);

/**
 * All files below the roots, in the order of their names, following no link. As in `beneath.ts`, each step on Linux goes
 * through the open directory before it; synchronous, since a thread of its own runs it.
 */
export function* walkFiles({ roots, hidden }: Pick<SearchTask, 'roots' | 'hidden'>): Generator<FoundFile> {
  for (const root of roots) {
    const opened = openWay(root.path, root.parts);
    if (opened === null) continue;
    try {
      const wholePath = join(root.path, ...root.parts);
      yield* walkDirectory(opened, { path: [root.name, ...root.parts].join('/'), wholePath, hidden, depth: 0 });
    } finally {
      closeSync(opened.descriptor);
    }
  }
}

/** A directory that is held open, with the path through which its entries are reached. */
type Directory = { readonly descriptor: number; readonly reach: string };

function* walkDirectory(
  directory: Directory,
  around: { readonly path: string; readonly wholePath: string; readonly hidden: boolean; readonly depth: number },
): Generator<FoundFile> {
  const { path, wholePath, hidden, depth } = around;
  for (const entry of readEntries(directory)) {
    if ((!hidden && entry.name.startsWith('.')) || skipped.has(entry.name)) continue;
    const child = { path: `${path}/${entry.name}`, wholePath: `${wholePath}/${entry.name}`, hidden, depth: depth + 1 };
    if (entry.isFile()) {
      const at = `${directory.reach}/${entry.name}`;
      yield { path: child.path, wholePath: child.wholePath, name: entry.name, stamp: () => stampOf(at), open: () => openFile(at) };
    }
    if (!entry.isDirectory() || depth >= maxDepth) continue;
    const opened = openDirectory(join(directory.reach, entry.name), noFollow);
    if (opened === null) continue;
    try {
      yield* walkDirectory(opened, child);
    } finally {
      closeSync(opened.descriptor);
    }
  }
}

function openWay(path: string, parts: readonly string[]): Directory | null {
  let current = openDirectory(path, 0);
  for (const part of parts) {
    if (current === null) return null;
    const next = openDirectory(join(current.reach, part), noFollow);
    closeSync(current.descriptor);
    current = next;
  }
  return current;
}

/** Null: it is gone, is a link, or may not be read; a search goes on without it. */
function openDirectory(path: string, flags: number): Directory | null {
  try {
    const descriptor = openSync(path, directoryFlags | flags);
    return { descriptor, reach: process.platform === 'linux' ? `/proc/self/fd/${descriptor}` : path };
  } catch {
    return null;
  }
}

function readEntries({ reach }: Directory): readonly Dirent[] {
  try {
    return readdirSync(reach, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1));
  } catch {
    return [];
  }
}

function openFile(path: string): { readonly descriptor: number; readonly size: number } | null {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | noFollow | noBlock);
    const facts = fstatSync(descriptor);
    if (facts.isFile()) return { descriptor, size: facts.size };
    closeSync(descriptor);
    return null;
  } catch {
    return null;
  }
}

function stampOf(path: string): FileStamp | null {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (facts === undefined || !facts.isFile()) return null;
  return { inode: facts.ino, size: facts.size, modifiedAt: facts.mtimeMs, changedAt: facts.ctimeMs };
}
