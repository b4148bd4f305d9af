import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLakeData } from '../src/lake/data/lake-data.ts';

/** A process to be killed: takes in batch after batch of 400 rows and prints the number of each that was acknowledged, or merges files. */
const [folder = '', mode = 'ingest', first = '0'] = process.argv.slice(2);
const lake = openLakeData({ folder, clock: Date.now, threads: 2 });
const { signal } = new AbortController();
process.stdout.write('ready\n');

if (mode === 'compact') {
  for (;;) await lake.compact({ workspaceId: 'default', minFiles: 2, signal });
}
const file = join(tmpdir(), `patchbay-batch-${process.pid}.ndjson`);
for (let batch = Number(first); ; batch += 1) {
  const rows = Array.from({ length: 400 }, (_, row) => ({
    // Three days, so that one batch is several files.
    TimeGenerated: new Date(Date.UTC(2026, 9, 1 + (row % 3), 0, 0, row)).toISOString(),
    Batch: batch,
    Row: row,
    Text: `row ${row} of ${batch}`,
    [`Own${batch % 5}`]: batch,
  }));
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  await lake.ingest({ workspaceId: 'default', table: 'Kill_CL', path: file, repeated: 'ignore' }, { signal });
  process.stdout.write(`${batch}\n`);
}
