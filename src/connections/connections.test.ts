import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClosing } from '../../testing/closing.ts';
import { failureOf } from '../../testing/failure.ts';
import { startHarness, type Harness } from '../../testing/servers/connections-harness.ts';
import { browseEntra } from '../../testing/servers/entra.ts';
import { startLegacyServer } from '../../testing/servers/legacy-server.ts';
import { startModernServer } from '../../testing/servers/modern-server.ts';
import { startSentinel } from '../../testing/servers/sentinel.ts';
import { queryLake, sentinelAuth, startSentinelHarness, type SentinelHarness } from '../../testing/servers/sentinel-harness.ts';
import type { Connector } from '../domain/connector.ts';
import { Secret } from '../domain/secret.ts';

const closing = createClosing();
afterEach(closing.all);
const signal = () => AbortSignal.timeout(15_000);

describe('connections to Microsoft Sentinel', () => {
  let harness: SentinelHarness;
  beforeEach(async () => {
    harness = closing.keep(await startSentinelHarness());
  });

  test('each person has a token of their own, and may have several accounts', async () => {
    const connector = await harness.addSentinel();
    const other = await harness.addPrincipal('other@example.com');
    await harness.signIn(connector);
    await harness.signIn(connector, { principal: other, browse: browseEntra({ email: 'admin@contoso.com' }) });
    await harness.call(connector, queryLake);
    await harness.call(connector, { ...queryLake, principal: other });
    expect(new Set(harness.sentinel.callers).size).toBe(2);
    await harness.signIn(connector, { browse: browseEntra({ email: 'admin@contoso.com' }) });
    const mine = (await harness.store.connections.listForUser(harness.principal.userId)).map(({ accountLabel }) => accountLabel);
    expect(mine).toEqual(['analyst@contoso.com', 'admin@contoso.com']);
  });
  test('disconnecting revokes and forgets', async () => {
    harness.entra.faults.offersRevocation = true;
    const connector = await harness.addSentinel();
    await harness.signIn(connector);
    const { id } = await harness.connectionOf(connector);
    expect(
      (
        await failureOf(
          harness.connections.disconnect({ ...(await harness.addPrincipal('eve@example.com')), role: 'member' }, id, signal()),
        )
      ).code,
    ).toBe('connection.not-found');
    await harness.connections.disconnect(harness.principal, id, signal());
    expect(harness.entra.tokens.revoked).toBe(1);
    expect(await harness.store.connections.find(id)).toBeNull();
    expect((await failureOf(harness.call(connector, queryLake))).code).toBe('connection.sign-in-required');
    expect(await harness.lastTrace(connector, 'disconnect')).toMatchObject({
      outcome: 'succeeded',
      steps: [{ name: 'revoke', sentence: 'The tokens were revoked.' }],
    });
  });
  test('a mixed connector lists without a sign-in and calls with one', async () => {
    const open = closing.keep(await startSentinel({ entra: harness.entra, protects: 'calls' }));
    const connector = await harness.addConnector({ origin: open.url, auth: sentinelAuth({}, 'mixed') });
    expect((await harness.connections.listTools(harness.principal, connector, signal())).tools).toHaveLength(3);
    expect(await failureOf(harness.call(connector, queryLake))).toMatchObject({
      code: 'connection.sign-in-required',
      detail: { connectorId: connector.id },
    });
    await harness.signIn(connector);
    expect((await harness.call(connector, queryLake)).isError).toBeUndefined();
    expect(await harness.store.connections.listForConnector(connector.id)).toHaveLength(1);
  });
  test('credentials under a lost key say so, and a new sign-in replaces them', async () => {
    const connector = await harness.addSentinel();
    await harness.signIn(connector);
    const later = closing.keep(await startHarness({ clock: harness.clock, store: harness.store }));
    await harness.store.connectors.setSealedSecrets(connector.id, null);
    expect((await failureOf(later.call(connector, queryLake))).code).toBe('vault.wrong-key');
    await later.signIn(connector, { browse: browseEntra(), connectionId: (await later.connectionOf(connector)).id });
    expect((await later.call(connector, queryLake)).isError).toBeUndefined();
  });
});

