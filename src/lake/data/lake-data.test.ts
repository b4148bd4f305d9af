import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleRecord } from '../../../testing/sample.ts';
import { hasSharedData, ingestText, openTestLake, readSource, sharedFolder, testNow, writeTestFile } from '../../../testing/lake.ts';
import { physicalType } from '../../kql/index.ts';
import { storedType, ticksOf } from './column-types.ts';
import { knownTables } from './known-tables.ts';
import { ownTables } from './own-tables.ts';
import { graceMilliseconds } from './recovery.ts';
import { tableDescriptions } from './table-descriptions.ts';

let lake: ReturnType<typeof openTestLake>;
let now = testNow;
beforeAll(() => {
  lake = openTestLake({ clock: () => now });
});
afterAll(() => lake.close());

const { signal } = new AbortController();
const day = (number: number) => `2026-10-${String(number).padStart(2, '0')}`;
const rowsOfDays = (days: readonly number[], more: object = {}) =>
  days.map((number) => JSON.stringify({ TimeGenerated: `${day(number)}T10:00:00Z`, Day: number, ...more })).join('\n');
const source = (table: string, more: { readonly from?: bigint; readonly to?: bigint } = {}, workspaceId = 'default') =>
  lake.catalogue.sourceForQuery({ workspaceId, table, ...more });

describe('known tables', () => {
  test.skipIf(!hasSharedData)('have the names, columns and types of the shared schemas', () => {
    const schemas = JSON.parse(readFileSync(join(sharedFolder, 'schemas', 'security-tables.json'), 'utf8')) as Record<
      string,
      Record<string, Record<string, string>>
    >;
    const named = new Map([
      ['double', 'real'],
      ['boolean', 'bool'],
    ]);
    for (const [table, columns] of Object.entries(schemas.sentinel ?? {})) {
      const found = Object.fromEntries((knownTables().get(table) ?? []).map(({ name, type }) => [name, type]));
      expect(found).toMatchObject(Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, named.get(type) ?? type])));
    }
    for (const [table, columns] of Object.entries(schemas.defender ?? {})) {
      const found = new Set((knownTables().get(table) ?? []).map(({ name }) => name));
      expect(Object.keys(columns).filter((name) => !found.has(name))).toEqual([]);
    }
  });

  test('answer with their columns and no rows in a fresh lake', async () => {
    const table = lake.catalogue.table('default', 'AADNonInteractiveUserSignInLogs');
    expect(table).toMatchObject({ origin: 'known', rows: 0, from: null });
    expect(await readSource(source('AADNonInteractiveUserSignInLogs'))).toEqual([]);
    expect(lake.catalogue.tables('default').length).toBeGreaterThan(940);
    expect(source('NeverHeardOf')).toBeNull();
    expect(lake.catalogue.table('default', 'signinlogs')).toBeNull();
  });

  test('the sixty most used have descriptions, and every description has its table', () => {
    expect(tableDescriptions.size).toBeGreaterThanOrEqual(60);
    for (const [name, text] of tableDescriptions) {
      expect(knownTables().has(name), name).toBe(true);
      expect(text.length).toBeGreaterThan(40);
    }
  });

  test('types lie in files as the query engine holds them', () => {
    expect(storedType).toEqual(physicalType);
  });
});

