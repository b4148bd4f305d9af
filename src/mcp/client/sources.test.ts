import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connector, ConnectorOrigin } from '../../domain/connector.ts';
import type { AppError } from '../../domain/errors.ts';
import type { ConnectorId, SessionId, UserId } from '../../domain/ids.ts';
import type { Principal } from '../../domain/principal.ts';
import type { ToolDefinition } from '../../domain/tool.ts';
import { createGuardedFetch, type GuardedFetch } from '../../network/guarded-fetch.ts';
import { callContext } from '../../../testing/servers/connections-harness.ts';
import { type LegacyServer, type Misbehaviour, startLegacyServer } from '../../../testing/servers/legacy-server.ts';
import { type ModernServer, startModernServer } from '../../../testing/servers/modern-server.ts';
import type { McpSource } from './source.ts';
import { createMcpSources, type McpSources } from './sources.ts';

const principal: Principal = {
  userId: 'usr_1' as UserId,
  email: 'a@example.com',
  name: 'A',
  role: 'owner',
  via: { kind: 'session', sessionId: 'ses_1' as SessionId },
};
const signal = () => AbortSignal.timeout(10_000);

let fetch: GuardedFetch;
let sources: McpSources;
const closers: (() => Promise<void>)[] = [];

beforeEach(() => {
  fetch = createGuardedFetch({ allowPrivate: ['127.0.0.1'] });
  sources = createMcpSources({ clientInfo: { name: 'patchbay', version: '0' }, graceMilliseconds: 300 });
});
afterEach(async () => {
  await sources.close();
  for (const close of closers.splice(0)) await close();
  await fetch.close();
});

const remote = (url: string): ConnectorOrigin => ({ kind: 'remote', url, transport: 'auto' });
const connectorOf = (origin: ConnectorOrigin): Pick<Connector, 'id' | 'name' | 'origin'> => ({
  id: 'con_1' as ConnectorId,
  name: 'Test',
  origin,
});
const open = (url: string): McpSource => sources.open(connectorOf(remote(url)), 'cnx_1', { fetch });
async function toolsOf(source: McpSource): Promise<ReadonlyMap<string, ToolDefinition>> {
  return new Map((await source.listTools(signal())).tools.map((tool) => [tool.name, tool]));
}
function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('missing');
  return value;
}
const failureOf = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.fail('it did not fail'),
    (error: AppError) => error,
  );

