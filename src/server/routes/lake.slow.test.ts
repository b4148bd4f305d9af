import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../../testing/composed-patchbay.ts';
import { ApiError } from '../../contract/client.ts';
import type { LakeQueryLine, SampleLine } from '../../contract/lake-objects.ts';

let patchbay: ComposedPatchbay;
let sampleLines: readonly SampleLine[];

beforeAll(async () => {
  patchbay = await composePatchbay();
  const response = await patchbay.api.raw('installSamples', { path: { workspace: 'default' }, body: { until: '2026-10-31' } });
  sampleLines = await readLines<SampleLine>(response);
});
afterAll(() => patchbay.close());

async function readLines<Line>(response: Response): Promise<readonly Line[]> {
  const text = await response.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

async function ask(query: string, options: { readonly maxRows?: number; readonly signal?: AbortSignal } = {}) {
  const { signal, ...more } = options;
  const response = await patchbay.api.raw('queryLake', { path: { workspace: 'default' }, body: { query, ...more }, signal });
  return readLines<LakeQueryLine>(response);
}

const problemOf = async (query: string) => {
  const error = await ask(query).catch((thrown: unknown) => thrown);
  if (!(error instanceof ApiError)) throw new Error('the query was not refused', { cause: error });
  return error.problem;
};

test('loading the sample month tells each table as it comes, and what came in', () => {
  const progress = sampleLines.filter((line) => line.kind === 'progress');
  expect(progress.map(({ done, of }) => `${done}/${of}`)).toEqual(progress.map((_, index) => `${index}/${progress.length}`));
  const end = sampleLines.at(-1);
  expect(end?.kind === 'end' && end.tables.map(({ table }) => table)).toContain('SigninLogs');
});

test('tables have columns with KQL types, rows and their time range; known ones that are empty are there as well', async () => {
  const { tables } = await patchbay.api.call('listLakeTables', { path: { workspace: 'Default' } });
  const signIns = tables.find(({ name }) => name === 'SigninLogs');
  expect(signIns?.rows).toBeGreaterThan(1000);
  expect(signIns?.columns).toContainEqual({ name: 'TimeGenerated', type: 'datetime' });
  expect(signIns?.to).toMatch(/^2026-10-31T/);
  expect(tables.find(({ name }) => name === 'Syslog')).toMatchObject({ rows: 0, from: null });
  expect((await patchbay.api.call('listLakeWorkspaces')).workspaces).toContainEqual({ id: 'default', name: 'Default' });
});

test('an answer is columns with what render asks for, rows, and an end; long numbers keep their digits', async () => {
  const response = await patchbay.api.raw('queryLake', {
    path: { workspace: 'default' },
    body: { query: 'range i from 1 to 3 step 1 | extend big = 9007199254740993 | render columnchart with (title="Three")' },
  });
  const text = await response.text();
  expect(text).toContain('9007199254740993');
  const lines = text.trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as LakeQueryLine).kind)).toEqual(['columns', 'rows', 'end']);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    columns: [
      { name: 'i', type: 'long' },
      { name: 'big', type: 'long' },
    ],
    visualization: { chart: 'columnchart', title: 'Three' },
  });
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ rows: 3, truncated: false });
});

test('an answer that is longer than asked for ends, and says so', async () => {
  const lines = await ask('range i from 1 to 100000 step 1', { maxRows: 5000 });
  const rows = lines.flatMap((line) => (line.kind === 'rows' ? line.rows : []));
  expect(rows).toHaveLength(5000);
  expect(lines.at(-1)).toMatchObject({ kind: 'end', rows: 5000, truncated: true });
});

test('a wrong name is a problem with its place and the name that was meant', async () => {
  const problem = await problemOf('SigninLogs\n| where IPAdress == "x"');
  expect(problem).toMatchObject({
    status: 400,
    code: 'kql.semantic',
    diagnostics: [{ line: 2, column: 9, length: 8, suggestion: 'IPAddress' }],
  });
});

test('a question of the page is in the call log as query_lake, with the first rows; so is one that was refused', async () => {
  const [columns] = await ask('SigninLogs | take 150');
  await problemOf('SigninLogs | wher x');
  const { calls } = await patchbay.api.call('listCalls', { query: { tool: 'query_lake', limit: 2 } });
  expect(calls).toHaveLength(2);
  expect(calls[0]).toMatchObject({ state: 'failed', front: 'developer', input: { query: 'SigninLogs | wher x' } });
  expect(calls[1]).toMatchObject({ state: 'completed', id: columns?.kind === 'columns' && columns.callId, email: 'ada@example.com' });
  expect(calls[1]?.result?.structuredContent).toMatchObject({ truncated: true, rows: { length: 100 } });
});

test('a question about the log of calls is answered from the log as it is now', async () => {
  await ask('print marker = "asked just before"');
  // Put together, so that the question does not find itself.
  const lines = await ask('PatchbayToolCalls | where tostring(Input) has strcat("asked just ", "before") | count');
  expect(lines[1]).toEqual({ kind: 'rows', rows: [[1]] });
});

test('a query ends when its request does', async () => {
  const stop = new AbortController();
  const response = await patchbay
    .request('/api/v1/lake/default/query', {
      method: 'POST',
      headers: { authorization: `Bearer ${composedKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'range i from 1 to 100000000 step 1 | summarize by i | project i, h = hash_sha256(tostring(i))' }),
      signal: stop.signal,
    })
    .catch(() => null);
  setTimeout(() => stop.abort(), 100);
  await response?.text().catch(() => '');
  await expect
    .poll(async () => (await patchbay.api.call('listCalls', { query: { tool: 'query_lake', limit: 1 } })).calls[0], { timeout: 15_000 })
    .toMatchObject({ state: 'failed', errorCode: 'call.cancelled' });
});

test('whoever is not signed in gets nothing, and a workspace that is not there is named', async () => {
  const response = await patchbay.request('/api/v1/lake/default/tables');
  expect(response.status).toBe(401);
  await expect(patchbay.api.call('listLakeTables', { path: { workspace: 'elsewhere' } })).rejects.toThrow(/workspace/);
});
