import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callContext, type Harness, type SignInOptions, startHarness } from '../../testing/servers/connections-harness.ts';
import { browseEntra, confidentialClient, type Entra, sentinelScope, startEntra } from '../../testing/servers/entra.ts';
import { type Served, serve } from '../../testing/servers/serve.ts';
import {
  apiKey,
  defineConnector,
  defineTool,
  createBuiltins,
  loadedModules,
  oauth2,
  profileOutput,
  toBuiltin,
  z,
} from '../connector-kit/index.ts';
import type { Connector, ConnectorAuth } from '../domain/connector.ts';
import { Secret } from '../domain/secret.ts';
import { hashTool } from '../runtime/digest.ts';

const writeScope = 'https://graph.example/Mail.Send';
let entra: Entra;
let service: Served;
let harness: Harness;
let seen: { readonly path: string; readonly authorization: string | null }[];
/** What the service answers before it looks at anything. */
let faults: Response[];

beforeEach(async () => {
  [seen, faults] = [[], []];
  entra = await startEntra({ moreScopes: [writeScope] });
  service = await serve((request) => {
    const authorization = request.headers.get('authorization');
    seen.push({ path: new URL(request.url).pathname, authorization });
    const fault = faults.shift();
    if (fault !== undefined) return fault;
    const token = authorization?.replace('Bearer ', '') ?? '';
    if (token !== 'key-1' && entra.tokens.judge(token).kind !== 'valid') return new Response(null, { status: 401 });
    return Response.json({ id: '1', name: 'Ada', email: 'ada@example.com' });
  });
  harness = await startHarness({ builtins: createBuiltins(loadedModules([desk, locker])) });
});
afterEach(async () => {
  await harness.close();
  await service.close();
  await entra.close();
});

