import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '../../testing/api-descriptions.ts';
import { type ComposedPatchbay, composePatchbay } from '../../testing/composed-patchbay.ts';
import { findPostgres, startPostgres, type TestPostgres } from '../../testing/postgres.ts';
import { makeShopFile } from '../../testing/shop.ts';

let patchbay: ComposedPatchbay;
let service: Server;
let file: string;
const asked: string[] = [];

beforeAll(async () => {
  patchbay = await composePatchbay();
  file = await makeShopFile('sqlite');
  service = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['x-trace'] ?? ''}`);
    if (request.url === '/api.yaml') response.end(catalogue);
    else response.setHeader('content-type', 'application/json').end('{"lenses":[{"id":"l1","secret":"s"}]}');
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
}, 60_000);
afterAll(async () => {
  service.close();
  await patchbay.close();
  rmSync(file, { force: true });
});

async function add(name: string, { builtin, settings }: { readonly builtin: string; readonly settings: Record<string, unknown> }) {
  // What the page sends is JSON, which is what these settings are.
  const origin = { kind: 'builtin', builtin, settings } as never;
  const { id } = await patchbay.api.call('createConnector', { body: { name, origin } });
  await patchbay.api.call('connect', { path: { id }, body: {} });
  return id;
}
const call = (id: string, tool: string, input: Record<string, unknown> = {}) =>
  patchbay.api.call('callTool', { path: { id }, body: { tool, input: input as never } });

test('a database file answers questions; changes are off', async () => {
  const queries = [
    {
      name: 'orders_by_status',
      title: 'Orders',
      description: 'Use it for orders.',
      sql: 'SELECT id FROM orders WHERE status = {Status}',
      parameters: [{ name: 'Status' }],
    },
  ];
  const id = await add('Shop', { builtin: 'database-file', settings: { kind: 'sqlite', file, queries } });
  expect((await call(id, 'orders_by_status', { Status: 'open' })).outcome).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { rows: [[1], [3]] } },
  });
  const { tools } = await patchbay.api.call('listTools', { path: { id } });
  expect(tools.filter(({ enabled }) => !enabled).map(({ definition }) => definition.name)).toEqual(['execute_statement']);
});

test('an API is read from its address and called at its base URL only, and writes are off', async () => {
  const home = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  const operations = [{ operation: 'lenses.list', name: 'list_lenses', fields: ['lenses.id'] }, { operation: 'lenses.remove' }];
  const settings = { documentUrl: `${home}/api.yaml`, baseUrl: `${home}/v2`, security: 'key', credential: 'k1', operations };
  const id = await add('Catalogue', { builtin: 'openapi', settings });
  expect((await call(id, 'list_lenses', { 'X-Trace': 't' })).outcome).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { status: 200, body: { lenses: [{ id: 'l1' }] } } },
  });
  expect(asked).toEqual(['GET /api.yaml ', 'GET /v2/lenses?api_key=k1 t']);
  const { tools } = await patchbay.api.call('listTools', { path: { id } });
  expect(tools.filter(({ enabled }) => !enabled).map(({ definition }) => definition.name)).toEqual(['lenses_remove']);
  expect(JSON.stringify(await patchbay.api.call('getConnector', { path: { id } }))).not.toContain('k1');
});

const postgres = findPostgres();
test.skipIf(postgres === null)('a database server is reached over a guarded socket, but not by a superuser', async () => {
  const server: TestPostgres = await startPostgres(postgres ?? '');
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query("CREATE ROLE reader LOGIN PASSWORD 'secret word'");
  await client.end();
  const { port } = new URL(server.url);
  const place = { kind: 'postgresql', host: '127.0.0.1', port: Number(port), database: 'postgres', tls: 'off' };
  const id = await add('Server', { builtin: 'database', settings: { ...place, user: 'reader', password: 'secret word' } });
  const { outcome } = await call(id, 'execute_query', { sql: 'SELECT current_user::text', parameters: [] });
  const shown = JSON.stringify(await patchbay.api.call('getConnector', { path: { id } }));
  const asSuperuser = add('Superuser', { builtin: 'database', settings: { ...place, user: 'patchbay' } });
  await expect(asSuperuser).rejects.toThrow(/superuser/);
  await server.stop();
  expect(outcome).toMatchObject({ kind: 'completed', result: { structuredContent: { rows: [['reader']] } } });
  expect(shown).not.toContain('secret word');
});