describe('the 2026-07-28 protocol', () => {
  let server: ModernServer;
  let source: McpSource;
  let tools: ReadonlyMap<string, ToolDefinition>;
  beforeEach(async () => {
    server = await startModernServer();
    closers.push(server.close);
    source = open(server.url);
    tools = await toolsOf(source);
  });
  const call = (name: string, input = {}, context = callContext(principal)) => source.callTool(need(tools.get(name)), input, context);

  test('tools are listed with their schemas, hints and instructions', async () => {
    expect([...tools.keys()]).toContain('structured');
    expect(tools.get('structured')?.outputSchema).toMatchObject({ type: 'object', required: ['city', 'degrees'] });
    expect(tools.get('echo')?.annotations?.readOnlyHint).toBe(true);
    expect((await source.listTools(signal())).instructions).toBe('Use echo to repeat.');
  });
  test('all kinds of content arrive as they came', async () => {
    const result = await call('image');
    expect(result.content.map(({ type }) => type)).toEqual(['text', 'image', 'audio', 'resource_link', 'resource']);
    expect(result.content[1]).toMatchObject({ mimeType: 'image/png', annotations: { audience: ['user'] } });
    expect(result.content[3]).toMatchObject({ uri: 'file:///report.csv', size: 12 });
    expect(result._meta).toMatchObject({ 'example.com/trace': 'kept' });
  });
  test('structured content is kept', async () => {
    expect((await call('structured', { city: 'Oslo' })).structuredContent).toEqual({ city: 'Oslo', degrees: 21 });
  });
  test("a tool's own failure is a result", async () => {
    expect(await call('fail')).toMatchObject({ isError: true, content: [{ text: 'It did not work.' }] });
  });
  test('progress is passed on', async () => {
    const context = callContext(principal);
    await call('slow', { steps: 3, milliseconds: 10 }, context);
    expect(context.progress).toEqual([1, 2, 3].map((step) => ({ progress: step, total: 3, message: `step ${step}` })));
  });
  test('a call of 70 seconds lives: only the caller may end it', async () => {
    const { setTimeout: realTimeout } = globalThis;
    // For whoever sets a timer of a second or more, time runs a hundred times faster.
    vi.stubGlobal('setTimeout', (work: () => void, delay = 0, ...rest: unknown[]) =>
      realTimeout(work, delay >= 1_000 ? delay / 100 : delay, ...rest),
    );
    const context = callContext(principal);
    const result = await call('slow', { steps: 7, milliseconds: 100 }, context).finally(() => vi.unstubAllGlobals());
    expect(result.content).toMatchObject([{ text: '7 steps done.' }]);
    expect(context.progress).toHaveLength(7);
  });
  test('a form is put to the person, its defaults filled, and the call goes on', async () => {
    const context = callContext(principal, { answer: { action: 'accept', content: { name: 'Ada' } } });
    expect((await call('elicit_form', {}, context)).content).toEqual([{ type: 'text', text: 'Hello Ada, who likes amber.' }]);
    expect(context.asked).toMatchObject([{ mode: 'form', message: 'Who are you?' }]);
  });
  test('a page is put to the person', async () => {
    const context = callContext(principal);
    expect((await call('elicit_url', {}, context)).content).toMatchObject([{ text: 'Thank you for looking.' }]);
    expect(context.asked).toEqual([{ mode: 'url', message: 'Please look here.', url: 'https://example.com/consent' }]);
  });
  test('where there is no person to ask, the server is not offered one', async () => {
    const failure = await failureOf(call('elicit_form', {}, callContext(principal, { answer: null })));
    expect(failure).toMatchObject({ code: 'upstream.protocol-error', detail: { rpcCode: -32021 } });
  });
  test('a cancelled call is cancelled at the server too', async () => {
    const controller = new AbortController();
    const pending = call('slow', { steps: 100, milliseconds: 50 }, callContext(principal, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 80);
    expect((await failureOf(pending)).code).toBe('call.cancelled');
    await expect.poll(() => server.cancelled).toEqual(['slow']);
  });
  test('a changed tool is told to whoever listens', async () => {
    let changes = 0;
    source.onToolsChanged(() => {
      changes += 1;
    });
    await expect.poll(() => server.requests).toContain('subscriptions/listen');
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.setExtraTool('extra', 'One more.');
    await expect.poll(() => changes).toBeGreaterThan(0);
    expect((await toolsOf(source)).get('extra')?.description).toBe('One more.');
  });
  test('a tool that vanished is a plain error', async () => {
    const failure = await failureOf(source.callTool({ name: 'gone', inputSchema: { type: 'object' } }, {}, callContext(principal)));
    expect(failure.code).toBe('tool.not-found');
  });
  test('a restarted server is well again at once', async () => {
    await server.close();
    // Whether the pool has noticed yet decides which of the two it is.
    expect(['network.unreachable', 'upstream.closed']).toContain((await failureOf(call('write_note', { text: 'x' }))).code);
    const again = await startModernServer({ port: Number(new URL(server.url).port) });
    closers.push(again.close);
    expect((await call('echo', { message: 'back' })).content).toMatchObject([{ text: 'Echo: back' }]);
  });
  test('many calls at once share one connection and keep their answers apart', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, (_, index) => call('echo', { message: String(index) })));
    expect(answers.map(({ content }) => content[0])).toEqual(
      Array.from({ length: 64 }, (_, index) => ({ type: 'text', text: `Echo: ${index}` })),
    );
    expect(server.requests.filter((method) => method === 'server/discover')).toHaveLength(1);
  });
});

