import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runPatchbay } from '../../../testing/patchbay-process.ts';
import { readDocumentedQueries } from '../../../testing/sample-data.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'patchbay-documented-'));
const run = (args: readonly string[]) => runPatchbay(args, { PATCHBAY_DATA: dataFolder });
beforeAll(async () => {
  expect(await run(['lake', 'samples', '--until', '2026-10-31'])).toMatchObject({ code: 0 });
});

describe('the answers that docs/sample-data.md gives', () => {
  test.each(readDocumentedQueries())('$title', async ({ query, answer }) => {
    const { out, error } = await run(['lake', 'query', '--json', query]);
    expect(error).toBe('');
    const { columns, rows } = JSON.parse(out) as {
      readonly columns: readonly { readonly name: string }[];
      readonly rows: readonly (readonly unknown[])[];
    };
    const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell))));
    expect([columns.map(({ name }) => name), ...cells]).toEqual(answer);
  });
});
