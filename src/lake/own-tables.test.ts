import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { testNow } from '../../testing/lake.ts';
import { createKqlEngine } from './kql-engine.ts';

const engine = createKqlEngine({ place: { kind: 'lake', folder: mkdtempSync(join(tmpdir(), 'patchbay-lake-')) }, clock: () => testNow });
afterAll(() => engine.close());

test('Patchbay’s own log is a table for those who may see it, and none for others', async () => {
  const query = 'PatchbayToolCalls | count';
  expect((await engine.compile(query, { sight: { ownTables: true } })).kind).toBe('sql');
  expect(await engine.compile(query, { sight: { ownTables: false } })).toMatchObject({
    kind: 'refused',
    diagnostics: [{ message: expect.stringContaining("'PatchbayToolCalls' does not refer") }],
  });
  const everything = await engine.compile('search "x"', { sight: { ownTables: false } });
  expect(JSON.stringify(everything)).not.toContain('PatchbayAudit');
});
