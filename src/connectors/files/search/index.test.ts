import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchFiles } from './search.ts';
import { isFull, newIndexMemory, openIndex } from './shared-index.ts';
import type { Look } from './task.ts';

let folder: string;
let index: SharedArrayBuffer;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'patchbay-index-'));
  index = newIndexMemory(2_000_000);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Long after all that was written, so that everything is learned. */
const later = () => Date.now() + 60_000;
async function search(look: Look, milliseconds = 60_000): Promise<readonly string[]> {
  const task = { roots: [{ name: 'here', path: folder, parts: [] }], look, glob: null, hidden: false, limit: 50, milliseconds, index };
  return (await searchFiles(task, later)).matches.map(({ path, line }) => (line === undefined ? path : `${path}:${line}`));
}
const lines = (query: string) => search({ kind: 'lines', query, isPattern: false, matchCase: false });
const words = (...all: readonly string[]) => search({ kind: 'words', words: all.map((word) => word.toUpperCase()) });
const learned = (name: string) => {
  const { ino, size, mtimeMs, ctimeMs } = statSync(join(folder, name));
  const stamp = { inode: ino, size, modifiedAt: mtimeMs, changedAt: ctimeMs };
  return openIndex(index).find({ path: join(folder, name), stamp });
};

test('what was learned of a file changes nothing of what is found in it', async () => {
  writeFileSync(join(folder, 'a.txt'), 'first\nGröße and a budget\n');
  writeFileSync(join(folder, 'b.txt'), 'nothing');
  for (let round = 0; round < 3; round += 1) {
    expect(await lines('bUDGet')).toEqual(['here/a.txt:2']);
    expect(await lines('gRÖSSE')).toEqual([]);
    expect(await lines('gRÖße')).toEqual(['here/a.txt:2']);
    expect(await lines('in')).toEqual(['here/b.txt:1']);
    expect(await words('budget', 'größe')).toEqual(['here/a.txt']);
  }
  expect(learned('a.txt')?.signature?.length).toBeGreaterThan(0);
});

test('a file that changed is read anew, though size and time be the same; so is one that took its place', async () => {
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'apples');
  utimesSync(path, 1_000, 1_000);
  expect(await lines('pears!')).toEqual([]);
  // The clock of a file system goes by ticks of some milliseconds.
  await setTimeout(50);
  writeFileSync(path, 'pears!');
  utimesSync(path, 1_000, 1_000);
  expect(await lines('pears!')).toEqual(['here/a.txt:1']);
  expect(await lines('apples')).toEqual([]);
  writeFileSync(join(folder, 'other'), 'plums!');
  renameSync(join(folder, 'other'), path);
  expect(await lines('plums!')).toEqual(['here/a.txt:1']);
});

test('a file that has just changed is not learned: it may change again within the same tick', async () => {
  writeFileSync(join(folder, 'a.txt'), 'apples');
  const task = { roots: [{ name: 'here', path: folder, parts: [] }], glob: null, hidden: false, limit: 50, milliseconds: 1_000, index };
  const soon = () => statSync(join(folder, 'a.txt')).ctimeMs + 500;
  await searchFiles({ ...task, look: { kind: 'lines', query: 'pears', isPattern: false, matchCase: false } }, soon);
  expect(learned('a.txt')).toBeNull();
});

test('where there is no room to learn, files are read each time', async () => {
  index = newIndexMemory(10);
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), `the ${name} budget`);
  for (let round = 0; round < 2; round += 1) expect(await lines('budget')).toEqual(['here/a:1', 'here/b:1', 'here/c:1']);
  expect(isFull(index)).toBe(true);
});

test('binary files are found by name only, and not read twice', async () => {
  writeFileSync(join(folder, 'a.bin'), 'budget\0budget');
  expect(await lines('budget')).toEqual([]);
  expect(await words('a.bin')).toEqual(['here/a.bin']);
  expect(learned('a.bin')).toEqual({ signature: null, text: null });
});

test('thousands of files keep their own entries', async () => {
  for (let count = 0; count < 3_000; count += 1) {
    const at = join(folder, String(count % 50));
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, `${count}.txt`), `number ${count} of all, word${count * 7919}`);
  }
  for (let round = 0; round < 2; round += 1) expect(await lines(`word${2_999 * 7919}`)).toEqual(['here/49/2999.txt:1']);
  for (const count of [0, 1_234, 2_998]) expect(await lines(`word${count * 7919}`)).toContain(`here/${count % 50}/${count}.txt:1`);
});
