import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Secret } from '../domain/secret.ts';
import { dataFiles, loadSecretKey, lockDataFolder, runningHolder } from './data-folder.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'patchbay-data-'));
const holder = (pid: number) => ({ pid, url: 'http://127.0.0.1:3900', cliToken: 't' });

test('the key is made once, for the owner of the process alone', () => {
  const base = folder();
  const key = loadSecretKey(base, undefined);
  expect(key.byteLength).toBe(32);
  expect(loadSecretKey(base, undefined)).toEqual(key);
  expect(statSync(dataFiles(base).secretKey).mode & 0o777).toBe(0o600);
});

test('a configured key is used and not written down', () => {
  const base = folder();
  expect(loadSecretKey(base, new Secret(Buffer.alloc(32, 7).toString('base64')))).toEqual(Buffer.alloc(32, 7));
  expect(() => statSync(dataFiles(base).secretKey)).toThrow();
});

test('a folder in use is refused with the id of the process that uses it', () => {
  const base = folder();
  lockDataFolder(base, holder(process.ppid));
  expect(() => lockDataFolder(base, holder(process.pid))).toThrow(
    expect.objectContaining({ code: 'store.locked', message: expect.stringContaining(String(process.ppid)) }),
  );
  expect(runningHolder(base)?.pid).toBe(process.ppid);
});

test('the lock of a process that is gone is taken over, and given back', () => {
  const base = folder();
  lockDataFolder(base, holder(2 ** 22 - 3));
  const unlock = lockDataFolder(base, holder(process.pid));
  expect(runningHolder(base)?.pid).toBe(process.pid);
  unlock();
  expect(runningHolder(base)).toBeNull();
});
