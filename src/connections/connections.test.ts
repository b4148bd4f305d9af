import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Connector, ConnectorAuth, OAuthSettings } from '../domain/connector.ts';
import type { AppError } from '../domain/errors.ts';
import { Secret } from '../domain/secret.ts';
import type { ToolResult } from '../domain/tool.ts';
import { openStore } from '../store/store.ts';
import { createVault } from '../vault/vault.ts';
import { callContext, type Harness, type SignInOptions, startHarness } from '../../testing/servers/connections-harness.ts';
import { browseEntra, confidentialClient, type Entra, publicClientId, sentinelScope, startEntra } from '../../testing/servers/entra.ts';
import { startLegacyServer } from '../../testing/servers/legacy-server.ts';
import { startModernServer } from '../../testing/servers/modern-server.ts';
import { playbookScope, type Sentinel, startSentinel } from '../../testing/servers/sentinel.ts';
import { earliness } from './refresh.ts';

const closers: (() => unknown)[] = [];
const closing = <T extends { close(): unknown }>(thing: T): T => {
  closers.push(() => thing.close());
  return thing;
};
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

const signal = () => AbortSignal.timeout(15_000);
const failureOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it did not fail'),
    (error: AppError) => error,
  );
const sentinelAuth = (change: Partial<OAuthSettings> = {}, kind: 'oauth' | 'mixed' = 'oauth'): ConnectorAuth => ({
  kind,
  oauth: {
    registration: 'static',
    clientId: publicClientId,
    hasClientSecret: false,
    scopes: [sentinelScope],
    omitResource: true,
    ...change,
  },
});
async function call(
  harness: Harness,
  connector: Connector,
  { name = 'query_lake', principal = harness.principal, input = { query: 'SigninLogs' } } = {},
): Promise<ToolResult> {
  const source = await harness.connections.sourceFor(principal, connector);
  const hints = name === 'run_playbook' ? {} : { annotations: { readOnlyHint: true } };
  return source.callTool(
    { name, inputSchema: { type: 'object' }, ...hints },
    name === 'run_playbook' ? { name: 'isolate' } : input,
    callContext(principal),
  );
}
const connectionOf = async ({ store }: Harness, connector: Connector) =>
  (await store.connections.listForConnector(connector.id))[0] ?? expect.fail('no connection');
const lastTrace = async ({ store }: Harness, connector: Connector, purpose = 'connect') =>
  (await store.traces.list(connector.id)).find((trace) => trace.purpose === purpose) ?? expect.fail('no trace');

