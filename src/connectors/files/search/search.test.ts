import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBackground } from '../../../connector-kit/index.ts';
import { newIndexMemory } from './shared-index.ts';
import type { SearchAnswer, SearchTask } from './task.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchbay-search-'));
const threads = createBackground<SearchTask, SearchAnswer>(new URL('./worker.ts', import.meta.url));

beforeAll(() => {
  writeFileSync(join(folder, 'evil.txt'), `${'a'.repeat(50_000)}!`);
  writeFileSync(join(folder, 'plain.txt'), 'ship it\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const task = (query: string, isPattern: boolean, milliseconds = 5_000): SearchTask => ({
  roots: [{ name: 'here', path: folder, parts: [] }],
  look: { kind: 'lines', query, isPattern, matchCase: false },
  glob: null,
  hidden: false,
  limit: 10,
  milliseconds,
  index: newIndexMemory(1_000_000),
});
const { signal } = new AbortController();

test('a pattern that never ends is stopped with its thread, and the next search works', async () => {
  await expect(threads.run(task('(a+)+$', true), { signal, milliseconds: 500 })).rejects.toThrow(/longer than 0.5 seconds/);
  expect((await threads.run(task('ship', false), { signal, milliseconds: 10_000 })).matches).toEqual([
    { path: 'here/plain.txt', line: 1, text: 'ship it' },
  ]);
});

test('a cancelled search ends at once, also one that waits in line', async () => {
  const stop = new AbortController();
  const running = [1, 2, 3].map(() => threads.run(task('(a+)+$', true), { signal: stop.signal, milliseconds: 60_000 }));
  setTimeout(() => stop.abort(), 100);
  for (const search of await Promise.allSettled(running))
    expect(search).toMatchObject({ status: 'rejected', reason: { name: 'AbortError' } });
});

test('a search whose time is over gives what it found and says that there may be more', async () => {
  expect(await threads.run(task('ship', false, -1), { signal, milliseconds: 10_000 })).toEqual({
    matches: [],
    filesLookedAt: 0,
    more: true,
  });
});
