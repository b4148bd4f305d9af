import { expect, test } from 'vitest';
import { describeStores } from '../../../testing/services/stores-description.ts';
import { toBuiltin } from '../../connector-kit/index.ts';
import { callTool } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import openapi from './connector.ts';

const builtin = toBuiltin(openapi);
const host = 'https://stores.halden.example';
const noFetch: typeof fetch = () => Promise.reject(new Error('nothing may be fetched'));

/** A document with these security schemes only. */
const withSchemes = (securitySchemes: JsonObject, more: JsonObject = {}) =>
  JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Some API' },
    components: { securitySchemes },
    paths: { '/me': { get: {} } },
    ...more,
  });
const set = async (document: string, more: JsonObject = {}, fetch = noFetch) =>
  builtin.checkSettings(await builtin.prepareSettings({ document, baseUrl: `${host}/v1`, ...more }, fetch));
const stores = JSON.stringify(describeStores(host));

test.each([
  ['headerKey', 'personal', { kind: 'header', headerName: 'X-Stores-Key', prefix: '' }],
  ['addressKey', 'personal', { kind: 'header', headerName: 'stores_key', prefix: '', form: 'query' }],
  ['password', 'personal', { kind: 'header', headerName: 'Authorization', prefix: 'Basic ', form: 'basic' }],
  ['token', 'personal', { kind: 'header', headerName: 'Authorization', prefix: 'Bearer ' }],
  ['token', undefined, { kind: 'none' }],
  ['login', 'shared', { kind: 'none' }],
] as const)('the scheme %s, %s, makes the sign-in', async (security, access, auth) => {
  const settings = await set(stores, { security, ...(access === undefined ? {} : { access }) });
  expect(builtin.authOf(settings)).toEqual({ ...auth, ...(auth.kind === 'none' ? {} : { kind: 'header' }) });
  expect(builtin.signIn(settings)).toBeNull();
});

test('OAuth takes its addresses and scopes from the description, and each tool those of its operation', async () => {
  const settings = await set(stores, { security: 'login', profile: 'me' });
  expect(builtin.signIn(settings)).toMatchObject({
    authorizationUrl: `${host}/o/oauth2/v2/auth`,
    tokenUrl: `${host}/oauth2/token`,
    issuer: null,
  });
  expect(builtin.authOf(settings)).toMatchObject({ kind: 'oauth', always: ['stock.read'] });
  expect(['list_items', 'add_item', 'remove_item', 'get_profile'].map((name) => builtin.scopesOf(name, settings))).toEqual([
    ['stock.read'],
    ['stock.write'],
    ['stock.admin'],
    [],
  ]);
});

test('an operation that the chosen scheme does not open is left out, by name', async () => {
  const settings = await set(stores, { security: 'login' });
  const { structuredContent } = await callTool(openapi, { name: 'list_operations', settings });
  expect(structuredContent).toMatchObject({
    leftOut: [{ operation: 'GET /machines', reason: expect.stringContaining('machine and token') }],
  });
  expect(builtin.toolsOf(settings).map(({ name }) => name)).not.toContain('list_machines');
  expect(builtin.toolsOf(await set(stores)).map(({ name }) => name)).toContain('list_machines');
});

test.each([
  [{ security: 'Login' }, 'login (OAuth), headerKey (a key in a header)'],
  [{ security: 'machine' }, 'mutualTLS'],
  [{ profile: 'remove_item' }, 'needs no arguments'],
  [{ profile: 'nothing' }, 'no GET operation'],
])('the settings %j are refused, and it says why', async (more, sentence) => {
  await expect(set(stores, more)).rejects.toThrow(sentence);
});

const flow = { authorizationUrl: 'https://id.example/authorize', tokenUrl: 'https://id.example/token', scopes: {} };
test.each([
  [{ type: 'oauth2', flows: { authorizationCode: { ...flow, tokenUrl: 'https://{tenant}.example/token' } } }, 'places to fill in'],
  [{ type: 'oauth2', flows: { authorizationCode: { ...flow, authorizationUrl: 'javascript:alert(1)' } } }, 'no web address'],
  [
    { type: 'oauth2', flows: { authorizationCode: { ...flow, refreshUrl: 'https://id.example/other' } } },
    'renews tokens at another address',
  ],
  [{ type: 'http', scheme: 'Digest' }, 'digest'],
  [{ type: 'apiKey', in: 'cookie', name: 'session' }, 'cookie'],
])('the scheme %j is not used, and it says why', async (scheme, sentence) => {
  await expect(set(withSchemes({ odd: scheme }), { security: 'odd' })).rejects.toThrow(sentence);
});

const issuer = 'https://id.example/realms/halden';
const discoveryUrl = `${issuer}/.well-known/openid-configuration`;
const provider = (change: JsonObject = {}): typeof fetch => {
  const found = {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    scopes_supported: ['openid', 'offline_access', 'phone'],
    code_challenge_methods_supported: ['plain', 'S256'],
    ...change,
  };
  return async (input) => (String(input) === discoveryUrl ? Response.json(found) : new Response(null, { status: 404 }));
};
const openid = withSchemes({ company: { type: 'openIdConnect', openIdConnectUrl: discoveryUrl } }, { security: [{ company: ['stock'] }] });

test('OpenID Connect: the provider is asked where to sign in, once, and never when a token is shared', async () => {
  const settings = await set(openid, { security: 'company' }, provider());
  expect(builtin.signIn(settings)).toEqual({
    authorizationUrl: `${issuer}/auth`,
    tokenUrl: `${issuer}/token`,
    revocationUrl: `${issuer}/revoke`,
    issuer,
    clientAuthMethods: ['client_secret_basic'],
  });
  expect(builtin.authOf(settings)).toMatchObject({ always: ['openid', 'offline_access'] });
  expect(builtin.scopesOf('get_me', settings)).toEqual(['stock']);
  expect(await set(String(settings['document']), { security: 'company' })).toEqual(settings);
  expect(builtin.authOf(await set(openid, { security: 'company', access: 'shared' }))).toEqual({ kind: 'none' });
});

test.each([
  [{ issuer: 'https://id.example/realms/other' }, 'another issuer'],
  [{ code_challenge_methods_supported: ['plain'] }, 'PKCE'],
  [{ token_endpoint: 'ftp://id.example/token' }, 'no OpenID Connect configuration'],
])('a provider that says %j is refused', async (change, sentence) => {
  await expect(set(openid, { security: 'company' }, provider(change))).rejects.toThrow(sentence);
});
