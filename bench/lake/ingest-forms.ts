import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openLakeData } from '../../src/lake/data/lake-data.ts';
import { createWorld } from '../../src/lake/samples/generate.ts';
import { signinLogs } from '../../src/lake/samples/signin-logs.ts';

/**
 * How fast logs come in: sign-ins of the generated company, repeated to a million rows, through the same door as
 * `patchbay lake ingest`. `node bench/lake/ingest-forms.ts [ROWS]`.
 */
const wanted = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
const { signal } = new AbortController();
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const path = join(folder, 'rows.ndjson');
  await pipeline(Readable.from(manyRows(wanted)), createWriteStream(path));
  const bytes = statSync(path).size;
  say(`${wanted} rows, ${(bytes / 1e6).toFixed(0)} MB of NDJSON, ${Math.round(bytes / wanted)} bytes a row`);

  const lake = openLakeData({ folder: join(folder, 'lake'), clock: Date.now });
  await timed('NDJSON, durable', { rows: wanted, bytes }, () =>
    lake.ingest({ workspaceId: 'default', table: 'SigninLogs', path }, { signal }),
  );
  const stored = lake.catalogue.table('default', 'SigninLogs');
  say(`Parquet: ${((stored?.bytes ?? 0) / 1e6).toFixed(1)} MB, ${((stored?.bytes ?? 0) / wanted).toFixed(0)} bytes a row`);
  await timed('the same file refused', { rows: wanted, bytes }, () =>
    lake.ingest({ workspaceId: 'default', table: 'SigninLogs', path }, { signal }).catch(() => null),
  );
  await timed('the same, its columns inferred', { rows: wanted, bytes }, () =>
    lake.ingest({ workspaceId: 'default', table: 'Inferred_CL', path }, { signal }),
  );
  const narrow = join(folder, 'narrow.ndjson');
  await pipeline(Readable.from(narrowRows(wanted)), createWriteStream(narrow));
  await timed(
    `nine columns, ${Math.round(statSync(narrow).size / wanted)} bytes a row`,
    { rows: wanted, bytes: statSync(narrow).size },
    () => lake.ingest({ workspaceId: 'default', table: 'SigninLogs', path: narrow }, { signal }),
  );
  await lake.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function timed(
  name: string,
  { rows, bytes }: { readonly rows: number; readonly bytes: number },
  work: () => Promise<unknown>,
): Promise<void> {
  const started = performance.now();
  const before = process.cpuUsage();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before);
  const memory = process.resourceUsage().maxRSS / 1024;
  say(
    `${name}: ${seconds.toFixed(2)} s, ${Math.round(rows / seconds).toLocaleString('en')} rows/s, ${Math.round(bytes / 1e6 / seconds)} MB/s, ${((user + system) / 1e6).toFixed(1)} s of CPU, at most ${Math.round(memory)} MB of memory`,
  );
}

/** Sign-ins with the nine columns that most queries read. */
function* narrowRows(count: number): Generator<string> {
  const names = [
    'TimeGenerated',
    'UserPrincipalName',
    'IPAddress',
    'Location',
    'AppDisplayName',
    'ResultType',
    'Id',
    'DeviceDetail',
    'LocationDetails',
  ];
  for (const line of manyRows(count)) {
    const row = JSON.parse(line) as Readonly<Record<string, unknown>>;
    yield `${JSON.stringify(Object.fromEntries(names.map((name) => [name, row[name]])))}\n`;
  }
}

function* manyRows(count: number): Generator<string> {
  const rows = signinLogs(createWorld({ until: '2026-10-31', now: 0 }));
  for (let index = 0; index < count; index += 1) {
    const row = rows[index % rows.length];
    if (row === undefined) return;
    // Ids differ, as they do in life: they are what does not compress.
    const id = index.toString(16).padStart(12, '0');
    const at = new Date(Date.parse(row.TimeGenerated) + (index % 1000)).toISOString();
    yield `${JSON.stringify({ ...row, TimeGenerated: at, Id: `${String(row.Id).slice(0, 24)}${id}`, CorrelationId: `${String(row.CorrelationId).slice(0, 24)}${id}` })}\n`;
  }
}