describe('signing in to Microsoft Sentinel', () => {
  let entra: Entra;
  let sentinel: Sentinel;
  let harness: Harness;
  let now = 0;
  beforeEach(async () => {
    now = Date.now();
    entra = closing(await startEntra({ clock: () => now, moreScopes: [playbookScope] }));
    sentinel = closing(await startSentinel({ entra }));
    harness = closing(await startHarness({ clock: () => now }));
  });
  const add = (change: Partial<OAuthSettings> = {}) => harness.addConnector({ origin: sentinel.url, auth: sentinelAuth(change) });
  const signIn = (connector: Connector, options: SignInOptions = {}) => harness.signIn(connector, { browse: browseEntra(), ...options });

  test('a public client with PKCE, the Sentinel scope and no resource is let in, and the tools answer', async () => {
    const connector = await add();
    await signIn(connector);
    expect(await connectionOf(harness, connector)).toMatchObject({
      status: 'Connected',
      accountLabel: 'analyst@contoso.com',
      scopes: [sentinelScope],
    });
    expect((await call(harness, connector)).structuredContent).toEqual({ rows: [{ Account: 'analyst', Count: 3 }] });
    expect(Object.fromEntries(entra.authorizations[0] ?? [])).toMatchObject({
      response_type: 'code',
      client_id: publicClientId,
      code_challenge_method: 'S256',
      redirect_uri: 'http://127.0.0.1:3900/connector_platform_oauth_redirect',
      scope: `${sentinelScope} offline_access`,
    });
    expect(entra.authorizations[0]?.has('resource')).toBe(false);
    const [exchange] = entra.tokenRequests;
    expect([exchange?.form.has('resource'), exchange?.form.has('client_secret'), exchange?.authorization]).toEqual([false, false, null]);
    expect((await lastTrace(harness, connector)).steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'reach succeeded',
      'discover-resource succeeded',
      'discover-authorization-server succeeded',
      'register succeeded',
      'consent succeeded',
      'exchange succeeded',
      'initialize succeeded',
      'list-tools succeeded',
    ]);
  });
  test('the same with a client secret', async () => {
    const connector = await harness.addConnector({
      origin: sentinel.url,
      auth: sentinelAuth({ clientId: confidentialClient.id, hasClientSecret: true }),
      secrets: { clientSecret: confidentialClient.secret },
    });
    await signIn(connector);
    expect((await call(harness, connector)).isError).toBeUndefined();
    expect(entra.tokenRequests[0]?.form.get('client_secret')).toBe(confidentialClient.secret);
  });
  test('a wrong client secret says what to check', async () => {
    const connector = await harness.addConnector({
      origin: sentinel.url,
      auth: sentinelAuth({ clientId: confidentialClient.id, hasClientSecret: true }),
      secrets: { clientSecret: 'wrong' },
    });
    const failure = await failureOf(signIn(connector));
    expect(failure).toMatchObject({ code: 'oauth.exchange-failed', message: expect.stringContaining('Check client ID and client secret') });
    expect(failure.detail).toMatchObject({ connectorId: connector.id, returnTo: '/connectors' });
  });
  test('with the resource left in, Entra says why not, and so do we', async () => {
    const failure = await failureOf(signIn(await add({ omitResource: false })));
    expect(failure).toMatchObject({ code: 'oauth.authorization-failed', message: expect.stringContaining('AADSTS901002') });
  });
  test('the authorization server of a tenant is asked instead of the one that the server names', async () => {
    const tenant = closing(await startEntra({ clock: () => now, moreScopes: [playbookScope] }));
    const connector = await add({ authorizationServer: tenant.issuer });
    const started = await harness.connections.connect(
      harness.principal,
      connector.id,
      { returnTo: '/connectors', browserToken: 'browser' },
      signal(),
    );
    expect(started.kind === 'redirect' && new URL(started.url).origin).toBe(new URL(tenant.issuer).origin);
    expect(new URL(tenant.issuer).origin).not.toBe(new URL(entra.issuer).origin);
  });
  test('no secret lies in the store, in a trace or in an error', async () => {
    const connector = await add();
    await signIn(connector);
    await call(harness, connector);
    const secrets = [...entra.tokenRequests]
      .flatMap(({ form }) => [form.get('code'), form.get('code_verifier')])
      .filter((secret) => secret !== null);
    secrets.push(...sentinel.callers, ...entra.authorizations.map((parameters) => parameters.get('state') ?? ''));
    expect(secrets.length).toBeGreaterThan(3);
    const kept = JSON.stringify([
      await harness.store.traces.list(connector.id),
      await harness.store.connections.listForConnector(connector.id),
      await harness.store.ledger.events(),
    ]);
    const sealed = (await harness.store.connections.credentials((await connectionOf(harness, connector)).id))?.sealed;
    for (const secret of secrets) expect(kept + sealed).not.toContain(secret);
    expect(kept).toContain('[redacted]');
  });
  test('a refused consent is told, leaves nothing, and can be tried again', async () => {
    const connector = await add();
    expect((await failureOf(signIn(connector, { browse: browseEntra({ refuses: true }) }))).code).toBe('oauth.consent-refused');
    expect(await lastTrace(harness, connector)).toMatchObject({ outcome: 'failed' });
    expect((await lastTrace(harness, connector)).steps.at(-1)).toMatchObject({
      name: 'consent',
      outcome: 'failed',
      code: 'oauth.consent-refused',
    });
    expect(await connectionOf(harness, connector)).toMatchObject({
      status: 'Needs sign-in',
      statusDetail: expect.stringContaining('refused'),
    });
    await signIn(connector);
    expect(await harness.store.connections.listForConnector(connector.id)).toHaveLength(1);
    expect((await connectionOf(harness, connector)).status).toBe('Connected');
  });

  const faults: readonly (readonly [what: string, change: Partial<Entra['faults']>, code: string])[] = [
    ['an answer from another issuer', { iss: 'https://evil.example.com' }, 'oauth.issuer-mismatch'],
    ['an issuer that was promised and is missing', { advertisesIss: true }, 'oauth.issuer-mismatch'],
    ['metadata of another issuer', { metadataIssuer: 'https://evil.example.com' }, 'oauth.issuer-mismatch'],
    ['no PKCE', { pkce: 'absent' }, 'oauth.pkce-unsupported'],
    ['plain PKCE', { pkce: 'plain' }, 'oauth.pkce-unsupported'],
  ];
  test.each(faults)('%s ends the sign-in, and the trace says where', async (_, change, code) => {
    Object.assign(entra.faults, change);
    const connector = await add();
    expect((await failureOf(signIn(connector))).code).toBe(code);
    expect((await lastTrace(harness, connector)).steps.at(-1)).toMatchObject({ outcome: 'failed', code });
    expect(entra.tokens.issued).toBe(0);
  });
  test('metadata for another resource is refused', async () => {
    const other = closing(await startSentinel({ entra, resource: 'https://sentinel.example.com/mcp' }));
    const connector = await harness.addConnector({ origin: other.url, auth: sentinelAuth() });
    expect((await failureOf(signIn(connector))).code).toBe('oauth.resource-mismatch');
  });

  describe('the state', () => {
    const begin = async (connector: Connector, browserToken = 'this browser') => {
      const begun = await harness.connections.connect(harness.principal, connector.id, { returnTo: '/', browserToken }, signal());
      return browseEntra()(begun.kind === 'redirect' ? begun.url : '');
    };
    const finish = (parameters: URLSearchParams, { principal = harness.principal, browserToken = 'this browser' } = {}) =>
      harness.connections.finishSignIn(principal, parameters, browserToken, signal());

    test('works once', async () => {
      const parameters = await begin(await add());
      await finish(parameters);
      expect((await failureOf(finish(parameters))).code).toBe('oauth.state-invalid');
    });
    test('works only in the browser that it was made for', async () => {
      const parameters = await begin(await add());
      expect((await failureOf(finish(parameters, { browserToken: 'another browser' }))).code).toBe('oauth.state-foreign');
      expect((await failureOf(finish(parameters))).code).toBe('oauth.state-invalid');
    });
    test('works only for the person that it was made for', async () => {
      const parameters = await begin(await add());
      expect((await failureOf(finish(parameters, { principal: await harness.addPrincipal('eve@example.com') }))).code).toBe(
        'oauth.state-foreign',
      );
    });
    test('works only for a while', async () => {
      const parameters = await begin(await add());
      now += 3_600_000;
      expect((await failureOf(finish(parameters))).code).toBe('oauth.state-invalid');
    });
    test('must be one of ours', async () => {
      expect((await failureOf(finish(new URLSearchParams('code=a&state=made-up')))).code).toBe('oauth.state-invalid');
      expect((await failureOf(finish(new URLSearchParams('code=a')))).code).toBe('oauth.state-invalid');
    });
  });

  test('a call that needs more asks for it, and after the step-up it runs', async () => {
    const connector = await add();
    await signIn(connector);
    const failure = await failureOf(call(harness, connector, { name: 'run_playbook' }));
    expect(failure).toMatchObject({
      code: 'connection.scope-required',
      detail: { connectorId: connector.id, scopes: [sentinelScope, playbookScope] },
    });
    await signIn(connector, { connectionId: (await connectionOf(harness, connector)).id, scopes: failure.detail['scopes'] as string[] });
    expect(entra.authorizations.at(-1)?.get('scope')?.split(' ').toSorted()).toEqual(
      [sentinelScope, 'offline_access', playbookScope].toSorted(),
    );
    expect((await call(harness, connector, { name: 'run_playbook' })).content).toMatchObject([{ text: 'Playbook isolate started.' }]);
    expect(await harness.store.connections.listForConnector(connector.id)).toHaveLength(1);
  });

  describe('renewal', () => {
    const refreshes = () => entra.tokenRequests.filter(({ form }) => form.get('grant_type') === 'refresh_token').length;

    test('50 calls at the end of a token renew it once', async () => {
      const connector = await add();
      await signIn(connector);
      now += 3_600_000;
      await Promise.all(Array.from({ length: 50 }, () => call(harness, connector)));
      expect(refreshes()).toBe(1);
      expect(entra.tokens.reuses).toBe(0);
    });
    test('50 calls that are refused at once renew it once', async () => {
      const connector = await add();
      await signIn(connector);
      entra.tokens.expireAccessTokens();
      await Promise.all(Array.from({ length: 50 }, () => call(harness, connector)));
      expect(refreshes()).toBe(1);
    });
    test('two processes on one store renew it once, over and over', async () => {
      const file = join(await mkdtemp(join(tmpdir(), 'patchbay-store-')), 'store.sqlite');
      const vault = createVault(randomBytes(32));
      const clock = () => now;
      const startOne = async () =>
        closing(await startHarness({ clock, vault, store: closing(await openStore({ kind: 'sqlite', file }, { clock })) }));
      const one = await startOne();
      const two = await startOne();
      const connector = await one.addConnector({ origin: sentinel.url, auth: sentinelAuth() });
      await one.signIn(connector, { browse: browseEntra() });
      for (let round = 1; round <= 5; round += 1) {
        now += 3_600_000;
        await Promise.all(Array.from({ length: 20 }, (_, index) => call(index % 2 === 0 ? one : two, connector)));
        expect(refreshes()).toBe(round);
      }
      expect(entra.tokens.reuses).toBe(0);
    });
    test('a dead refresh token asks for the person, and signing in again in place heals it', async () => {
      const connector = await add();
      await signIn(connector);
      entra.tokens.revokeAll();
      const failures = await Promise.all(Array.from({ length: 5 }, () => failureOf(call(harness, connector))));
      expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['connection.expired']));
      expect(refreshes()).toBe(1);
      const broken = await connectionOf(harness, connector);
      expect(broken).toMatchObject({ status: 'Reconnect', statusDetail: expect.stringContaining('Reconnect') });
      expect(await lastTrace(harness, connector, 'refresh-token')).toMatchObject({
        outcome: 'failed',
        steps: [{ name: 'refresh', code: 'connection.expired' }],
      });
      expect((await failureOf(call(harness, connector))).code).toBe('connection.expired');
      await signIn(connector, { connectionId: broken.id });
      expect((await call(harness, connector)).isError).toBeUndefined();
      expect(await harness.store.connections.listForConnector(connector.id)).toMatchObject([{ id: broken.id, status: 'Connected' }]);
    });
    test('an authorization server that is away stops no call while the token lives', async () => {
      const connector = await add();
      await signIn(connector);
      entra.faults.refresh = 'http-503';
      now += 3_590_000;
      expect((await call(harness, connector)).isError).toBeUndefined();
      now += 20_000;
      expect((await failureOf(call(harness, connector))).code).toBe('oauth.refresh-failed');
      expect((await connectionOf(harness, connector)).status).toBe('Connected');
      entra.faults.refresh = 'works';
      expect((await call(harness, connector)).isError).toBeUndefined();
    });
    test('many tokens do not end together', () => {
      expect([0, 0.5, 1].map((chance) => earliness(3_600_000, chance))).toEqual([180_000, 540_000, 900_000]);
      expect(earliness(60_000, 1)).toBe(15_000);
    });
  });

  test('each person has a token of their own, and may have several accounts', async () => {
    const connector = await add();
    const other = await harness.addPrincipal('other@example.com');
    await signIn(connector);
    await signIn(connector, { principal: other, browse: browseEntra({ email: 'admin@contoso.com' }) });
    await call(harness, connector);
    await call(harness, connector, { principal: other });
    expect(new Set(sentinel.callers).size).toBe(2);
    await signIn(connector, { browse: browseEntra({ email: 'admin@contoso.com' }) });
    const mine = (await harness.store.connections.listForUser(harness.principal.userId)).map(({ accountLabel }) => accountLabel);
    expect(mine).toEqual(['analyst@contoso.com', 'admin@contoso.com']);
  });
  test('disconnecting revokes and forgets', async () => {
    entra.faults.offersRevocation = true;
    const connector = await add();
    await signIn(connector);
    const { id } = await connectionOf(harness, connector);
    expect(
      (
        await failureOf(
          harness.connections.disconnect({ ...(await harness.addPrincipal('eve@example.com')), role: 'member' }, id, signal()),
        )
      ).code,
    ).toBe('connection.not-found');
    await harness.connections.disconnect(harness.principal, id, signal());
    expect(entra.tokens.revoked).toBe(1);
    expect(await harness.store.connections.find(id)).toBeNull();
    expect((await failureOf(call(harness, connector))).code).toBe('connection.sign-in-required');
    expect(await lastTrace(harness, connector, 'disconnect')).toMatchObject({
      outcome: 'succeeded',
      steps: [{ name: 'revoke', sentence: 'The tokens were revoked.' }],
    });
  });
  test('a mixed connector lists without a sign-in and calls with one', async () => {
    const open = closing(await startSentinel({ entra, protects: 'calls' }));
    const connector = await harness.addConnector({ origin: open.url, auth: sentinelAuth({}, 'mixed') });
    expect((await harness.connections.listTools(harness.principal, connector, signal())).tools).toHaveLength(3);
    expect(await failureOf(call(harness, connector))).toMatchObject({
      code: 'connection.sign-in-required',
      detail: { connectorId: connector.id },
    });
    await signIn(connector);
    expect((await call(harness, connector)).isError).toBeUndefined();
    expect(await harness.store.connections.listForConnector(connector.id)).toHaveLength(1);
  });
  test('credentials under a lost key say so, and a new sign-in replaces them', async () => {
    const connector = await add();
    await signIn(connector);
    const later = closing(await startHarness({ clock: () => now, store: harness.store }));
    await harness.store.connectors.setSealedSecrets(connector.id, null);
    expect((await failureOf(call(later, connector))).code).toBe('vault.wrong-key');
    await later.signIn(connector, { browse: browseEntra(), connectionId: (await connectionOf(later, connector)).id });
    expect((await call(later, connector)).isError).toBeUndefined();
  });
});