describe('the protocol with sessions', () => {
  let server: LegacyServer;
  let source: McpSource;
  let tools: ReadonlyMap<string, ToolDefinition>;
  beforeEach(async () => {
    server = await startLegacyServer({ pageSize: 2 });
    closers.push(server.close);
    source = open(server.url);
    tools = await toolsOf(source);
  });
  const call = (name: string, input = {}, context = callContext(principal)) => source.callTool(need(tools.get(name)), input, context);

  test('all pages of the list are read', () => {
    expect([...tools.keys()]).toEqual(['read', 'write', 'ask']);
  });
  test('one session serves every call', async () => {
    await Promise.all(Array.from({ length: 20 }, () => call('read')));
    expect(server.opened).toBe(1);
  });
  test('a forgotten session is opened anew, and a read repeated', async () => {
    server.forgetSessions();
    expect((await call('read')).content).toMatchObject([{ text: 'read done' }]);
    expect(server.opened).toBe(2);
  });
  test('a write is not repeated after a forgotten session, but the next call is well', async () => {
    server.forgetSessions();
    expect((await failureOf(call('write'))).code).toBe('upstream.session-lost');
    expect(server.calls).toEqual([]);
    expect((await call('write')).content).toMatchObject([{ text: 'write done' }]);
  });
  test('a session that is unknown by 400 is lost as well', async () => {
    server.misbehave('session-unknown-400');
    expect((await failureOf(call('read'))).code).toBe('upstream.session-lost');
    server.misbehave(null);
    expect((await call('read')).content).toMatchObject([{ text: 'read done' }]);
  });
  test('a restarted server is well again, and changes meanwhile are told', async () => {
    let changes = 0;
    source.onToolsChanged(() => {
      changes += 1;
    });
    await server.stop();
    expect(['network.unreachable', 'upstream.closed']).toContain((await failureOf(call('write'))).code);
    await server.restart();
    expect((await call('read')).content).toMatchObject([{ text: 'read done' }]);
    expect(changes).toBe(1);
  });
  test('list_changed is told to whoever listens', async () => {
    let changes = 0;
    source.onToolsChanged(() => {
      changes += 1;
    });
    await expect.poll(() => server.requests).toContain('GET');
    server.setTools(['read', 'new']);
    server.announceToolsChanged();
    await expect.poll(() => changes).toBe(1);
    expect([...(await toolsOf(source)).keys()]).toEqual(['read', 'new']);
  });
  test('a question reaches the call whose stream carried it, and its answer goes back', async () => {
    const [red, blue] = ['red', 'blue'].map((name) => callContext(principal, { answer: { action: 'accept', content: { name } } }));
    const [first, second] = await Promise.all([call('ask', { topic: 'one' }, need(red)), call('ask', { topic: 'two' }, need(blue))]);
    expect(red?.asked).toMatchObject([{ message: 'Question one' }]);
    expect(blue?.asked).toMatchObject([{ message: 'Question two' }]);
    expect(first.content).toMatchObject([{ text: expect.stringContaining('red') }]);
    expect(second.content).toMatchObject([{ text: expect.stringContaining('blue') }]);
  });
  test('a question with nobody to ask is answered with cancel', async () => {
    await call('ask', {}, callContext(principal, { answer: null }));
    expect(server.answers).toEqual([{ action: 'cancel' }]);
  });
  test('an open field takes its default', async () => {
    await call('ask');
    expect(server.answers).toEqual([{ action: 'accept', content: { name: 'nobody' } }]);
  });
  test('a cancelled call is told to the server', async () => {
    server.misbehave('never-answers');
    const controller = new AbortController();
    const pending = call('read', {}, callContext(principal, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 50);
    expect((await failureOf(pending)).code).toBe('call.cancelled');
    await expect.poll(() => server.cancellations).toHaveLength(1);
  });
  test('an idle session is closed, and opened again when needed', async () => {
    let now = 0;
    const pool = createMcpSources({ clientInfo: { name: 'patchbay', version: '0' }, idleMilliseconds: 50, clock: () => now });
    closers.push(pool.close);
    const idle = pool.open(connectorOf(remote(server.url)), 'cnx_2', { fetch });
    await idle.listTools(signal());
    expect(server.sessions).toBe(2);
    now = 100;
    await expect.poll(() => server.sessions).toBe(1);
    expect((await idle.listTools(signal())).tools).toHaveLength(3);
  });
  test('2,000 calls gather no listeners', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    for (let round = 0; round < 100; round += 1) await Promise.all(Array.from({ length: 20 }, () => call('read')));
    process.off('warning', onWarning);
    expect(server.calls).toHaveLength(2_000);
    expect(warnings).toEqual([]);
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
    const failure = await failureOf(call('write'));
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(sentence);
    server.misbehave(null);
    expect((await call('write')).content).toMatchObject([{ text: 'write done' }]);
  });
  test.each(['never-answers', 'byte-by-byte'] as const)(
    'a call that is answered with %s ends by its signal, with the reason given',
    async (how) => {
      server.misbehave(how);
      const controller = new AbortController();
      const reason = Object.assign(new Error('x'), {});
      setTimeout(() => controller.abort(reason), 100);
      const failure = await failureOf(call('read', {}, callContext(principal, { signal: controller.signal })));
      expect(failure).toMatchObject({ code: 'call.cancelled', cause: reason });
      server.misbehave(null);
      expect((await call('read')).content).toMatchObject([{ text: 'read done' }]);
    },
  );
  test('a challenge keeps what the server asked for', async () => {
    server.misbehave('http-401');
    expect((await failureOf(call('read'))).detail).toMatchObject({
      resourceMetadataUrl: 'http://127.0.0.1/none',
      scopes: ['read', 'write'],
    });
    server.misbehave('http-403-scope');
    expect((await failureOf(call('read'))).detail).toMatchObject({ scopes: ['files:write'] });
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
    closers.push(server.close);
    server.misbehaveAlways(how);
    expect((await failureOf(open(server.url).listTools(signal()))).code).toBe(code);
  });
  test('a wrong path says so', async () => {
    const server = await startModernServer();
    closers.push(server.close);
    const failure = await failureOf(open(server.url.replace('/mcp', '/wrong')).listTools(signal()));
    expect(failure).toMatchObject({ code: 'upstream.not-mcp', message: expect.stringContaining('HTTP 404') });
  });
  test('a private address is refused before anything is sent', async () => {
    const strict = createGuardedFetch();
    closers.push(() => strict.close());
    const source = sources.open(connectorOf(remote('http://127.0.0.1:1/mcp')), 'cnx_strict', { fetch: strict });
    expect((await failureOf(source.listTools(signal()))).code).toBe('network.address-refused');
  });
  test('who gives up waiting for a server does not spoil it for the next', async () => {
    const server = await startLegacyServer();
    closers.push(server.close);
    server.misbehaveAlways('never-answers');
    const source = open(server.url);
    const controller = new AbortController();
    const waiting = failureOf(source.listTools(controller.signal));
    setTimeout(() => controller.abort(), 50);
    expect((await waiting).code).toBe('call.cancelled');
    server.misbehaveAlways(null);
    expect((await source.listTools(signal())).tools).toHaveLength(3);
  });
  test.each(['never-answers', 'byte-by-byte'] as const)('a server that %s is given up after the time for connecting', async (how) => {
    const server = await startLegacyServer();
    closers.push(server.close);
    server.misbehaveAlways(how);
    const pool = createMcpSources({ clientInfo: { name: 'patchbay', version: '0' }, connectMilliseconds: 200 });
    closers.push(pool.close);
    const source = pool.open(connectorOf(remote(server.url)), 'cnx_slow', { fetch });
    expect((await failureOf(source.listTools(signal()))).code).toBe('network.timed-out');
  });
});