describe('other kinds of connectors', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = closing.keep(await startHarness());
  });
  const connect = (connector: Connector) =>
    harness.connections.connect(harness.principal, connector.id, { returnTo: '/', browserToken: 'b' }, signal());

  test('one without authentication is connected at once, with a trace', async () => {
    const server = closing.keep(await startModernServer());
    const connector = await harness.addConnector({ origin: server.url });
    expect(await connect(connector)).toMatchObject({ kind: 'connected', connection: { status: 'Connected' } });
    expect((await harness.lastTrace(connector)).steps).toMatchObject([
      { name: 'initialize', outcome: 'succeeded', exchanges: [{ request: { method: 'POST' }, response: { status: 200 } }, {}] },
      { name: 'list-tools', outcome: 'succeeded', sentence: 'The server offers 10 tools.' },
    ]);
  });
  test('an address that is no MCP server leaves an error with a sentence, and a trace that shows what came', async () => {
    const server = closing.keep(await startLegacyServer());
    server.misbehaveAlways('html');
    const connector = await harness.addConnector({ origin: server.url });
    expect((await failureOf(connect(connector))).code).toBe('upstream.not-mcp');
    expect(await harness.connectionOf(connector)).toMatchObject({ status: 'Error', statusDetail: expect.stringContaining('text/html') });
    const [step] = (await harness.lastTrace(connector)).steps;
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
    const server = closing.keep(await startModernServer());
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
    expect((await harness.lastTrace(connector)).steps).toMatchObject([
      { name: 'start-process', exchanges: [{ response: { failure: 'missing TOKEN\n' } }] },
    ]);
  });
  test('a header is sent as configured; a wrong one is refused and not kept', async () => {
    const guard = (request: Request) =>
      request.headers.get('x-api-key') === 'Key right' && request.headers.get('x-tenant') === 'contoso'
        ? null
        : new Response('no', { status: 401 });
    const server = closing.keep(await startModernServer({ guard }));
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
    expect((await harness.call(connector, { name: 'add', input: { query: '' } })).isError).toBe(true);
    expect(JSON.stringify(await harness.store.traces.list(connector.id))).not.toContain('right');
  });
  test('a disabled connector is not reached', async () => {
    const connector = await harness.addConnector({ origin: 'http://127.0.0.1:1/mcp' });
    await harness.store.connectors.update(connector.id, { enabled: false });
    expect((await failureOf(connect(connector))).code).toBe('connector.disabled');
  });
  test("another's header never leaves the connector's own origin", async () => {
    const seen: (string | null)[] = [];
    const other = closing.keep(
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
    await (await harness.connections.authorisedFetch(connector, await harness.connectionOf(connector))(other.url)).text();
    expect(seen).toEqual([null]);
  });
  test('changed tools are told with whose connection they came through', async () => {
    const server = closing.keep(await startModernServer());
    const connector = await harness.addConnector({ origin: server.url });
    const changes: unknown[] = [];
    harness.connections.onToolsChanged((change) => changes.push(change));
    await connect(connector);
    await expect.poll(() => server.requests).toContain('subscriptions/listen');
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.setExtraTool('extra', 'x');
    await expect
      .poll(() => changes)
      .toEqual([{ connectorId: connector.id, connectionId: (await harness.connectionOf(connector)).id, userId: harness.principal.userId }]);
  });
  test('a server that came with a request gets its headers and token, which nobody else sees, and nothing of it is stored', async () => {
    const seen: (string | null)[] = [];
    const server = closing.keep(
      await startModernServer({
        guard: (request) => {
          seen.push(request.headers.get('authorization'), request.headers.get('x-extra'));
          return null;
        },
      }),
    );
    const source = closing.keep(
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