describe('days', () => {
  test('a source between two times names only the files of those days', async () => {
    await ingestText(lake, 'Days_CL', { text: rowsOfDays([1, 2, 3, 4, 5]) });
    const from = ticksOf(Date.parse(`${day(2)}T00:00:00Z`));
    const to = ticksOf(Date.parse(`${day(3)}T23:59:59Z`));
    expect(source('Days_CL')?.files).toBe(5);
    expect(source('Days_CL', { from, to })?.files).toBe(2);
    expect((await readSource(source('Days_CL', { from, to }))).map((row) => row.Day).toSorted()).toEqual(['2', '3']);
    expect(source('Days_CL', { from: ticksOf(testNow) })?.files).toBe(0);
    expect(await readSource(source('Days_CL', { from: ticksOf(testNow) }))).toEqual([]);
  });

  test('files with other columns answer together: what one lacks is empty, and empty text is no NULL', async () => {
    for (const [number, more] of [
      [1, { a: 'x' }],
      [2, { b: 2 }],
      [3, { a: 'z', c: { k: 1 } }],
    ] as const)
      await ingestText(lake, 'Shapes_CL', { text: rowsOfDays([number], more) });
    const rows = await readSource(source('Shapes_CL'), { rest: 'ORDER BY "Day"' });
    expect(rows).toMatchObject([
      { a: 'x', b: null, c: null },
      { a: '', b: '2', c: null },
      { a: 'z', b: null, c: '{"k":1}' },
    ]);
    const before = rows.map(({ $ingested: _, ...row }) => row);
    await lake.compact({ workspaceId: 'default', table: 'Shapes_CL', minFiles: 2, signal });
    expect((await readSource(source('Shapes_CL'), { rest: 'ORDER BY "Day"' })).map(({ $ingested: _, ...row }) => row)).toEqual(before);
  });

  test('many kinds of files still answer', async () => {
    for (let number = 1; number <= 15; number += 1)
      await ingestText(lake, 'Many_CL', { text: rowsOfDays([number], { [`Own${number}`]: number, [`Text${number}`]: 'x' }) });
    const rows = await readSource(source('Many_CL'), { rest: 'ORDER BY "Day"::INT' });
    expect(rows.map((row, index) => [row[`Own${index + 1}`], row[`Text${index + 1}`], row.Text1])).toEqual(
      rows.map((_, index) => [String(index + 1), 'x', index === 0 ? 'x' : '']),
    );
  });

  test('a table of Defender knows its time by both names', async () => {
    await ingestText(lake, 'DeviceEvents', { text: '{"Timestamp":"2026-10-01T00:00:00Z","DeviceName":"a"}' });
    await ingestText(lake, 'DeviceEvents', { text: '{"TimeGenerated":"2026-10-02T00:00:00Z","DeviceName":"b"}' });
    const rows = await readSource(source('DeviceEvents'), {
      select: '"DeviceName" AS name, "Timestamp" = "TimeGenerated" AS same, "Type" AS type',
      rest: 'ORDER BY 1',
    });
    expect(rows).toEqual([
      { name: 'a', same: true, type: 'DeviceEvents' },
      { name: 'b', same: true, type: 'DeviceEvents' },
    ]);
  });
});

describe('merging and keeping', () => {
  test('small files of a day become one, and the old ones go once no query can read them', async () => {
    for (let part = 0; part < 9; part += 1) await ingestText(lake, 'Merge_CL', { text: rowsOfDays([7], { Part: part }) });
    const old = source('Merge_CL');
    expect(await lake.maintain(signal)).toMatchObject({ merged: 9 });
    expect(source('Merge_CL')).toMatchObject({ files: 1, rows: 9 });
    expect(await readSource(old, { select: 'count(*)::INT AS n' })).toEqual([{ n: 9 }]);
    now += graceMilliseconds + 1;
    expect((await lake.maintain(signal)).deletedFiles).toBeGreaterThanOrEqual(9);
    await expect(readSource(old)).rejects.toThrow();
    expect(await readSource(source('Merge_CL'), { select: 'count(DISTINCT "Part")::INT AS n' })).toEqual([{ n: 9 }]);
  });

  test('what is older than its table keeps goes, and only that', async () => {
    await ingestText(lake, 'Keep_CL', { text: rowsOfDays([1, 20, 31]) });
    await ingestText(lake, 'Other_CL', { text: rowsOfDays([1]) });
    lake.setRetention({ workspace: 'default', table: 'Keep_CL', days: 14 });
    expect((await lake.maintain(signal)).expiredRows).toBe(1);
    expect((await readSource(source('Keep_CL'))).map((row) => row.Day).toSorted()).toEqual(['20', '31']);
    expect(lake.catalogue.table('default', 'Other_CL')?.rows).toBe(1);
    expect(lake.retention('default')).toEqual([{ workspace: 'default', table: 'Keep_CL', days: 14 }]);
    lake.setRetention({ workspace: 'default', table: 'Keep_CL', days: null });
    expect(lake.retention('default')).toEqual([]);
  });
});

