import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from '../../../testing/failure.ts';
import { samplePrincipal } from '../../../testing/sample.ts';
import { callContext } from '../../../testing/servers/connections-harness.ts';
import { type LegacyServer, type Misbehaviour, startLegacyServer } from '../../../testing/servers/legacy-server.ts';
import { type ConnectedServer, connectorAt, createMcpClient, type McpClient, signal } from '../../../testing/servers/mcp-client.ts';
import { startModernServer } from '../../../testing/servers/modern-server.ts';
import { createGuardedFetch } from '../../network/guarded-fetch.ts';
import { createMcpSources } from './sources.ts';

let client: McpClient;
beforeEach(() => {
  client = createMcpClient();
});
afterEach(() => client.close());

describe('a server with sessions that misbehaves', () => {
  let server: LegacyServer;
  let connected: ConnectedServer;
  beforeEach(async () => {
    server = client.keep(await startLegacyServer({ pageSize: 2 }));
    connected = await client.connect(server.url);
  });

  const faults: readonly (readonly [how: Misbehaviour, code: string, sentence: RegExp])[] = [
    ['fifty-megabytes', 'network.response-too-large', /sent more than 20 MB/],
    ['fifty-megabytes-streamed', 'network.response-too-large', /more than 20 MB in one message/],
    ['invalid-json', 'upstream.invalid-response', /not valid JSON/],
    ['invalid-json-event', 'upstream.invalid-response', /not valid JSON/],
    ['not-json-rpc', 'upstream.invalid-response', /not an MCP message/],
    ['html', 'upstream.not-mcp', /text\/html/],
    ['ends-without-answer', 'upstream.closed', /closed in mid-call/],
    ['drops-socket', 'upstream.closed', /closed in mid-call/],
    ['redirect-to-private', 'network.redirect-refused', /169\.254\.169\.254/],
    ['http-401', 'connection.sign-in-required', /Sign in/],
    ['http-403', 'upstream.http-error', /refused access/],
    ['http-403-scope', 'connection.scope-required', /files:write/],
    ['http-429', 'upstream.http-error', /limits the rate/],
    ['http-500', 'upstream.http-error', /HTTP 500/],
    ['unknown-tool', 'tool.not-found', /no such tool/],
    ['rpc-error', 'upstream.protocol-error', /\(-32603\): The database is away/],
  ];
  test.each(faults)('a call answered with %s fails with %s, and the next one is well', async (how, code, sentence) => {
    server.misbehave(how);
    const failure = await failureOf(connected.call('write'));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(sentence);
    server.misbehave(null);
    expect((await connected.call('write')).content).toMatchObject([{ text: 'write done' }]);
  });
  test.each(['never-answers', 'byte-by-byte'] as const)(
    'a call that is answered with %s ends by its signal, with the reason given',
    async (how) => {
      server.misbehave(how);
      const controller = new AbortController();
      const reason = Object.assign(new Error('x'), {});
      setTimeout(() => controller.abort(reason), 100);
      const failure = await failureOf(connected.call('read', {}, callContext(samplePrincipal, { signal: controller.signal })));
      expect(failure).toMatchObject({ code: 'call.cancelled', cause: reason });
      server.misbehave(null);
      expect((await connected.call('read')).content).toMatchObject([{ text: 'read done' }]);
    },
  );
  test('a challenge keeps what the server asked for', async () => {
    server.misbehave('http-401');
    expect((await failureOf(connected.call('read'))).detail).toMatchObject({
      resourceMetadataUrl: 'http://127.0.0.1/none',
      scopes: ['read', 'write'],
    });
    server.misbehave('http-403-scope');
    expect((await failureOf(connected.call('read'))).detail).toMatchObject({ scopes: ['files:write'] });
  });
});

describe('what is no MCP server', () => {
  const rows: readonly (readonly [how: Misbehaviour, code: string])[] = [
    ['html', 'upstream.not-mcp'],
    ['not-json-rpc', 'upstream.not-mcp'],
    ['invalid-json', 'upstream.invalid-response'],
    ['fifty-megabytes', 'network.response-too-large'],
    ['http-401', 'connection.sign-in-required'],
    ['http-403', 'upstream.http-error'],
    ['http-500', 'upstream.http-error'],
    ['redirect-to-private', 'network.redirect-refused'],
  ];
  test.each(rows)('an address that answers with %s is %s', async (how, code) => {
    const server = await startLegacyServer();
    client.keep(server);
    server.misbehaveAlways(how);
    expect((await failureOf(client.open(server.url).listTools(signal()))).code).toBe(code);
  });
  test('a wrong path says so', async () => {
    const server = await startModernServer();
    client.keep(server);
    const failure = await failureOf(client.open(server.url.replace('/mcp', '/wrong')).listTools(signal()));
    expect(failure).toMatchObject({ code: 'upstream.not-mcp', message: expect.stringContaining('HTTP 404') });
  });
  test('a private address is refused before anything is sent', async () => {
    const strict = createGuardedFetch();
    client.keep(strict);
    const source = client.sources.open(connectorAt('http://127.0.0.1:1/mcp'), 'cnx_strict', { fetch: strict });
    expect((await failureOf(source.listTools(signal()))).code).toBe('network.address-refused');
  });
  test('who gives up waiting for a server does not spoil it for the next', async () => {
    const server = await startLegacyServer();
    client.keep(server);
    server.misbehaveAlways('never-answers');
    const source = client.open(server.url);
    const controller = new AbortController();
    const waiting = failureOf(source.listTools(controller.signal));
    setTimeout(() => controller.abort(), 50);
    expect((await waiting).code).toBe('call.cancelled');
    server.misbehaveAlways(null);
    expect((await source.listTools(signal())).tools).toHaveLength(3);
  });
  test.each(['never-answers', 'byte-by-byte'] as const)('a server that %s is given up after the time for connecting', async (how) => {
    const server = await startLegacyServer();
    client.keep(server);
    server.misbehaveAlways(how);
    const pool = createMcpSources({ clientInfo: { name: 'patchbay', version: '0' }, connectMilliseconds: 200 });
    client.keep(pool);
    const source = pool.open(connectorAt(server.url), 'cnx_slow', { fetch: client.fetch });
    expect((await failureOf(source.listTools(signal()))).code).toBe('network.timed-out');
  });
});
