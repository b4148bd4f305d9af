import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ComposedPatchbay, composedKey, composePatchbay } from '../../testing/composed-patchbay.ts';
import { routes } from '../contract/routes.ts';

let patchbay: ComposedPatchbay;
beforeAll(async () => {
  patchbay = await composePatchbay();
});
afterAll(() => patchbay.close());

const request = (path: string, init: RequestInit = {}) => patchbay.request(path, init);
const bearer = { authorization: `Bearer ${composedKey}` };
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  request(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
const signIn = async (): Promise<Record<string, string>> => {
  const response = await post('/api/v1/session', { email: 'ada@example.com', password: 'correct horse battery' });
  return { cookie: (response.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '' };
};

describe('who may come in', () => {
  test('nothing but signing in works without a session or a key', async () => {
    for (const [name, route] of Object.entries(routes)) {
      if (route.access === 'public') continue;
      const path = `/api/v1${route.path.replace(/\{\w+\}/g, 'x')}`;
      const response = await request(path, { method: route.method });
      expect(response.status, name).toBe(401);
      expect(await response.json(), name).toMatchObject({ code: 'identity.sign-in-required' });
    }
    expect((await request('/v1/models')).status).toBe(401);
  });

  test('a session signs in with the password and ends with signing out', async () => {
    const session = await signIn();
    expect(await (await request('/api/v1/session', { headers: session })).json()).toMatchObject({
      person: { email: 'ada@example.com', role: 'owner' },
    });
    expect((await request('/api/v1/session', { method: 'DELETE', headers: session })).status).toBe(204);
    expect(await (await request('/api/v1/session', { headers: session })).json()).toMatchObject({ person: null });
  });

  test('wrong passwords are refused alike for known and unknown addresses, and after some of them sign-in waits', async () => {
    const attempt = (email: string) => post('/api/v1/session', { email, password: 'wrong' });
    const [known, unknown] = [await (await attempt('ada@example.com')).json(), await (await attempt('nobody@example.com')).json()];
    expect(known).toEqual(unknown);
    for (let count = 0; count < 8; count += 1) await attempt('mallory@example.com');
    expect(await (await attempt('mallory@example.com')).json()).toMatchObject({ code: 'identity.too-many-attempts', status: 429 });
  });

  test('an API key is shown once, works as a bearer, cannot make another, and ends when revoked', async () => {
    const session = await signIn();
    const made = await (await post('/api/v1/api-keys', { name: 'laptop' }, session)).json();
    const headers = { authorization: `Bearer ${made.secret}` };
    expect((await request('/api/v1/connectors', { headers })).status).toBe(200);
    expect((await post('/api/v1/api-keys', { name: 'successor' }, headers)).status).toBe(403);
    expect(JSON.stringify(await (await request('/api/v1/api-keys', { headers: session })).json())).not.toContain(made.secret);
    await request(`/api/v1/api-keys/${made.id}`, { method: 'DELETE', headers: session });
    expect((await request('/api/v1/connectors', { headers })).status).toBe(401);
  });
});

describe('where requests come from', () => {
  test("another site's page cannot change anything with the person's cookie", async () => {
    const session = await signIn();
    const response = await post('/api/v1/conversations', {}, { ...session, origin: 'https://evil.example' });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'request.origin-refused' });
    expect((await post('/api/v1/conversations', {}, { ...session, origin: patchbay.url })).status).toBe(200);
  });

  test('a name that was rebound to this machine is refused', async () => {
    expect((await patchbay.request('/api/v1/session', {}, 'evil.example:3900')).status).toBe(403);
  });

  test('every answer carries a strict content security policy', async () => {
    const policy = (await request('/healthz')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });
});

describe('what goes wrong', () => {
  test('a body that breaks the schema is told where, as application/problem+json', async () => {
    const response = await post(
      '/api/v1/connectors',
      { name: '', origin: { kind: 'remote', url: 'javascript:alert(1)' }, auth: { kind: 'none' } },
      bearer,
    );
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = await response.json();
    expect(problem.errors.map((error: { path: string }) => error.path)).toEqual(expect.arrayContaining(['name', 'origin.url']));
  });

  test('a body that is no JSON, an id that is nowhere, an address that does not exist', async () => {
    expect(await (await request('/api/v1/connectors', { method: 'POST', headers: bearer, body: '{' })).json()).toMatchObject({
      code: 'request.invalid',
    });
    expect(await (await request('/api/v1/connectors/con_none', { headers: bearer })).json()).toMatchObject({ code: 'connector.not-found' });
    expect(await (await request('/api/v1/nowhere', { headers: bearer })).json()).toMatchObject({ code: 'request.not-found' });
  });

  test('nothing is created without the tick "I trust this application", or with developer mode off', async () => {
    const connector = { name: 'Example', origin: { kind: 'remote', url: 'https://mcp.example/mcp' }, auth: { kind: 'none' } };
    expect(await (await post('/api/v1/connectors', connector, bearer)).json()).toMatchObject({ code: 'connector.trust-required' });
    expect(await (await post('/api/v1/connectors', { ...connector, trusted: true }, bearer)).json()).toMatchObject({
      code: 'connector.developer-mode-off',
    });
    await request('/api/v1/settings', {
      method: 'PATCH',
      headers: { ...bearer, 'content-type': 'application/json' },
      body: '{"developerMode":true}',
    });
    expect(await (await post('/api/v1/connectors', { ...connector, trusted: true }, bearer)).json()).toMatchObject({
      slug: 'example',
      status: 'Needs sign-in',
    });
    expect(await (await post('/api/v1/connectors', { ...connector, trusted: true }, bearer)).json()).toMatchObject({
      code: 'connector.slug-taken',
    });
  });
});

test('/api/openapi.json describes every operation', async () => {
  const description = await (await request('/api/openapi.json')).json();
  const described = Object.values(description.paths as Record<string, Record<string, { operationId: string }>>).flatMap((path) =>
    Object.values(path).map((operation) => operation.operationId),
  );
  expect(described.sort()).toEqual(Object.keys(routes).sort());
});

test('/metrics counts without naming anyone', async () => {
  const text = await (await request('/metrics')).text();
  expect(text).toContain('patchbay_tool_calls_total');
  expect(text).not.toContain('ada@example.com');
});
