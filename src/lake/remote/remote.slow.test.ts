import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callContext } from '../../../testing/servers/connections-harness.ts';
import { samplePrincipal } from '../../../testing/sample.ts';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../../testing/composed-patchbay.ts';
import { atEndpoints, type ConnectorDefinition, toToolSource } from '../../connector-kit/index.ts';
import type { JsonObject } from '../../domain/json.ts';
import { type AnalysisReport, createAnalyses } from '../analysis/analyses.ts';
import { createRemoteLakeConnectors } from './connectors.ts';

let patchbay: ComposedPatchbay;
const signIns = Array.from({ length: 12 }, (_, index) => ({
  TimeGenerated: `2026-06-10T08:${10 + index}:00Z`,
  UserPrincipalName: 'ada@example.com',
  ResultType: '50126',
  IPAddress: '203.0.113.7',
  Location: 'NL',
}));
const rows = Array.from({ length: 3 }, (_, index) => ({
  TimeGenerated: `2026-06-10T0${index}:00:00Z`,
  Host: `host-${index}`,
  Details: { n: index },
}));

beforeAll(async () => {
  patchbay = await composePatchbay();
  await takeIn('Machines_CL', rows);
  await takeIn('SigninLogs', signIns);
});
afterAll(() => patchbay.close());

async function takeIn(table: string, lines: readonly object[]): Promise<void> {
  const taken = await patchbay.request(`/api/v1/lake/default/tables/${table}/rows`, {
    method: 'POST',
    headers: { authorization: `Bearer ${composedKey}`, 'content-type': 'application/x-ndjson' },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  });
  expect(taken.status).toBe(200);
}

const analyses = createAnalyses({ clock: Date.now, newId: () => crypto.randomUUID() });
afterAll(() => analyses.close());
const remoteLakeConnectors = createRemoteLakeConnectors(analyses);
const named = (id: string): ConnectorDefinition => remoteLakeConnectors.find((each) => each.id === id) ?? expect.fail(id);

