import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestLake, testNow, writeTestFile } from '../../testing/lake.ts';
import { createKqlEngine, type KqlEngine } from './kql-engine.ts';

let engine: KqlEngine;
beforeAll(async () => {
  const lake = openTestLake();
  const path = writeTestFile('hosts.csv', 'Host,Owner\nsrv-1,ada\nsrv-2,grace\n');
  await lake.putWatchlist({ workspaceId: 'default', alias: 'hosts', path, signal: new AbortController().signal });
  await lake.close();
  engine = createKqlEngine({ place: { kind: 'lake', folder: lake.folder }, clock: () => testNow });
});
afterAll(() => engine.close());

async function rowsOf(query: string): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const chunk of (await engine.query(query)).rows) rows.push(...chunk.map((row) => JSON.parse(row) as unknown));
  return rows;
}

test('a watchlist is read by its alias, with its own columns, in either quotes', async () => {
  expect(await rowsOf(`_GetWatchlist('hosts') | project SearchKey, Owner | sort by Owner asc`)).toEqual([
    ['srv-1', 'ada'],
    ['srv-2', 'grace'],
  ]);
  expect(await rowsOf('let known = _GetWatchlist( "hosts" ) | distinct Host; print n = toscalar(known | count)')).toEqual([[2]]);
});

test('a call within a string or a comment is none', async () => {
  expect(await rowsOf(`print x = "_GetWatchlist('nothing')" // _GetWatchlist('nothing')`)).toEqual([[`_GetWatchlist('nothing')`]]);
});

test('one that nobody made is told by name and place, and what stands behind a call keeps its place', async () => {
  await expect(rowsOf(`print 1\n| join kind=inner _GetWatchlist('nobody') on $left.a == $right.b`)).rejects.toMatchObject({
    code: 'kql.semantic',
    message: expect.stringContaining(`no watchlist 'nobody'`),
    detail: { diagnostics: [{ line: 2, column: 19, length: 23 }] },
  });
  await expect(rowsOf(`_GetWatchlist('hosts') | where Nothing == 1`)).rejects.toMatchObject({
    detail: { diagnostics: [expect.objectContaining({ line: 1, column: 32 })] },
  });
});
