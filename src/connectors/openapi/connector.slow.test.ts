import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, type Person } from '../../../testing/another-person.ts';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../../testing/composed-patchbay.ts';
import { browseEntra, confidentialClient, startEntra } from '../../../testing/servers/entra.ts';
import { serve } from '../../../testing/servers/serve.ts';
import { type Stores, startStores, storesClient } from '../../../testing/services/stores.ts';
import type { JsonObject } from '../../domain/json.ts';

let stores: Stores;
let patchbay: ComposedPatchbay;
let ada: Person;
let ben: Person;

beforeAll(async () => {
  stores = await startStores();
  patchbay = await composePatchbay();
  ada = { headers: { authorization: `Bearer ${composedKey}` }, api: patchbay.api };
  ben = await addPerson(patchbay, 'ben@example.com');
});
afterAll(async () => {
  await patchbay.close();
  await stores.close();
});

const add = (slug: string, settings: JsonObject) =>
  ada.api.call('createConnector', {
    body: {
      name: slug,
      slug,
      origin: {
        kind: 'builtin',
        builtin: 'openapi',
        settings: { documentUrl: `${stores.baseUrl}/openapi.json`, baseUrl: stores.baseUrl, profile: 'GET /me', ...settings },
      },
    },
  });
const call = async (
  { api }: Person,
  slug: string,
  { tool, input = {}, approvalId }: { tool: string; input?: JsonObject; approvalId?: string },
) => (await api.call('callTool', { path: { id: slug }, body: { tool, input, approvalId } })).outcome;
/** Calls what asks first, says yes, and calls again. */
async function callApproved(person: Person, slug: string, wanted: { tool: string; input: JsonObject }) {
  const asked = await call(person, slug, wanted);
  if (asked.kind !== 'approval_required') return asked;
  await person.api.call('answerApproval', { path: { id: asked.approvalId }, body: { decision: 'once' } });
  return call(person, slug, { ...wanted, approvalId: asked.approvalId });
}
/** In a browser: to the sign-in page, chooses the account, and back; on the same connection when they were there before. */
async function signIn({ headers, api }: Person, slug: string, { email, scopes }: { email: string; scopes?: readonly string[] }) {
  const { connections } = await api.call('getConnector', { path: { id: slug } });
  const all = { ...headers, cookie: 'patchbay-browser=the browser of the test' };
  const begun = await patchbay.request(`/api/v1/connectors/${slug}/connect`, {
    method: 'POST',
    headers: { ...all, 'content-type': 'application/json' },
    body: JSON.stringify({ scopes, connectionId: connections[0]?.id }),
  });
  const { url } = (await begun.json()) as { url: string };
  const page = await patchbay.request(`/connector_platform_oauth_redirect?${await browseEntra({ email })(url)}`, { headers: all });
  return page.text();
}

