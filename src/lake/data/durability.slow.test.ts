import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { openTestLake, readSource } from '../../../testing/lake.ts';
import { filesBelow } from './lake-folder.ts';

const writer = join(import.meta.dirname, '..', '..', '..', 'testing', 'lake-writer.ts');
const rounds = Number(process.env.PATCHBAY_KILL_ROUNDS ?? 12);

/** Starts a process that takes in file after file and says the number of each once it is acknowledged. */
function startWriter(
  folder: string,
  mode: 'ingest' | 'compact',
  first: number,
): { readonly child: ChildProcess; readonly acknowledged: number[]; readonly ready: Promise<void> } {
  const child = spawn(process.execPath, [writer, folder, mode, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: number[] = [];
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line === 'ready') resolve();
      else acknowledged.push(Number(line));
    });
  });
  return { child, acknowledged, ready };
}

function killed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

async function checkFolder(folder: string): Promise<{ readonly batches: readonly number[] }> {
  const lake = openTestLake({ folder });
  try {
    const source = lake.catalogue.sourceForQuery({ workspaceId: 'default', table: 'Kill_CL' });
    if (source === null) return { batches: [] };
    const rows = await readSource(source, {
      select: 'Batch, count(*)::INT AS n, count(DISTINCT Row)::INT AS d',
      rest: 'GROUP BY Batch ORDER BY Batch',
    });
    // Every batch is there whole and once, or not at all.
    for (const row of rows) expect(row).toMatchObject({ n: 400, d: 400 });
    expect(source.rows).toBe(rows.length * 400);
    await everyFileIsWhole(folder);
    return { batches: rows.map((row) => Number(row.Batch)) };
  } finally {
    await lake.close();
  }
}

async function everyFileIsWhole(folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const file of filesBelow(join(folder, 'tables'))) {
    await connection.run(`SELECT count(*) FROM read_parquet('${file}')`);
  }
  connection.closeSync();
  instance.closeSync();
}

test('kill -9 at any moment loses no acknowledged row, and leaves no half one', { timeout: 170_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-kill-'));
  const promised = new Set<number>();
  for (let round = 0; round < rounds; round += 1) {
    const { child, acknowledged, ready } = startWriter(folder, 'ingest', round * 1000);
    await ready;
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 600));
    await killed(child);
    for (const batch of acknowledged) promised.add(batch);
    const { batches } = await checkFolder(folder);
    expect([...promised].filter((batch) => !batches.includes(batch))).toEqual([]);
  }
  expect(promised.size).toBeGreaterThan(0);
  // What the killed left in the way is gone, and nothing lies about that the manifest does not name.
  const lake = openTestLake({ folder });
  const source = lake.catalogue.sourceForQuery({ workspaceId: 'default', table: 'Kill_CL' });
  const files = filesBelow(join(folder, 'tables')).map((file) => relative(folder, file));
  expect(files.filter((file) => !source?.from.includes(file))).toEqual([]);
  expect(readdirSync(join(folder, 'tmp'))).toHaveLength(1);
  await lake.close();
  rmSync(folder, { recursive: true, force: true });
});

test('kill -9 while small files are merged keeps every row once', { timeout: 170_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-merge-'));
  const lake = openTestLake({ folder });
  await lake.close();
  for (let round = 0; round < rounds; round += 1) {
    const filling = startWriter(folder, 'ingest', round * 1000);
    await filling.ready;
    while (filling.acknowledged.length < 6) await new Promise((resolve) => setTimeout(resolve, 10));
    await killed(filling.child);
    const before = await checkFolder(folder);
    const merging = startWriter(folder, 'compact', 0);
    await merging.ready;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 700));
    await killed(merging.child);
    expect((await checkFolder(folder)).batches).toEqual(before.batches);
  }
  rmSync(folder, { recursive: true, force: true });
});
