import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';

/** The files of a data folder. */
export const dataFiles = (folder: string) => ({
  database: join(folder, 'patchbay.sqlite'),
  secretKey: join(folder, 'secret.key'),
  lock: join(folder, 'patchbay.lock'),
});

/** Who uses a data folder, and how the machine's own command line reaches it. */
export type LockHolder = { readonly pid: number; readonly url: string; readonly cliToken: string };

/** Makes the folder for the owner of this process alone. */
export function prepareDataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Reads the vault's key, or makes one on first start (0600). */
export function loadSecretKey(folder: string, configured: Secret | undefined): Uint8Array {
  if (configured !== undefined) return Buffer.from(configured.reveal(), 'base64');
  const file = dataFiles(folder).secretKey;
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}

/**
 * Takes the data folder for this process. Throws `store.locked` with the other process's id when it is taken;
 * the lock of a process that is gone is taken over. The returned function gives the folder back.
 */
export function lockDataFolder(folder: string, holder: LockHolder): () => void {
  const file = dataFiles(folder).lock;
  const other = readLock(folder);
  if (other !== null && isRunning(other.pid) && other.pid !== process.pid) {
    throw new AppError('store.locked', {
      sentence: `Process ${other.pid} uses the data folder ${folder}. Stop it first, or choose another folder with PATCHBAY_DATA.`,
      detail: { pid: other.pid },
    });
  }
  rmSync(file, { force: true });
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeFileSync(handle, JSON.stringify(holder));
    closeSync(handle);
    chmodSync(file, 0o600);
  } catch (cause) {
    // Someone else made the file between our look and our write.
    throw new AppError('store.locked', {
      sentence: `Process ${readLock(folder)?.pid ?? 'unknown'} uses the data folder ${folder}. Stop it first, or choose another folder with PATCHBAY_DATA.`,
      cause,
    });
  }
  return () => {
    if (readLock(folder)?.pid === holder.pid) rmSync(file, { force: true });
  };
}

/** The holder of the folder whose process is alive; null when none is. */
export function runningHolder(folder: string): LockHolder | null {
  const holder = readLock(folder);
  return holder !== null && isRunning(holder.pid) ? holder : null;
}

function readLock(folder: string): LockHolder | null {
  try {
    return JSON.parse(readFileSync(dataFiles(folder).lock, 'utf8')) as LockHolder;
  } catch {
    return null;
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