/** The connector with a fetch that carries a key, as connections give it one. */
function sourceOf(id: string, { settings, baseUrl, fetch }: { settings: JsonObject; baseUrl?: string; fetch?: typeof globalThis.fetch }) {
  const ours: typeof globalThis.fetch = async (to, init) => {
    const url = new URL(to instanceof Request ? to.url : to);
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${composedKey}`);
    return patchbay.request(url.pathname + url.search, { ...init, headers });
  };
  const connector = atEndpoints(named(id), baseUrl === undefined ? {} : { baseUrl });
  const source = toToolSource(connector, { settings, fetch: fetch ?? ours, strict: true });
  return async (name: string, input: JsonObject = {}) =>
    source.callTool({ name, inputSchema: { type: 'object' } }, input, callContext(samplePrincipal));
}

const places = [
  ['azure-data-explorer', () => ({ settings: { cluster: patchbay.url, database: 'default' } })],
  ['sentinel-lake', () => ({ settings: { workspace: 'Default-default' }, baseUrl: patchbay.url })],
  ['log-analytics', () => ({ settings: { workspace: 'default' }, baseUrl: `${patchbay.url}/v1` })],
] as const;

describe.each(places)('%s, over our own half of its API', (id, place) => {
  test('gives rows with names, types and parsed dynamic values', async () => {
    const ask = sourceOf(id, place());
    const { structuredContent } = await ask('query_lake', {
      query: 'Machines_CL | sort by Host asc | project Host, TimeGenerated, Details',
    });
    expect(structuredContent).toMatchObject({
      columns: [
        { name: 'Host', type: 'string' },
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'Details', type: 'dynamic' },
      ],
      rows: [
        ['host-0', expect.stringMatching(/^2026-06-10T00:00:00/), { n: 0 }],
        ['host-1', expect.any(String), { n: 1 }],
        ['host-2', expect.any(String), { n: 2 }],
      ],
      truncated: false,
    });
  });
  test('finds tables by words, with their columns and types', async () => {
    const { structuredContent } = await sourceOf(id, place())('search_tables', { query: 'machines' });
    const { tables } = structuredContent as { readonly tables: readonly { readonly name: string; readonly columns: readonly object[] }[] };
    const found = tables.find(({ name }) => name === 'Machines_CL');
    expect(found?.columns).toContainEqual({ name: 'TimeGenerated', type: 'datetime' });
    expect(found?.columns).toContainEqual({ name: 'Details', type: 'dynamic' });
  });
  test('tells a wrong query in the words of its engine, with the place', async () => {
    const answer = await sourceOf(id, place())('query_lake', { query: 'Machines_CL\n| where Hoost == 1' });
    expect(answer.isError).toBe(true);
    expect(JSON.stringify(answer.content)).toMatch(/Hoost.*line:position=2:9/);
  });
  test('analyses a person there, after the call that started it has ended', async () => {
    const ask = sourceOf(id, place());
    const span = { startTime: '2026-06-10T00:00:00Z', endTime: '2026-06-11T00:00:00Z' };
    const started = await ask('analyze_user_entity', { entity: 'ada@example.com', ...span });
    const { analysisId } = started.structuredContent as { readonly analysisId: string };
    const report = async () => (await ask('get_entity_analysis', { analysisId })).structuredContent as unknown as AnalysisReport;
    await expect.poll(async () => (await report()).status, { timeout: 60_000 }).toBe('completed');
    const { findings } = await report();
    const failed = findings.find(({ query }) => query.includes('ResultType != "0"')) ?? expect.fail(JSON.stringify(findings));
    expect(failed.query).toContain('ada@example.com');
  });
  test('a long answer is cut where the tool says so', async () => {
    const { structuredContent } = await sourceOf(id, place())('query_lake', { query: 'range i from 1 to 1500 step 1' });
    expect(structuredContent).toMatchObject({ truncated: true, rows: { length: 1000 } });
  });
});

describe('frames in the forms that Microsoft describes', () => {
  const answering =
    (body: unknown, status = 200): typeof globalThis.fetch =>
    async () =>
      new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  const settings = { cluster: 'https://example.kusto.windows.net', database: 'Samples' };
  const header = { FrameType: 'DataSetHeader', IsProgressive: true, Version: 'v2.0', IsFragmented: true };
  const head = {
    FrameType: 'TableHeader',
    TableId: 1,
    TableKind: 'PrimaryResult',
    TableName: 'PrimaryResult',
    Columns: [{ ColumnName: 'n', ColumnType: 'long' }],
  };
  const part = (TableFragmentType: string, ...values: readonly number[]) => ({
    FrameType: 'TableFragment',
    TableId: 1,
    FieldCount: 1,
    TableFragmentType,
    Rows: values.map((value) => [value]),
  });
  const done = { FrameType: 'DataSetCompletion', HasErrors: false, Cancelled: false };
  const ask = (body: unknown, status?: number) =>
    sourceOf('azure-data-explorer', { settings, fetch: answering(body, status) })('query_lake', { query: 'T' });

  test('fragments are put together, and one that replaces takes the place of those before', async () => {
    const frames = [
      header,
      head,
      part('DataAppend', 1, 2),
      { FrameType: 'TableProgress', TableId: 1, TableProgress: 50 },
      part('DataReplace', 7),
      part('DataAppend', 8),
      { FrameType: 'TableCompletion', TableId: 1, RowCount: 2 },
      done,
    ];
    expect((await ask(frames)).structuredContent).toMatchObject({ columns: [{ name: 'n', type: 'long' }], rows: [[7], [8]] });
  });
  test('an answer that ends in errors is one, whatever rows came before', async () => {
    const failed = {
      ...done,
      HasErrors: true,
      OneApiErrors: [{ error: { code: 'LimitsExceeded', '@message': 'Query execution has exceeded the allowed limits' } }],
    };
    expect(await ask([header, head, part('DataAppend', 1), failed])).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('exceeded the allowed limits') }],
    });
  });
  test('version 1 names types as .NET does, and puts what went wrong among the rows', async () => {
    const columns = [{ ColumnName: 'ok', DataType: 'SByte' }];
    expect((await ask({ Tables: [{ TableName: 'Table_0', Columns: columns, Rows: [[true]] }] })).structuredContent).toMatchObject({
      columns: [{ name: 'ok', type: 'bool' }],
    });
    expect(
      await ask({ Tables: [{ TableName: 'Table_0', Columns: columns, Rows: [[true], { Exceptions: ['The query ran out of memory.'] }] }] }),
    ).toMatchObject({ isError: true });
  });
  test('a fault of the service is not told as a fault of the query', async () => {
    await expect(ask({ error: { message: 'Access denied.' } }, 403)).rejects.toMatchObject({ code: 'upstream.http-error' });
  });
});