test('workspaces keep their tables and columns apart', async () => {
  lake.createWorkspace({ id: 'lab', name: 'The lab' });
  await ingestText(lake, 'Apart_CL', { text: rowsOfDays([1], { v: 'text' }), workspaceId: 'The Lab' });
  await ingestText(lake, 'Apart_CL', { text: rowsOfDays([1], { v: 1 }) });
  expect(lake.catalogue.table('lab', 'Apart_CL')?.columns.at(-1)).toEqual({ name: 'v', type: 'string' });
  expect(lake.catalogue.table('default', 'Apart_CL')?.columns.at(-1)).toEqual({ name: 'v', type: 'long' });
  expect(() => lake.createWorkspace({ id: 'lab', name: 'Again' })).toThrow(expect.objectContaining({ code: 'lake.workspace-taken' }));
  expect(() => lake.createWorkspace({ id: '../x', name: 'Out' })).toThrow(expect.objectContaining({ code: 'request.invalid' }));
});

describe('watchlists', () => {
  test('come from CSV or JSON, are replaced whole, and have their search key', async () => {
    const before = lake.catalogue.schemaVersion('default');
    const csv = writeTestFile('hosts.csv', 'Owner,Host\nada,pc1\nbob,pc2\n');
    expect(await lake.putWatchlist({ workspaceId: 'default', alias: 'Hosts', searchKey: 'Host', path: csv, signal })).toEqual({
      rows: 2,
      searchKey: 'Host',
    });
    expect(
      await readSource(lake.catalogue.watchlistSource('default', 'hosts'), { select: '"SearchKey", "Owner"', rest: 'ORDER BY 1' }),
    ).toEqual([
      { SearchKey: 'pc1', Owner: 'ada' },
      { SearchKey: 'pc2', Owner: 'bob' },
    ]);
    const json = writeTestFile('hosts.json', '[{"Host":"pc3","Level":3}]');
    await lake.putWatchlist({ workspaceId: 'default', alias: 'hosts', path: json, signal });
    expect(lake.catalogue.watchlists('default')).toMatchObject([{ alias: 'hosts', rows: 1, searchKey: 'Host' }]);
    expect(await readSource(lake.catalogue.watchlistSource('default', 'Hosts'), { select: '"SearchKey", "Level"' })).toEqual([
      { SearchKey: 'pc3', Level: '3' },
    ]);
    expect(lake.catalogue.schemaVersion('default')).not.toBe(before);
    lake.removeWatchlist('default', 'HOSTS');
    expect(lake.catalogue.watchlistSource('default', 'hosts')).toBeNull();
  });

  test('without their key are refused', async () => {
    const path = writeTestFile('a.csv', 'a,b\n1,2\n');
    await expect(lake.putWatchlist({ workspaceId: 'default', alias: 'x', searchKey: 'c', path, signal })).rejects.toMatchObject({
      code: 'lake.watchlist-invalid',
    });
  });
});

test("Patchbay's own log is copied when it has changed, and only then", async () => {
  let version = '1';
  let reads = 0;
  const calls = [sampleRecord({ startedAt: '2026-10-05T08:00:00.000Z', input: { q: 'it' } })];
  const log = {
    version: async () => version,
    calls: async function* () {
      reads += 1;
      yield* calls;
    },
    events: async function* () {
      yield {
        sequence: 1,
        at: '2026-10-05T08:00:00.000Z',
        kind: 'call-intended' as const,
        actor: 'ada',
        data: { n: 1 },
        previousHash: '0',
        hash: 'f',
      };
    },
  };
  expect(await readSource(source('PatchbayToolCalls'))).toEqual([]);
  await lake.refreshOwnTables(log, signal);
  await lake.refreshOwnTables(log, signal);
  expect(reads).toBe(1);
  expect(await readSource(source('PatchbayToolCalls'))).toMatchObject([
    { User: calls[0]?.email, Input: '{"q":"it"}', State: 'running', DurationMs: null, ErrorCode: '' },
  ]);
  expect(await readSource(source('PatchbayAudit'))).toMatchObject([{ Sequence: '1', Event: 'call-intended', Data: '{"n":1}' }]);
  version = '2';
  calls.length = 0;
  await lake.refreshOwnTables(log, signal);
  expect(await readSource(source('PatchbayToolCalls'))).toEqual([]);
  expect(lake.catalogue.table('default', 'PatchbayAudit')).toMatchObject({ origin: 'own', rows: 1 });
  expect(ownTables.every(({ columns }) => columns.some(({ name }) => name === 'TimeGenerated'))).toBe(true);
});

test('files of the lake are where the catalogue lets the engine read', () => {
  const [tables = ''] = lake.catalogue.folders;
  expect(existsSync(tables)).toBe(true);
  expect(source('Days_CL')?.from).toContain(tables);
});
