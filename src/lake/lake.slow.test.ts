import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../testing/composed-patchbay.ts';
import { openLakeData } from './data/lake-data.ts';

const day = '2026-06-10';
const window = { startTime: `${day}T00:00:00Z`, endTime: `${day}T23:59:59Z` };
let patchbay: ComposedPatchbay;

/** Eight people whose passwords were tried from one address; one of them let it in. */
function signIns(): string {
  const people = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'john', 'frances'].map((name) => `${name}@contoso.com`);
  const sprayed = people.map((UserPrincipalName, index) => ({
    TimeGenerated: `${day}T03:0${index}:00Z`,
    UserPrincipalName,
    UserId: `id-${index}`,
    IPAddress: '203.0.113.66',
    Location: 'RU',
    ResultType: '50126',
  }));
  const entered = {
    TimeGenerated: `${day}T03:30:00Z`,
    UserPrincipalName: 'grace@contoso.com',
    UserId: 'id-1',
    IPAddress: '203.0.113.66',
    Location: 'RU',
    ResultType: '0',
  };
  const usual = people.map((UserPrincipalName, index) => ({
    TimeGenerated: `${day}T08:0${index}:00Z`,
    UserPrincipalName,
    UserId: `id-${index}`,
    IPAddress: `198.51.100.${index}`,
    Location: 'DE',
    ResultType: '0',
  }));
  return [...sprayed, entered, ...usual].map((row) => JSON.stringify(row)).join('\n');
}

beforeAll(async () => {
  patchbay = await composePatchbay();
  const path = join(patchbay.dataFolder, 'signins.ndjson');
  writeFileSync(path, signIns());
  const data = openLakeData({ folder: join(patchbay.dataFolder, 'lake'), clock: Date.now });
  await data.ingest({ workspaceId: 'default', table: 'SigninLogs', path }, { signal: new AbortController().signal });
  await data.close();
  await patchbay.api.call('createConnector', {
    body: {
      name: 'Security data lake',
      slug: 'data-exploration',
      origin: { kind: 'builtin', builtin: 'data-exploration' },
      auth: { kind: 'none' },
      trusted: true,
    },
  });
  await patchbay.api.call('connect', { path: { id: 'data-exploration' }, body: {} });
});
afterAll(() => patchbay.close());

async function ask(tool: string, input: Record<string, unknown>) {
  const { outcome } = await patchbay.api.call('callTool', { path: { id: 'data-exploration' }, body: { tool, input } });
  if (outcome.kind !== 'completed') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}
/** The parts of the tools' outputs that tests look at. */
type Seen = {
  readonly tables?: readonly { readonly columns: readonly { readonly name: string; readonly type: string }[] }[];
  readonly analysisId?: string;
  readonly status?: string;
  readonly score?: number | null;
  readonly findings?: readonly { readonly id: string; readonly query: string }[];
  readonly notLookedAt?: readonly { readonly reason: string }[];
};
const structured = async (tool: string, input: Record<string, unknown>) => (await ask(tool, input)).structuredContent as Seen;

test('its tools carry the names and parameters of Microsoft Sentinel, and all of them read', async () => {
  const { tools } = await patchbay.api.call('listTools', { path: { id: 'data-exploration' } });
  expect(tools.map((tool) => tool.definition.name)).toEqual([
    'analyze_url_entity',
    'analyze_user_entity',
    'get_entity_analysis',
    'list_sentinel_workspaces',
    'query_lake',
    'search_tables',
  ]);
  expect(tools.every((tool) => tool.readOnly && tool.effectivePermission === 'allow')).toBe(true);
});

test('tables are found by words, those that hold data first, with columns, rows and time range', async () => {
  const { tables } = await structured('search_tables', { query: 'failed sign ins' });
  expect(tables?.[0]).toMatchObject({ name: 'SigninLogs', rows: 17, from: expect.stringContaining(day) });
  expect(tables?.[0]?.columns).toContainEqual({ name: 'IPAddress', type: 'string' });
});

test('a query is answered as structured content and as the same JSON in text', async () => {
  const query = 'SigninLogs | where ResultType != "0" | summarize People = dcount(UserPrincipalName) by IPAddress';
  const result = await ask('query_lake', { query });
  expect(result.structuredContent).toEqual({
    columns: [
      { name: 'IPAddress', type: 'string' },
      { name: 'People', type: 'long' },
    ],
    rows: [['203.0.113.66', 8]],
    truncated: false,
  });
  expect(result.content).toEqual([{ type: 'text', text: JSON.stringify(result.structuredContent) }]);
});

test('a wrong query is told where and what, so that a model can correct itself', async () => {
  const result = await ask('query_lake', { query: 'SigninLogs\n| where Nothing == 1' });
  expect(result.isError).toBe(true);
  expect(JSON.stringify(result.content)).toMatch(/Nothing.*KS142, line 2, column 9/);
});

test('an analysis of a person finds the spray that succeeded, shows its KQL, and says what it could not look at', async () => {
  const { analysisId } = await structured('analyze_user_entity', { entity: 'grace@contoso.com', ...window });
  await expect.poll(async () => (await structured('get_entity_analysis', { analysisId })).status, { timeout: 30_000 }).toBe('completed');
  const report = await structured('get_entity_analysis', { analysisId });
  const spray = report.findings?.find((finding) => finding.id === 'sprayed-then-entered');
  expect(spray).toMatchObject({ points: 40, sentence: expect.stringContaining('203.0.113.66') });
  expect(spray?.query).toContain('"grace@contoso.com"');
  expect(report.notLookedAt?.map(({ reason }) => reason)).toContain('AuditLogs holds no data in this workspace.');
  expect(report.notLookedAt?.filter(({ reason }) => !reason.includes('holds no data'))).toEqual([]);
  expect(Number(report.score)).toBeGreaterThanOrEqual(40);
});

test('an analysis of a quiet person finds nothing to score', async () => {
  const { analysisId } = await structured('analyze_user_entity', { entity: 'nobody@contoso.com', ...window });
  await expect.poll(async () => (await structured('get_entity_analysis', { analysisId })).status, { timeout: 30_000 }).toBe('completed');
  expect(await structured('get_entity_analysis', { analysisId })).toMatchObject({ score: 0, findings: [] });
});

test.each([
  ['2026-07-28', { mode: { pin: '2026-07-28' } }],
  ['sessions', undefined],
] as const)('/mcp/data-exploration answers an MCP client in the era of %s, with an API key as bearer', async (_era, versionNegotiation) => {
  const client = new Client({ name: 'soc', version: '1.0.0' }, versionNegotiation === undefined ? {} : { versionNegotiation });
  const send = (url: string | URL, init?: RequestInit) => patchbay.request(new URL(url).pathname, init);
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${patchbay.url}/mcp/data-exploration`), {
      fetch: send,
      requestInit: { headers: { authorization: `Bearer ${composedKey}` } },
    }),
  );
  const { tools } = await client.listTools();
  expect(tools.map((tool) => tool.name)).toContain('query_lake');
  const answer = await client.callTool({ name: 'query_lake', arguments: { query: 'SigninLogs | count' } });
  expect(answer.structuredContent).toMatchObject({ rows: [[17]] });
  await client.close();
});

test('an entity is a value: it cannot become part of a query', async () => {
  const { analysisId } = await structured('analyze_user_entity', { entity: 'x" or true or "', ...window });
  await expect.poll(async () => (await structured('get_entity_analysis', { analysisId })).status, { timeout: 30_000 }).toBe('completed');
  expect(await structured('get_entity_analysis', { analysisId })).toMatchObject({ findings: [] });
});
