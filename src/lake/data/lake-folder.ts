import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * The lake on disk. Every process writes under a name of its own in `tmp`; a finished file is synced, renamed into `tables`
 * and then named in the manifest, which alone says what exists.
 */
export type LakeFolder = {
  readonly root: string;
  readonly manifest: string;
  /** Names this process's files; also its folder under `tmp`. */
  readonly writer: string;
  /** A new empty folder for one piece of work. */
  work(): string;
  absolute(path: string): string;
  /** Moves a finished file to its place, so that it is there after a power cut. */
  place(from: string, path: string): Promise<void>;
  close(): void;
};

/** Opens the lake's folder and makes what is missing. */
export function openLakeFolder(root: string): LakeFolder {
  const writer = `${process.pid}-${startOfProcess()}-${randomBytes(4).toString('hex')}`;
  const own = join(root, 'tmp', writer);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  let works = 0;
  return {
    root,
    manifest: join(root, 'manifest.sqlite'),
    writer,
    work: () => {
      const folder = join(own, String((works += 1)));
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    absolute: (path) => join(root, path),
    place: async (from, path) => {
      const to = join(root, path);
      await mkdir(dirname(to), { recursive: true });
      await syncPath(from, 'r+');
      await rename(from, to);
      // The folder's own entry in its parent may be new as well.
      for (let folder = dirname(to); folder.length >= root.length; folder = dirname(folder)) await syncPath(folder, 'r');
    },
    close: () => rmSync(own, { recursive: true, force: true }),
  };
}

/** Writers under `tmp` whose process has ended without closing. */
export function deadWriters(root: string, own: string): readonly string[] {
  return readdirSync(join(root, 'tmp')).filter((writer) => {
    const [pid, start] = writer.split('-');
    // A container's processes get the same ids after each restart, so the moment of start tells them apart.
    return writer !== own && (Number(pid) === process.pid ? start !== startOfProcess() : !isRunning(Number(pid)));
  });
}

/** Every file below a folder, as paths from it. */
export function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    // A fresh lake has no such folder.
    return [];
  }
}

const startOfProcess = () => Math.floor(performance.timeOrigin).toString(36);

async function syncPath(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