const profile = defineTool({
  name: 'get_profile',
  title: 'Whose account',
  description: 'Says whose account it is. Use it to know.',
  scopes: [sentinelScope],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'private', untrusted: false, sends: 'none' },
  input: z.object({}),
  output: profileOutput,
  examples: [{ title: 'Who?', input: {} }],
  run: (_input, { http }) => http.read(profileOutput, '/me'),
});
const send = defineTool({
  ...profile,
  name: 'send',
  scopes: [writeScope],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
  labels: { reads: 'none', untrusted: false, sends: 'external' },
  run: (_input, { http }) => http.read(profileOutput, '/send', { json: {} }),
});
const shared = {
  description: 'A service for tests of sign-in.',
  instructions: 'Use it.',
  settings: z.object({ base: z.string(), tenant: z.string() }),
  baseUrl: '{base}',
  tools: [profile, send],
};
const desk = defineConnector({
  ...shared,
  id: 'desk',
  name: 'Desk',
  auth: oauth2({
    authorizationUrl: '{authorize}',
    tokenUrl: '{token}',
    scopes: { [sentinelScope]: 'Read', [writeScope]: 'Send', offline_access: 'Stay signed in' },
    always: ['offline_access'],
  }),
  restateRefusal: async (answer) =>
    answer.headers.get('x-needs') === null
      ? answer
      : new Response(null, { status: 403, headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="more"' } }),
  settings: shared.settings.extend({ authorize: z.string(), token: z.string() }),
});
const locker = defineConnector({
  ...shared,
  id: 'locker',
  name: 'Locker',
  auth: apiKey({ headerName: 'Authorization', prefix: 'Bearer ' }),
});

async function addDesk(clientId: string | null = confidentialClient.id): Promise<Connector> {
  const metadata = (await (await fetch(`${entra.issuer}/.well-known/openid-configuration`)).json()) as Record<string, string>;
  const settings = {
    base: service.url,
    tenant: 'common',
    authorize: metadata['authorization_endpoint'] ?? '',
    token: metadata['token_endpoint'] ?? '',
  };
  const auth: ConnectorAuth = {
    kind: 'oauth',
    oauth: { registration: 'static', clientId, hasClientSecret: true, scopes: [], omitResource: true },
  };
  return harness.addConnector({
    origin: { kind: 'builtin', builtin: 'desk', settings },
    auth,
    secrets: { clientSecret: confidentialClient.secret },
  });
}

const signIn = (connector: Connector, options: SignInOptions = {}) => harness.signIn(connector, { browse: browseEntra(), ...options });
const call = async (connector: Connector, name: string) => {
  const source = await harness.connections.sourceFor(harness.principal, connector);
  const { tools } = await source.listTools(AbortSignal.timeout(5_000));
  const definition = tools.find((tool) => tool.name === name);
  if (definition === undefined) throw new Error(name);
  return source.callTool(definition, {}, callContext(harness.principal));
};
const connectionOf = async (connector: Connector) => (await harness.store.connections.listForConnector(connector.id))[0];

describe('a ready-made connector with OAuth', () => {
  test('signs in at the addresses that it brings, with the registered client, PKCE and the scopes of what reads', async () => {
    const connector = await addDesk();
    await signIn(connector);
    expect(entra.authorizations[0]?.get('client_id')).toBe(confidentialClient.id);
    expect(entra.authorizations[0]?.get('code_challenge_method')).toBe('S256');
    expect(entra.authorizations[0]?.get('scope')?.split(' ').sort()).toEqual([sentinelScope, 'offline_access'].sort());
    expect(await connectionOf(connector)).toMatchObject({ status: 'Connected', accountLabel: 'ada@example.com' });
    expect((await call(connector, 'get_profile')).structuredContent).toMatchObject({ name: 'Ada' });
  });

  test('asks for more when a call needs it, by a step-up that keeps what was granted', async () => {
    const connector = await addDesk();
    await signIn(connector);
    const before = seen.length;
    await expect(call(connector, 'send')).rejects.toMatchObject({ code: 'connection.scope-required', detail: { scopes: [writeScope] } });
    expect(seen.length).toBe(before);
    const connection = await connectionOf(connector);
    await signIn(connector, { scopes: [writeScope], connectionId: connection?.id });
    expect(entra.authorizations.at(-1)?.get('scope')?.split(' ')).toEqual(expect.arrayContaining([sentinelScope, writeScope]));
    expect((await call(connector, 'send')).structuredContent).toMatchObject({ name: 'Ada' });
  });

  test('asks for what the switched-on tools need from the first sign-in on', async () => {
    const connector = await addDesk();
    const snapshots = toBuiltin(desk).tools.map((definition) => ({
      connectorId: connector.id,
      definition,
      hash: hashTool(definition),
      state: 'accepted' as const,
      previous: null,
      enabled: true,
      permission: null,
      firstSeenAt: '2026-01-01T00:00:00.000Z',
    }));
    await harness.store.tools.replaceAll(connector.id, snapshots);
    await signIn(connector);
    expect(entra.authorizations[0]?.get('scope')?.split(' ')).toContain(writeScope);
  });

  test('renews its sign-in once when the service answers 401, and repeats the call once', async () => {
    const connector = await addDesk();
    await signIn(connector);
    entra.tokens.expireAccessTokens();
    const before = seen.length;
    expect((await call(connector, 'get_profile')).structuredContent).toMatchObject({ name: 'Ada' });
    expect(seen.slice(before).map(({ path }) => path)).toEqual(['/me', '/me']);
  });

  test('a 401 that asks for more permissions in the words of the service is a step-up, and renews nothing', async () => {
    const connector = await addDesk();
    await signIn(connector);
    const before = seen.length;
    faults = [new Response(null, { status: 401, headers: { 'x-needs': 'more' } })];
    await expect(call(connector, 'get_profile')).rejects.toMatchObject({ code: 'connection.scope-required', detail: { scopes: ['more'] } });
    expect(seen.length).toBe(before + 1);
    expect(await connectionOf(connector)).toMatchObject({ status: 'Connected' });
  });

  test('a read waits and is repeated after 429; a write after 503 is not', async () => {
    const connector = await addDesk();
    await signIn(connector);
    faults = [new Response(null, { status: 429, headers: { 'retry-after': '0' } })];
    expect((await call(connector, 'get_profile')).structuredContent).toMatchObject({ name: 'Ada' });
    await signIn(connector, { scopes: [writeScope], connectionId: (await connectionOf(connector))?.id });
    const before = seen.length;
    faults = [new Response(null, { status: 503 })];
    await expect(call(connector, 'send')).rejects.toMatchObject({
      code: 'upstream.http-error',
      message: expect.stringContaining('HTTP 503'),
    });
    expect(seen.length).toBe(before + 1);
  });

  test('without a client ID it says what is missing', async () => {
    await expect(signIn(await addDesk(null))).rejects.toMatchObject({ code: 'oauth.registration-unavailable' });
  });
});

describe('a ready-made connector with a key', () => {
  const addLocker = () =>
    harness.addConnector({
      origin: { kind: 'builtin', builtin: 'locker', settings: { base: service.url, tenant: 'x' } },
      auth: { kind: 'header', headerName: 'Authorization', prefix: 'Bearer ' },
    });
  const { signal } = new AbortController();

  test('keeps a key that the service takes, names the account, and refuses one that it does not', async () => {
    const connector = await addLocker();
    await expect(
      harness.connections.setHeader(harness.principal, connector.id, { value: new Secret('key-2') }, signal),
    ).rejects.toMatchObject({ code: 'connection.header-required' });
    const connection = await harness.connections.setHeader(harness.principal, connector.id, { value: new Secret('key-1') }, signal);
    expect(connection).toMatchObject({ status: 'Connected', accountLabel: 'ada@example.com' });
    expect((await call(connector, 'get_profile')).structuredContent).toMatchObject({ name: 'Ada' });
    expect(seen.at(-1)?.authorization).toBe('Bearer key-1');
  });
});
