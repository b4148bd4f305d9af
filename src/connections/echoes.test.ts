import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ComposedPatchbay, composePatchbay } from '../../testing/composed-patchbay.ts';
import { type Served, serve } from '../../testing/servers/serve.ts';
import type { JsonObject } from '../domain/json.ts';

const own = 'ada/key+of "her" own 日本';
const sent = 'sk-of-this-connector-41';
const schemes: Readonly<Record<string, JsonObject>> = {
  header: { type: 'apiKey', in: 'header', name: 'X-Key' },
  query: { type: 'apiKey', in: 'query', name: 'key' },
  basic: { type: 'http', scheme: 'basic' },
  bearer: { type: 'http', scheme: 'bearer' },
};
/** All that a service may know of a secret: as it was entered, and as it was sent. */
const forms = (secret: string) => [secret, encodeURIComponent(secret), new URLSearchParams({ secret }).toString().slice(7), btoa8(secret)];
const btoa8 = (text: string) => Buffer.from(text).toString('base64');

let service: Served;
let patchbay: ComposedPatchbay;

/** An API that says what it was sent, and fails in the same words where it is asked to. */
beforeAll(async () => {
  service = await serve((request) => {
    const { pathname, search } = new URL(request.url);
    const headers = Object.fromEntries(request.headers);
    const basic = /^Basic (.+)$/.exec(headers['authorization'] ?? '')?.[1];
    const seen = {
      url: request.url,
      search,
      decoded: decodeURIComponent(search),
      headers,
      user: basic && Buffer.from(basic, 'base64').toString(),
    };
    return pathname === '/fail' ? Response.json({ said: seen }, { status: 400 }) : Response.json({ ...seen, price: 41 });
  });
  patchbay = await composePatchbay();
});
afterAll(async () => {
  await patchbay.close();
  await service.close();
});

async function add(slug: string, scheme: JsonObject, settings: JsonObject): Promise<void> {
  const operation = (operationId: string) => ({ get: { operationId, responses: { 200: { description: 'What was sent' } } } });
  const document = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Echo', version: '1' },
    paths: { '/echo': operation('echo'), '/fail': operation('fail') },
    components: { securitySchemes: { scheme } },
    security: [{ scheme: [] }],
  });
  const origin = {
    kind: 'builtin' as const,
    builtin: 'openapi',
    settings: { document, baseUrl: service.url, security: 'scheme', ...settings },
  };
  await patchbay.api.call('createConnector', { body: { name: slug, slug, origin } });
}
const call = async (slug: string, tool: string) =>
  JSON.stringify(await patchbay.api.call('callTool', { path: { id: slug }, body: { tool, input: {} } }));

test.each(Object.entries(schemes))(
  'a key that an API says back is seen by nobody: a key of the connector, sent as %s',
  async (kind, scheme) => {
    const secret = kind === 'header' || kind === 'bearer' ? sent : `ada:${sent}/+`;
    await add(`shared-${kind}`, scheme, { credential: secret });
    await patchbay.api.call('connect', { path: { id: `shared-${kind}` }, body: {} });
    for (const tool of ['echo', 'fail']) {
      const said = await call(`shared-${kind}`, tool);
      for (const form of forms(secret)) expect(said, `${tool}: ${said}`).not.toContain(form);
    }
    expect(await call(`shared-${kind}`, 'echo')).toMatch(/\[redacted\].*"price":41/);
  },
);

test('and one that a person entered for themselves', async () => {
  await add('own', schemes['query'] ?? {}, { access: 'personal' });
  await patchbay.api.call('setHeader', { path: { id: 'own' }, body: { value: own } });
  const said = await call('own', 'echo');
  for (const form of [...forms(own), JSON.stringify(own).slice(1, -1)]) expect(said).not.toContain(form);
  expect(said).toContain('?key=[redacted]');
});

test('and what a server says back while it is connected to is kept in no trace', async () => {
  await patchbay.api.call('changeSettings', { body: { developerMode: true } });
  await patchbay.api.call('createConnector', {
    body: {
      name: 'Remote',
      slug: 'remote',
      origin: { kind: 'remote', url: `${service.url}/fail` },
      auth: { kind: 'header', headerName: 'X-Tenant-Access', prefix: 'Key ' },
      trusted: true,
    },
  });
  await expect(patchbay.api.call('setHeader', { path: { id: 'remote' }, body: { value: sent } })).rejects.toThrow();
  const { traces } = await patchbay.api.call('listTraces', { path: { id: 'remote' } });
  expect(JSON.stringify(traces)).not.toContain(sent);
  expect(JSON.stringify(traces)).toContain('Key [redacted]');
});

test('a password that is a plain word makes no holes in what a database says', async () => {
  await add('word', schemes['header'] ?? {}, { credential: 'postgres' });
  await patchbay.api.call('connect', { path: { id: 'word' }, body: {} });
  expect(await call('word', 'echo')).toContain('postgres');
});
