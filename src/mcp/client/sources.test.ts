import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { failureOf } from '../../../testing/failure.ts';
import { samplePrincipal } from '../../../testing/sample.ts';
import { callContext } from '../../../testing/servers/connections-harness.ts';
import { type LegacyServer, startLegacyServer } from '../../../testing/servers/legacy-server.ts';
import {
  type ConnectedServer,
  connectorAt,
  createMcpClient,
  type McpClient,
  signal,
  toolsOf,
} from '../../../testing/servers/mcp-client.ts';
import { type ModernServer, startModernServer } from '../../../testing/servers/modern-server.ts';
import { createMcpSources } from './sources.ts';

let client: McpClient;
beforeEach(() => {
  client = createMcpClient();
});
afterEach(() => client.close());

describe('the 2026-07-28 protocol', () => {
  let server: ModernServer;
  let connected: ConnectedServer;
  beforeEach(async () => {
    server = client.keep(await startModernServer());
    connected = await client.connect(server.url);
  });

  test('tools are listed with their schemas, hints and instructions', async () => {
    expect([...connected.tools.keys()]).toContain('structured');
    expect(connected.tools.get('structured')?.outputSchema).toMatchObject({ type: 'object', required: ['city', 'degrees'] });
    expect(connected.tools.get('echo')?.annotations?.readOnlyHint).toBe(true);
    expect((await connected.source.listTools(signal())).instructions).toBe('Use echo to repeat.');
  });
  test('all kinds of content arrive as they came', async () => {
    const result = await connected.call('image');
    expect(result.content.map(({ type }) => type)).toEqual(['text', 'image', 'audio', 'resource_link', 'resource']);
    expect(result.content[1]).toMatchObject({ mimeType: 'image/png', annotations: { audience: ['user'] } });
    expect(result.content[3]).toMatchObject({ uri: 'file:///report.csv', size: 12 });
    expect(result._meta).toMatchObject({ 'example.com/trace': 'kept' });
  });
  test('structured content is kept', async () => {
    expect((await connected.call('structured', { city: 'Oslo' })).structuredContent).toEqual({ city: 'Oslo', degrees: 21 });
  });
  test("a tool's own failure is a result", async () => {
    expect(await connected.call('fail')).toMatchObject({ isError: true, content: [{ text: 'It did not work.' }] });
  });
  test('progress is passed on', async () => {
    const context = callContext(samplePrincipal);
    await connected.call('slow', { steps: 3, milliseconds: 10 }, context);
    expect(context.progress).toEqual([1, 2, 3].map((step) => ({ progress: step, total: 3, message: `step ${step}` })));
  });
  test('a call of 70 seconds lives: only the caller may end it', async () => {
    const { setTimeout: realTimeout } = globalThis;
    // For whoever sets a timer of a second or more, time runs a hundred times faster.
    vi.stubGlobal('setTimeout', (work: () => void, delay = 0, ...rest: unknown[]) =>
      realTimeout(work, delay >= 1_000 ? delay / 100 : delay, ...rest),
    );
    const context = callContext(samplePrincipal);
    const result = await connected.call('slow', { steps: 7, milliseconds: 100 }, context).finally(() => vi.unstubAllGlobals());
    expect(result.content).toMatchObject([{ text: '7 steps done.' }]);
    expect(context.progress).toHaveLength(7);
  });
  test('a form is put to the person, its defaults filled, and the call goes on', async () => {
    const context = callContext(samplePrincipal, { answer: { action: 'accept', content: { name: 'Ada' } } });
    expect((await connected.call('elicit_form', {}, context)).content).toEqual([{ type: 'text', text: 'Hello Ada, who likes amber.' }]);
    expect(context.asked).toMatchObject([{ mode: 'form', message: 'Who are you?' }]);
  });
  test('a page is put to the person', async () => {
    const context = callContext(samplePrincipal);
    expect((await connected.call('elicit_url', {}, context)).content).toMatchObject([{ text: 'Thank you for looking.' }]);
    expect(context.asked).toEqual([{ mode: 'url', message: 'Please look here.', url: 'https://example.com/consent' }]);
  });
  test('where there is no person to ask, the server is not offered one', async () => {
    const failure = await failureOf(connected.call('elicit_form', {}, callContext(samplePrincipal, { answer: null })));
    expect(failure).toMatchObject({ code: 'upstream.protocol-error', detail: { rpcCode: -32021 } });
  });
  test('a cancelled call is cancelled at the server too', async () => {
    const controller = new AbortController();
    const pending = connected.call('slow', { steps: 100, milliseconds: 50 }, callContext(samplePrincipal, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 80);
    expect((await failureOf(pending)).code).toBe('call.cancelled');
    await expect.poll(() => server.cancelled).toEqual(['slow']);
  });
  test('a changed tool is told to whoever listens', async () => {
    let changes = 0;
    connected.source.onToolsChanged(() => {
      changes += 1;
    });
    await expect.poll(() => server.requests).toContain('subscriptions/listen');
    await new Promise((resolve) => setTimeout(resolve, 50));
    server.setExtraTool('extra', 'One more.');
    await expect.poll(() => changes).toBeGreaterThan(0);
    expect((await toolsOf(connected.source)).get('extra')?.description).toBe('One more.');
  });
  test('a tool that vanished is a plain error', async () => {
    const failure = await failureOf(
      connected.source.callTool({ name: 'gone', inputSchema: { type: 'object' } }, {}, callContext(samplePrincipal)),
    );
    expect(failure.code).toBe('tool.not-found');
  });
  test('a restarted server is well again at once', async () => {
    await server.close();
    // Whether the pool has noticed yet decides which of the two it is.
    expect(['network.unreachable', 'upstream.closed']).toContain((await failureOf(connected.call('write_note', { text: 'x' }))).code);
    const again = await startModernServer({ port: Number(new URL(server.url).port) });
    client.keep(again);
    expect((await connected.call('echo', { message: 'back' })).content).toMatchObject([{ text: 'Echo: back' }]);
  });
  test('many calls at once share one connection and keep their answers apart', async () => {
    const answers = await Promise.all(Array.from({ length: 64 }, (_, index) => connected.call('echo', { message: String(index) })));
    expect(answers.map(({ content }) => content[0])).toEqual(
      Array.from({ length: 64 }, (_, index) => ({ type: 'text', text: `Echo: ${index}` })),
    );
    expect(server.requests.filter((method) => method === 'server/discover')).toHaveLength(1);
  });
});

describe('the protocol with sessions', () => {
  let server: LegacyServer;
  let connected: ConnectedServer;
  beforeEach(async () => {
    server = client.keep(await startLegacyServer({ pageSize: 2 }));
    connected = await client.connect(server.url);
  });

  test('all pages of the list are read', () => {
    expect([...connected.tools.keys()]).toEqual(['read', 'write', 'ask']);
  });
  test('one session serves every call', async () => {
    await Promise.all(Array.from({ length: 20 }, () => connected.call('read')));
    expect(server.opened).toBe(1);
  });
  test('a forgotten session is opened anew, and a read repeated', async () => {
    server.forgetSessions();
    expect((await connected.call('read')).content).toMatchObject([{ text: 'read done' }]);
    expect(server.opened).toBe(2);
  });
  test('a write is not repeated after a forgotten session, but the next call is well', async () => {
    server.forgetSessions();
    expect((await failureOf(connected.call('write'))).code).toBe('upstream.session-lost');
    expect(server.calls).toEqual([]);
    expect((await connected.call('write')).content).toMatchObject([{ text: 'write done' }]);
  });
  test('a session that is unknown by 400 is lost as well', async () => {
    server.misbehave('session-unknown-400');
    expect((await failureOf(connected.call('read'))).code).toBe('upstream.session-lost');
    server.misbehave(null);
    expect((await connected.call('read')).content).toMatchObject([{ text: 'read done' }]);
  });
  test('a restarted server is well again, and changes meanwhile are told', async () => {
    let changes = 0;
    connected.source.onToolsChanged(() => {
      changes += 1;
    });
    await server.stop();
    expect(['network.unreachable', 'upstream.closed']).toContain((await failureOf(connected.call('write'))).code);
    await server.restart();
    expect((await connected.call('read')).content).toMatchObject([{ text: 'read done' }]);
    expect(changes).toBe(1);
  });
  test('list_changed is told to whoever listens', async () => {
    let changes = 0;
    connected.source.onToolsChanged(() => {
      changes += 1;
    });
    await expect.poll(() => server.requests).toContain('GET');
    server.setTools(['read', 'new']);
    server.announceToolsChanged();
    await expect.poll(() => changes).toBe(1);
    expect([...(await toolsOf(connected.source)).keys()]).toEqual(['read', 'new']);
  });
  test('a question reaches the call whose stream carried it, and its answer goes back', async () => {
    const answering = (name: string) => callContext(samplePrincipal, { answer: { action: 'accept', content: { name } } });
    const [red, blue] = [answering('red'), answering('blue')];
    const [first, second] = await Promise.all([
      connected.call('ask', { topic: 'one' }, red),
      connected.call('ask', { topic: 'two' }, blue),
    ]);
    expect(red.asked).toMatchObject([{ message: 'Question one' }]);
    expect(blue.asked).toMatchObject([{ message: 'Question two' }]);
    expect(first.content).toMatchObject([{ text: expect.stringContaining('red') }]);
    expect(second.content).toMatchObject([{ text: expect.stringContaining('blue') }]);
  });
  test('a question with nobody to ask is answered with cancel', async () => {
    await connected.call('ask', {}, callContext(samplePrincipal, { answer: null }));
    expect(server.answers).toEqual([{ action: 'cancel' }]);
  });
  test('an open field takes its default', async () => {
    await connected.call('ask');
    expect(server.answers).toEqual([{ action: 'accept', content: { name: 'nobody' } }]);
  });
  test('a cancelled call is told to the server', async () => {
    server.misbehave('never-answers');
    const controller = new AbortController();
    const pending = connected.call('read', {}, callContext(samplePrincipal, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 50);
    expect((await failureOf(pending)).code).toBe('call.cancelled');
    await expect.poll(() => server.cancellations).toHaveLength(1);
  });
  test('an idle session is closed, and opened again when needed', async () => {
    let now = 0;
    const pool = createMcpSources({ clientInfo: { name: 'patchbay', version: '0' }, idleMilliseconds: 50, clock: () => now });
    client.keep(pool);
    const idle = pool.open(connectorAt(server.url), 'cnx_2', { fetch: client.fetch });
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
    for (let round = 0; round < 100; round += 1) await Promise.all(Array.from({ length: 20 }, () => connected.call('read')));
    process.off('warning', onWarning);
    expect(server.calls).toHaveLength(2_000);
    expect(warnings).toEqual([]);
  });
});