describe('an API that is described with OAuth', () => {
  test('signs people in at its own addresses: read, write with approval, step up, renew after 401, each with their own data', async () => {
    expect(await add('stock', { security: 'login' })).toMatchObject({ auth: { kind: 'oauth', oauth: { clientId: null } } });
    await ada.api.call('changeConnector', {
      path: { id: 'stock' },
      body: { auth: { kind: 'oauth', oauth: { registration: 'static', clientId: storesClient.id, clientSecret: storesClient.secret } } },
    });
    expect(await signIn(ada, 'stock', { email: 'ada@halden.example' })).toContain('data-outcome="connected"');
    const asked = stores.signIn.authorizations.at(-1);
    expect([asked?.get('scope'), asked?.get('code_challenge_method'), asked?.get('client_id'), asked?.has('resource')]).toEqual([
      'stock.read',
      'S256',
      storesClient.id,
      false,
    ]);
    expect(await ada.api.call('getConnector', { path: { id: 'stock' } })).toMatchObject({
      status: 'Connected',
      connections: [{ accountLabel: 'ada@halden.example', scopes: ['stock.read'] }],
    });
    expect(await call(ada, 'stock', { tool: 'list_items' })).toMatchObject({
      kind: 'completed',
      result: { structuredContent: { body: { items: [{ name: 'Lens 50 mm' }] } } },
    });

    // Off until somebody switches it on; then it asks, and then it lacks a scope.
    const write = { tool: 'add_item', input: { body: { name: 'Größe 🎉' } } };
    await ada.api.call('changeTool', { path: { id: 'stock', tool: 'add_item' }, body: { enabled: true } });
    expect(await callApproved(ada, 'stock', write)).toMatchObject({ kind: 'authorization_required', scopes: ['stock.write'] });
    expect(await signIn(ada, 'stock', { email: 'ada@halden.example', scopes: ['stock.write'] })).toContain('data-outcome="connected"');
    expect(stores.signIn.authorizations.at(-1)?.get('scope')?.split(' ').sort()).toEqual(['stock.read', 'stock.write']);
    expect(await callApproved(ada, 'stock', write)).toMatchObject({ kind: 'completed', result: { structuredContent: { status: 201 } } });
    expect(stores.shelves.get('ada@halden.example')?.at(-1)?.name).toBe('Größe 🎉');

    // A further operation, a further scope; a tool that is off is asked for by nobody.
    await ada.api.call('changeTool', { path: { id: 'stock', tool: 'remove_item' }, body: { enabled: true } });
    expect(await callApproved(ada, 'stock', { tool: 'remove_item', input: { id: 'n1' } })).toMatchObject({ scopes: ['stock.admin'] });

    stores.gate.tokens.expireAccessTokens();
    const before = stores.gate.seen.length;
    expect(await call(ada, 'stock', { tool: 'list_items' })).toMatchObject({ kind: 'completed' });
    expect(stores.gate.seen.slice(before).map(({ path }) => path)).toEqual(['/v1/items', '/v1/items']);

    expect(await call(ben, 'stock', { tool: 'list_items' })).toMatchObject({ kind: 'authorization_required' });
    expect(await signIn(ben, 'stock', { email: 'ben@halden.example' })).toContain('data-outcome="connected"');
    expect(await call(ben, 'stock', { tool: 'list_items' })).toMatchObject({
      result: { structuredContent: { body: { items: [{ name: 'Prisma größe 🔭' }] } } },
    });
  });

  test('needs its client once more when the settings lead elsewhere, and forgets who was signed in', async () => {
    await ada.api.call('changeConnector', {
      path: { id: 'stock' },
      body: { settings: await settingsOf('stock', { security: 'headerKey', access: 'personal' }) },
    });
    expect(await ada.api.call('getConnector', { path: { id: 'stock' } })).toMatchObject({
      auth: { kind: 'header', headerName: 'X-Stores-Key' },
      status: 'Needs sign-in',
    });
    const before = stores.addresses.length;
    expect(await call(ada, 'stock', { tool: 'list_items' })).toMatchObject({ kind: 'authorization_required' });
    expect(stores.addresses.length).toBe(before);
    await ada.api.call('changeConnector', {
      path: { id: 'stock' },
      body: { settings: await settingsOf('stock', { security: 'login', access: undefined }) },
    });
    expect((await ada.api.call('getConnector', { path: { id: 'stock' } })).auth).toMatchObject({
      kind: 'oauth',
      oauth: { clientId: null, hasClientSecret: false },
    });
  });
});

test('a key that everybody shares is not sent to another address: it is entered again', async () => {
  await add('shared', { security: 'headerKey', credential: 'key-ada/1' });
  await ada.api.call('connect', { path: { id: 'shared' }, body: {} });
  expect(await call(ada, 'shared', { tool: 'list_items' })).toMatchObject({ result: { structuredContent: { status: 200 } } });
  const change = async (more: JsonObject) =>
    ada.api.call('changeConnector', { path: { id: 'shared' }, body: { settings: await settingsOf('shared', more) } });
  await change({ security: 'headerKey' });
  expect(await call(ada, 'shared', { tool: 'list_items' })).toMatchObject({ result: { structuredContent: { status: 200 } } });
  await change({ baseUrl: stores.baseUrl.replace('127.0.0.1', 'localhost') });
  await change({ baseUrl: stores.baseUrl });
  const before = stores.addresses.length;
  expect(await call(ada, 'shared', { tool: 'list_items' })).toMatchObject({
    result: { isError: true, content: [{ text: expect.stringContaining('no credential') }] },
  });
  expect(stores.addresses.length).toBe(before);
});

test('an API that is described with OpenID Connect: its provider is asked where, tokens are renewed, and the account has its name', async () => {
  const entra = await startEntra({ moreScopes: ['stock.read'] });
  const api = await serve((request) => {
    if (new URL(request.url).pathname === '/openapi.json') return Response.json(described);
    const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    return entra.tokens.judge(token).kind === 'valid' ? Response.json({ items: ['Lens'] }) : new Response(null, { status: 401 });
  });
  const described = {
    openapi: '3.0.3',
    info: { title: 'Company stock' },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: { company: { type: 'openIdConnect', openIdConnectUrl: `${entra.issuer}/.well-known/openid-configuration` } },
    },
    paths: { '/items': { get: { operationId: 'list_items', security: [{ company: ['stock.read'] }], responses: {} } } },
  };
  try {
    const { id, secret } = confidentialClient;
    await ada.api.call('createConnector', {
      body: {
        name: 'Company',
        slug: 'company',
        origin: { kind: 'builtin', builtin: 'openapi', settings: { documentUrl: `${api.url}/openapi.json`, security: 'company' } },
        auth: { kind: 'oauth', oauth: { registration: 'static', clientId: id, clientSecret: secret } },
      },
    });
    expect(await signIn(ada, 'company', { email: 'analyst@contoso.com' })).toContain('data-outcome="connected"');
    expect(entra.authorizations[0]?.get('scope')?.split(' ').sort()).toEqual(['offline_access', 'openid', 'stock.read']);
    expect(entra.authorizations[0]?.get('code_challenge_method')).toBe('S256');
    expect((await ada.api.call('getConnector', { path: { id: 'company' } })).connections).toMatchObject([
      { status: 'Connected', accountLabel: 'analyst@contoso.com' },
    ]);
    entra.tokens.expireAccessTokens();
    expect(await call(ada, 'company', { tool: 'list_items' })).toMatchObject({
      result: { structuredContent: { body: { items: ['Lens'] } } },
    });
    expect(entra.tokenRequests.map(({ form }) => form.get('grant_type'))).toEqual(['authorization_code', 'refresh_token']);
  } finally {
    await api.close();
    await entra.close();
  }
});