describe('other kinds of connectors', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = closing(await startHarness());
  });
  const connect = (connector: Connector) =>
    harness.connections.connect(harness.principal, connector.id, { returnTo: '/', browserToken: 'b' }, signal());

  test('one without authentication is connected at once, with a trace', async () => {
    const server = closing(await startModernServer());
    const connector = await harness.addConnector({ origin: server.url });
    expect(await connect(connector)).toMatchObject({ kind: 'connected', connection: { status: 'Connected' } });
    expect((await lastTrace(harness, connector)).steps).toMatchObject([
      { name: 'initialize', outcome: 'succeeded', exchanges: [{ request: { method: 'POST' }, response: { status: 200 } }, {}] },
      { name: 'list-tools', outcome: 'succeeded', sentence: 'The server offers 10 tools.' },
    ]);
  });
  test('an address that is no MCP server leaves an error with a sentence, and a trace that shows what came', async () => {
    const server = closing(await startLegacyServer());
    server.misbehaveAlways('html');
    const connector = await harness.addConnector({ origin: server.url });
    expect((await failureOf(connect(connector))).code).toBe('upstream.not-mcp');
    expect(await connectionOf(harness, connector)).toMatchObject({ status: 'Error', statusDetail: expect.stringContaining('text/html') });
    const [step] = (await lastTrace(harness, connector)).steps;
    expect(step).toMatchObject({
      name: 'initialize',
      outcome: 'failed',
      code: 'upstream.not-mcp',
      exchanges: [{ response: { status: 200, body: expect.stringContaining('Welcome') } }],
    });
    server.misbehaveAlways(null);
    expect(await connect(connector)).toMatchObject({ connection: { status: 'Connected', statusDetail: null } });
  });
  test('a server that knows nothing of sign-ins is not sent one', async () => {
    const server = closing(await startModernServer());
    const connector = await harness.addConnector({ origin: server.url, auth: sentinelAuth({ registration: 'auto', clientId: null }) });
    expect(await failureOf(connect(connector))).toMatchObject({
      code: 'oauth.metadata-not-found',
      message: expect.stringContaining('Set the authentication of this connector to none'),
    });
  });
  test('a local command that fails leaves its last words in the trace', async () => {
    const connector = await harness.addConnector({
      origin: {
        kind: 'stdio',
        command: process.execPath,
        arguments: ['-e', 'console.error("missing TOKEN"); process.exit(2)'],
        environmentNames: [],
        workingDirectory: null,
      },
    });
    expect((await failureOf(connect(connector))).code).toBe('upstream.process-failed');
    expect((await lastTrace(harness, connector)).steps).toMatchObject([
      { name: 'start-process', exchanges: [{ response: { failure: 'missing TOKEN\n' } }] },
    ]);
  });
  test('a header is sent as configured; a wrong one is refused and not kept', async () => {
    const guard = (request: Request) =>
      request.headers.get('x-api-key') === 'Key right' && request.headers.get('x-tenant') === 'contoso'
        ? null
        : new Response('no', { status: 401 });
    const server = closing(await startModernServer({ guard }));
    const connector = await harness.addConnector({
      origin: server.url,
      auth: { kind: 'header', headerName: 'X-Api-Key', prefix: 'Key ' },
      secrets: { staticHeaders: { 'x-tenant': 'contoso' } },
    });
    const set = (value: string) =>
      harness.connections.setHeader(harness.principal, connector.id, { value: new Secret(value), accountLabel: 'Team' }, signal());
    expect((await failureOf(connect(connector))).code).toBe('connection.header-required');
    expect((await failureOf(set('wrong'))).code).toBe('connection.header-required');
    expect((await failureOf(harness.connections.sourceFor(harness.principal, connector))).code).toBe('connection.header-required');
    expect(await set('right')).toMatchObject({ status: 'Connected', accountLabel: 'Team' });
    expect((await failureOf(set('wrong'))).code).toBe('connection.header-required');
    expect((await call(harness, connector, { name: 'add', input: { query: '' } })).isError).toBe(true);
    expect(JSON.stringify(await harness.store.traces.list(connector.id))).not.toContain('right');
  });
  test('a disabled connector is not reached', async () => {
    const connector = await harness.addConnector({ origin: 'http://127.0.0.1:1/mcp' });
    await harness.store.connectors.update(connector.id, { enabled: false });
    expect((await failureOf(connect(connector))).code).toBe('connector.disabled');
  });
  test("another's header never leaves the connector's own origin", async () => {
    const seen: (string | null)[] = [];
    const other = closing(
      await startModernServer({
        guard: (request) => {
          seen.push(request.headers.get('authorization'));
          return null;
        },
      }),
    );
    const connector = await harness.addConnector({
      origin: 'http://127.0.0.1:1/mcp',
      auth: { kind: 'header', headerName: 'Authorization', prefix: 'Bearer ' },
    });
    await harness.connections.setHeader(harness.principal, connector.id, { value: new Secret('s') }, signal()).catch(() => {});
    await (await harness.connections.authorisedFetch(connector, await connectionOf(harness, connector))(other.url)).text();
    expect(seen).toEqual([null]);
  });
  test('changed tools are told with whose connection they came through', async () => {
    const server = closing(await startModernServer());
    const connector = await harness.addConnector({ origin: server.url });
    const changes: unknown[] = [];
    harness.connections.onToolsChanged((change) => changes.push(change));
    await connect(connector);
    await expect.poll(() => server.requests).toContain('subscriptions/listen');
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.setExtraTool('extra', 'x');
    await expect
      .poll(() => changes)
      .toEqual([
        { connectorId: connector.id, connectionId: (await connectionOf(harness, connector)).id, userId: harness.principal.userId },
      ]);
  });
  test('a server that came with a request gets its headers and token, which nobody else sees, and nothing of it is stored', async () => {
    const seen: (string | null)[] = [];
    const server = closing(
      await startModernServer({
        guard: (request) => {
          seen.push(request.headers.get('authorization'), request.headers.get('x-extra'));
          return null;
        },
      }),
    );
    const source = closing(
      harness.connections.adHocSource({
        url: server.url,
        label: 'mine',
        headers: { 'X-Extra': 'yes' },
        authorization: new Secret('token-of-the-request'),
      }),
    );
    const { tools } = await source.listTools(signal());
    expect(tools.length).toBeGreaterThan(5);
    const echo = tools.find(({ name }) => name === 'echo') ?? expect.fail('there is no echo');
    const context = { principal: harness.principal, signal: signal(), onProgress: () => {}, elicit: null };
    expect((await source.callTool(echo, { message: 'it is token-of-the-request' }, context)).content).toEqual([
      { type: 'text', text: 'Echo: it is [redacted]' },
    ]);
    expect(new Set(seen)).toEqual(new Set(['Bearer token-of-the-request', 'yes']));
    expect(await harness.store.connectors.list()).toEqual([]);
  });
});
