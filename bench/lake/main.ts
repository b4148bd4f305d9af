import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLakeData } from '../../src/lake/data/lake-data.ts';
import { createKqlEngine, defaultLimits, type KqlEngine, type QueryResult } from '../../src/lake/kql-engine.ts';
import { type Figure, median, printFigures } from '../figures.ts';
import { writeSignIns } from './generate.ts';
import { dayQuestion, questions } from './questions.ts';

/**
 * How fast the lake is: a month of sign-ins comes in as NDJSON, then each question is asked in KQL and by hand in SQL, by
 * turns. `node bench/lake/main.ts [ROWS]`.
 */
const wanted = Number(process.argv[2] ?? 10_000_000);
const fileCount = 10;
const turns = 5;
const { signal } = new AbortController();
const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const ingest = await fill();
  const engine = createKqlEngine({
    place: { kind: 'lake', folder: join(folder, 'lake') },
    clock: () => Date.parse('2026-10-31T12:00:00Z'),
  });
  try {
    const translation = await measureTranslation(engine);
    const ratios = await compare(engine);
    const day = await measureDay(engine);
    say(printFigures([ingest, translation, ...ratios, ...day]));
  } finally {
    await engine.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function fill(): Promise<Figure> {
  const lake = openLakeData({ folder: join(folder, 'lake'), clock: Date.now });
  const maker = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = Math.round(wanted / fileCount);
  let seconds = 0;
  let bytes = 0;
  for (let part = 0; part < fileCount; part += 1) {
    const path = join(folder, `part-${part}.ndjson`);
    await writeSignIns(maker, { path, rows, part });
    bytes += statSync(path).size;
    const began = performance.now();
    await lake.ingest({ workspaceId: 'default', table: 'SigninLogs', path }, { signal });
    seconds += (performance.now() - began) / 1000;
    rmSync(path);
  }
  const stored = lake.catalogue.table('default', 'SigninLogs');
  say(`${wanted} rows, ${Math.round(bytes / wanted)} bytes each as NDJSON, ${Math.round((stored?.bytes ?? 0) / wanted)} as Parquet`);
  await lake.close();
  return { name: 'time for a million rows in', value: (seconds / wanted) * 1e6, unit: 's', limit: 1e6 / 150_000 };
}

/** Parsing, binding and translating, warm. */
async function measureTranslation(engine: KqlEngine): Promise<Figure> {
  const times: number[] = [];
  for (let turn = 0; turn < turns + 1; turn += 1)
    for (const { kql } of questions) {
      const began = performance.now();
      await engine.compile(kql);
      if (turn > 0) times.push(performance.now() - began);
    }
  return { name: 'translation, p50', value: median(times), unit: 'ms', limit: 15 };
}

/** Running KQL through the engine's own door against the same question by hand over the same files. */
async function compare(engine: KqlEngine): Promise<readonly Figure[]> {
  const lake = openLakeData({ folder: join(folder, 'lake'), clock: Date.now });
  const from = lake.catalogue.sourceForQuery({ workspaceId: 'default', table: 'SigninLogs' })?.from ?? '';
  await lake.close();
  const files = [...from.matchAll(/'([^']+\.parquet)'/g)].map(([whole]) => whole);
  const byHand = `read_parquet([${files.join(', ')}], hive_partitioning = false)`;
  const instance = await DuckDBInstance.create(':memory:', { threads: String(defaultLimits.threads), memory_limit: defaultLimits.memory });
  const connection = await instance.connect();
  const figures: Figure[] = [];
  for (const { name, kql, sql } of questions) {
    const text = sql.replaceAll('{from}', byHand);
    const [ours, hand]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < turns + 1; turn += 1) {
      // Translated when `query` answers: that has a figure of its own.
      const { rows } = await engine.query(kql);
      const mine = await timed(() => drain(rows));
      const theirs = await timed(async () => (await connection.runAndReadAll(text)).getRows().length);
      if (mine.result !== theirs.result) throw new Error(`${name}: ${mine.result} rows in KQL, ${theirs.result} by hand`);
      if (turn === 0) continue;
      ours.push(mine.milliseconds);
      hand.push(theirs.milliseconds);
    }
    say(`${name}: ${Math.round(median(ours))} ms, by hand ${Math.round(median(hand))} ms`);
    figures.push({ name, value: median(ours) / median(hand), unit: '×', limit: 1.15 });
  }
  connection.closeSync();
  instance.closeSync();
  return figures;
}

/** What one day of the month reads, of all that lies on disk. */
async function measureDay(engine: KqlEngine): Promise<readonly Figure[]> {
  const compiled = await engine.compile(dayQuestion);
  if (compiled.kind === 'refused') throw new Error(compiled.diagnostics[0]?.message);
  const files = new Set([...compiled.sql.matchAll(/'[^']+\.parquet'/g)].map(([whole]) => whole));
  const days = new Set([...files].map((file) => /\d{4}-\d\d-\d\d/.exec(file)?.[0]));
  return [{ name: 'days read for a question about one', value: days.size, unit: 'days', limit: 1 }];
}

async function drain(rows: QueryResult['rows']): Promise<number> {
  let count = 0;
  for await (const chunk of rows) count += chunk.length;
  return count;
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly milliseconds: number }> {
  const began = performance.now();
  const result = await work();
  return { result, milliseconds: performance.now() - began };
}