describe('an API to which each person brings a key of their own', () => {
  const keysOf = (kind: 'key' | 'password') => (kind === 'key' ? ['key-ada/1', 'key-ben+2'] : ['ada:pass wörd', 'ben:other']);
  const enter = ({ api }: Person, slug: string, value: string) => api.call('setHeader', { path: { id: slug }, body: { value } });

  test.each([
    ['headerKey', 'key'],
    ['addressKey', 'key'],
    ['token', 'key'],
    ['password', 'password'],
  ] as const)('by the scheme %s: each acts as themselves, and a key that is not taken is not kept', async (security, kind) => {
    const slug = security.toLowerCase();
    await add(slug, { security, access: 'personal' });
    const [ofAda = '', ofBen = ''] = keysOf(kind);
    await expect(enter(ada, slug, 'wrong:key')).rejects.toMatchObject({ problem: { code: 'connection.header-required' } });
    expect(await call(ada, slug, { tool: 'list_items' }).catch((error: unknown) => error)).not.toMatchObject({ kind: 'completed' });

    expect(await enter(ada, slug, ofAda)).toMatchObject({ status: 'Connected', accountLabel: 'ada@halden.example' });
    expect(await call(ben, slug, { tool: 'list_items' })).toMatchObject({ kind: 'authorization_required' });
    expect(await enter(ben, slug, ofBen)).toMatchObject({ status: 'Connected', accountLabel: 'ben@halden.example' });
    const shelfOf = async (person: Person) => {
      const outcome = await call(person, slug, { tool: 'list_items' });
      return outcome.kind === 'completed' ? outcome.result.structuredContent : outcome;
    };
    expect(await shelfOf(ada)).toMatchObject({ body: { items: stores.shelves.get('ada@halden.example') } });
    expect(await shelfOf(ben)).toMatchObject({ body: { items: stores.shelves.get('ben@halden.example') } });
    expect(await callApprovedAdd(ben, slug)).toMatchObject({ kind: 'completed' });
    expect(stores.shelves.get('ben@halden.example')?.at(-1)).toMatchObject({ name: slug });
  });

  test('and no key lies in what is shown, logged or stored', async () => {
    const { calls } = await ada.api.call('listCalls', {});
    expect(calls.length).toBeGreaterThan(8);
    const shown = await Promise.all([
      ada.api.call('listConnectors'),
      ada.api.call('listTraces', { path: { id: 'addresskey' } }),
      ada.api.call('getConnector', { path: { id: 'password' } }),
      ben.api.call('getConnector', { path: { id: 'password' } }),
    ]);
    const stored = readdirSync(patchbay.dataFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    const text = JSON.stringify([calls, shown]) + stored.join('');
    expect(text).toContain('list_items');
    for (const key of stores.keys.keys()) for (const form of formsOf(key)) expect(text.includes(form), form).toBe(false);
  });

  test('and a key goes nowhere else when the settings lead to another address', async () => {
    await ada.api.call('changeConnector', {
      path: { id: 'headerkey' },
      body: { settings: await settingsOf('headerkey', { baseUrl: stores.baseUrl.replace('127.0.0.1', 'localhost') }) },
    });
    const before = stores.addresses.length;
    for (const person of [ada, ben])
      expect(await call(person, 'headerkey', { tool: 'list_items' })).toMatchObject({ kind: 'authorization_required' });
    expect(stores.addresses.length).toBe(before);
  });

  async function callApprovedAdd(person: Person, slug: string) {
    await ada.api.call('changeTool', { path: { id: slug, tool: 'add_item' }, body: { enabled: true } });
    return callApproved(person, slug, { tool: 'add_item', input: { body: { name: slug } } });
  }
});

/** As it was entered, and as it travels. */
const formsOf = (key: string) => [
  key,
  encodeURIComponent(key),
  new URLSearchParams({ key }).toString().slice(4),
  Buffer.from(key).toString('base64'),
];

async function settingsOf(slug: string, change: JsonObject) {
  const { origin } = await ada.api.call('getConnector', { path: { id: slug } });
  return { ...(origin['settings'] as JsonObject), ...change } as Record<string, never>;
}
