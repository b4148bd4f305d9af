import { spawn } from 'node:child_process';
import { existsSync, createWriteStream, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeTestFile } from '../../testing/lake.ts';
import { removeDataFolder, runPatchbay, startPatchbay } from '../../testing/patchbay-process.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'patchbay-cli-lake-'));
const run = (...args: readonly string[]) => runPatchbay(['lake', ...args], { PATCHBAY_DATA: dataFolder });
const rows = (...days: readonly number[]) =>
  days.map((day) => `{"TimeGenerated":"2026-10-${String(day).padStart(2, '0')}T08:00:00Z","Day":${day}}\n`).join('');

test('an empty lake says what to do next', async () => {
  expect(await run('tables')).toMatchObject({ code: 0, out: expect.stringContaining('lake samples') });
});

test('files come in, are counted and listed; a file that fails does not stop the others', async () => {
  const good = writeTestFile('good.ndjson', `${rows(1, 2)}oops\n`);
  const bad = writeTestFile('bad.csv', 'a,b\n1,2\n');
  const more = writeTestFile('more.ndjson', rows(3));
  const { code, out, error } = await run('ingest', 'App_CL', good, bad, more);
  expect(code).toBe(1);
  expect(out).toContain('App_CL  2 rows of good.ndjson, 2 days');
  expect(out).toContain('1 records set aside in');
  expect(out).toContain('line 3: not JSON');
  expect(out).toContain('1 rows of more.ndjson');
  expect(error).toContain('needs TimeGenerated');
  const [table] = JSON.parse((await run('tables', 'App_CL', '--json')).out) as readonly object[];
  expect(table).toMatchObject({ name: 'App_CL', rows: 3, from: '2026-10-01T08:00:00.000Z', to: '2026-10-03T08:00:00.000Z' });
});

test('the same file twice fails unless forced', async () => {
  const file = writeTestFile('once.ndjson', rows(5));
  expect((await run('ingest', 'Once_CL', file)).code).toBe(0);
  expect(await run('ingest', 'Once_CL', file)).toMatchObject({ code: 1, error: expect.stringContaining('--force') });
  expect((await run('ingest', 'Once_CL', file, '--force')).code).toBe(0);
});

test('wrong use is told apart from failure', async () => {
  expect((await run('ingest', 'App_CL')).code).toBe(2);
  expect((await run('ingest', 'App_CL', 'x', '--format', 'docx')).code).toBe(2);
  expect((await run('ingest', 'App_CL', '/nowhere/at/all.json')).code).toBe(1);
  expect((await run('retention', 'App_CL', 'some')).code).toBe(2);
});

test('retention, watchlists, workspaces and merging by command', async () => {
  expect(await run('retention', 'App_CL', '36500')).toMatchObject({ code: 0, out: expect.stringContaining('36500') });
  expect(await run('watchlist', 'put', 'vips', writeTestFile('v.csv', 'User,Why\nada,owner\n'), '--key', 'User')).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 items by User'),
  });
  expect((await run('watchlist', 'list')).out).toContain('vips');
  expect((await run('workspaces', 'create', 'lab', 'Lab')).code).toBe(0);
  expect((await run('ingest', 'App_CL', writeTestFile('lab.ndjson', rows(9)), '--workspace', 'lab')).code).toBe(0);
  expect((await run('tables', '--workspace', 'Lab')).out).toMatch(/App_CL\s+1 /);
  expect((await run('compact')).code).toBe(0);
  expect((await run('watchlist', 'remove', 'vips')).code).toBe(0);
});

test('a server and a command take rows into one table at the same time', async () => {
  const patchbay = await startPatchbay({ dataFolder });
  const post = (day: number) =>
    fetch(`${patchbay.url}/api/v1/lake/default/tables/Both_CL/rows`, {
      method: 'POST',
      body: rows(day),
      headers: { authorization: 'Bearer pb_test_owner_key_of_forty_characters_or_so' },
    });
  const [command, ...answers] = await Promise.all([
    run('ingest', 'Both_CL', writeTestFile('a.ndjson', rows(1)), writeTestFile('b.ndjson', rows(2))),
    post(3),
    post(4),
    post(5),
  ]);
  expect(command.code).toBe(0);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect((await run('tables')).out).toMatch(/Both_CL\s+5 /);
  await patchbay.stop();
});

test('Ctrl-C in the middle leaves nothing behind', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'patchbay-long-')), 'long.ndjson');
  const stream = createWriteStream(path);
  for (let index = 0; index < 400_000; index += 1)
    stream.write(`{"TimeGenerated":"2026-10-01T08:00:00Z","n":${index},"text":"${'x'.repeat(120)}"}\n`);
  await new Promise<void>((resolve) => {
    stream.end(() => resolve());
  });
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'bin', 'patchbay.js'), 'lake', 'ingest', 'Long_CL', path], {
    env: { PATH: process.env.PATH, PATCHBAY_DATA: dataFolder },
    stdio: 'ignore',
  });
  const work = join(dataFolder, 'lake', 'tmp');
  await expect.poll(() => (existsSync(work) ? readdirSync(work).length : 0), { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
  child.kill('SIGINT');
  const code = await new Promise((resolve) => {
    child.once('exit', resolve);
  });
  expect(code).toBe(1);
  expect((await run('tables', 'Long_CL')).code).toBe(1);
  expect(readdirSync(join(dataFolder, 'lake', 'tmp'))).toEqual([]);
  removeDataFolder(dataFolder);
});
