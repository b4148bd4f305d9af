import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectorOrigin } from '../../domain/connector.ts';
import type { ConnectorId } from '../../domain/ids.ts';
import type { ToolDefinition } from '../../domain/tool.ts';
import { createGuardedFetch, type GuardedFetch } from '../../network/guarded-fetch.ts';
import { failureOf } from '../../../testing/failure.ts';
import { samplePrincipal } from '../../../testing/sample.ts';
import { callContext } from '../../../testing/servers/connections-harness.ts';
import { startEverything } from '../../../testing/servers/everything.ts';
import type { McpSource } from './source.ts';
import { createMcpSources, type McpSources, type McpSourcesDeps } from './sources.ts';

const require = createRequire(import.meta.url);
const everything = require.resolve('@modelcontextprotocol/server-everything/dist/index.js');
const filesystem = require.resolve('@modelcontextprotocol/server-filesystem/dist/index.js');
const signal = () => AbortSignal.timeout(30_000);

let fetch: GuardedFetch;
let sources: McpSources;
const closers: (() => unknown)[] = [];
function poolOf(deps: Partial<McpSourcesDeps> = {}): McpSources {
  const pool = createMcpSources({ clientInfo: { name: 'patchbay', version: '0' }, graceMilliseconds: 300, ...deps });
  closers.push(pool.close);
  return pool;
}
beforeEach(() => {
  fetch = createGuardedFetch({ allowPrivate: ['127.0.0.1'] });
  sources = poolOf();
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await fetch.close();
});

const stdio = (...args: string[]): ConnectorOrigin => ({
  kind: 'stdio',
  command: process.execPath,
  arguments: args,
  environmentNames: [],
  workingDirectory: null,
});
function open(
  origin: ConnectorOrigin,
  {
    pool = sources,
    key = 'cnx_1',
    environment = {},
  }: { readonly pool?: McpSources; readonly key?: string; readonly environment?: Record<string, string> } = {},
): McpSource {
  return pool.open({ id: `con_${key}` as ConnectorId, name: 'Test', origin }, key, { fetch, environment });
}
async function toolsOf(source: McpSource): Promise<(name: string) => ToolDefinition> {
  const tools = new Map((await source.listTools(signal())).tools.map((tool) => [tool.name, tool]));
  return (name) => tools.get(name) ?? expect.fail(`no tool ${name} in ${[...tools.keys()].join(' ')}`);
}
/** A process that ended but that nobody has collected yet counts as ended. */
const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}/stat`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
async function script(body: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'patchbay-stdio-')), 'server.mjs');
  await writeFile(file, body);
  return file;
}

describe.each(['stdio', 'streamableHttp', 'sse'] as const)('server-everything over %s', (transport) => {
  let source: McpSource;
  let tool: (name: string) => ToolDefinition;
  beforeEach(async () => {
    if (transport === 'stdio') source = open(stdio(everything, 'stdio'));
    else {
      const server = await startEverything(transport);
      closers.push(server.close);
      source = open({ kind: 'remote', url: server.url, transport: 'auto' });
    }
    tool = await toolsOf(source);
  });
  const call = (name: string, input = {}, context = callContext(samplePrincipal)) => source.callTool(tool(name), input, context);

  test('what its tools give arrives whole', async () => {
    expect((await call('echo', { message: 'hi' })).content).toEqual([{ type: 'text', text: 'Echo: hi' }]);
    expect((await call('get-sum', { a: 2, b: 3 })).content).toMatchObject([{ text: expect.stringContaining('5') }]);
    expect((await call('get-tiny-image')).content.map(({ type }) => type)).toContain('image');
    expect((await call('get-structured-content', { location: 'New York' })).structuredContent).toMatchObject({ conditions: 'Cloudy' });
    expect((await call('get-resource-links', { count: 2 })).content.filter(({ type }) => type === 'resource_link')).toHaveLength(2);
    expect((await call('get-resource-reference', { resourceType: 'Text', resourceId: 1 })).content.map(({ type }) => type)).toContain(
      'resource',
    );
    expect((await call('get-annotated-message', { messageType: 'success', includeImage: true })).content[0]).toMatchObject({
      annotations: { priority: expect.any(Number) },
    });
  });
  test('progress and questions come through', async () => {
    const context = callContext(samplePrincipal, { answer: { action: 'accept', content: { name: 'Ada' } } });
    await call('trigger-long-running-operation', { duration: 1, steps: 4 }, context);
    // Over the older HTTP+SSE the last one and the result come in one piece, and the SDK reads the result first.
    expect(context.progress.length).toBeGreaterThanOrEqual(transport === 'sse' ? 3 : 4);
    expect((await call('trigger-elicitation-request', {}, context)).content).toMatchObject([
      { text: expect.stringContaining('✅') },
      {},
      {},
    ]);
    expect(context.asked).toMatchObject([{ mode: 'form' }]);
  });
  test('a call is cancelled by its signal', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    expect(
      (
        await failureOf(
          call('trigger-long-running-operation', { duration: 20, steps: 20 }, callContext(samplePrincipal, { signal: controller.signal })),
        )
      ).code,
    ).toBe('call.cancelled');
    expect((await call('echo', { message: 'still here' })).content).toMatchObject([{ text: 'Echo: still here' }]);
  });
});

test.each(['streamableHttp', 'sse'] as const)(
  'server-everything over %s is well again after it was killed and restarted',
  async (transport) => {
    const first = await startEverything(transport);
    const source = open({ kind: 'remote', url: first.url, transport: 'auto' });
    const echo = (await toolsOf(source))('echo');
    await first.close();
    expect(['network.unreachable', 'upstream.closed']).toContain(
      (await failureOf(source.callTool(echo, { message: 'x' }, callContext(samplePrincipal)))).code,
    );
    const second = await startEverything(transport, Number(new URL(first.url).port));
    closers.push(second.close);
    const readOnly = { ...echo, annotations: { readOnlyHint: true } };
    expect((await source.callTool(readOnly, { message: 'back' }, callContext(samplePrincipal))).content).toMatchObject([
      { text: 'Echo: back' },
    ]);
  },
);

test('server-filesystem works over stdio', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-files-'));
  await writeFile(join(folder, 'a.txt'), 'amber');
  const source = open(stdio(filesystem, folder));
  const tool = await toolsOf(source);
  expect(
    (await source.callTool(tool('read_text_file'), { path: join(folder, 'a.txt') }, callContext(samplePrincipal))).content,
  ).toMatchObject([{ text: 'amber' }]);
  expect(await source.callTool(tool('read_text_file'), { path: '/etc/passwd' }, callContext(samplePrincipal))).toMatchObject({
    isError: true,
  });
});

describe('local commands', () => {
  test('a child sees its own settings and little else', async () => {
    const source = open(stdio(everything, 'stdio'), { environment: { MY_KEY: 'mine' } });
    const tool = await toolsOf(source);
    const [block] = (await source.callTool(tool('get-env'), {}, callContext(samplePrincipal))).content;
    const environment = JSON.parse(block?.type === 'text' ? block.text : '{}');
    expect(environment).toMatchObject({ MY_KEY: 'mine', PATH: expect.any(String) });
    expect(
      Object.keys(environment).filter((name) => !['MY_KEY', 'HOME', 'LOGNAME', 'PATH', 'SHELL', 'TERM', 'USER'].includes(name)),
    ).toEqual([]);
  });
  test('one child serves a connection, however many calls', async () => {
    const source = open(stdio(everything, 'stdio'));
    const tool = await toolsOf(source);
    await Promise.all(Array.from({ length: 30 }, () => source.callTool(tool('echo'), { message: 'x' }, callContext(samplePrincipal))));
    expect(sources.children).toBe(1);
    await sources.closeConnection('cnx_1');
    expect(sources.children).toBe(0);
  });
  test('a command that does not exist says so', async () => {
    const failure = await failureOf(
      open({ kind: 'stdio', command: 'no-such-command', arguments: [], environmentNames: [], workingDirectory: null }).listTools(signal()),
    );
    expect(failure).toMatchObject({ code: 'upstream.process-failed', message: expect.stringContaining('"no-such-command" was not found') });
  });
  test('a command that ends at once says how, and keeps what it wrote', async () => {
    const failure = await failureOf(open(stdio(await script('console.error("no config"); process.exit(3);'))).listTools(signal()));
    expect(failure).toMatchObject({
      code: 'upstream.process-failed',
      message: expect.stringContaining('ended with code 3'),
      detail: { output: 'no config\n' },
    });
  });
  test('a child that ends at an unknown first request is started again in the older way', async () => {
    const file = await script(`
      import { createInterface } from 'node:readline';
      let ready = false;
      for await (const line of createInterface({ input: process.stdin })) {
        const { id, method } = JSON.parse(line);
        const say = (result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
        if (method === 'initialize') { ready = true; say({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'old', version: '1' } }); }
        else if (!ready) process.exit(1);
        else if (method === 'tools/list') say({ tools: [{ name: 'one', inputSchema: { type: 'object' } }] });
      }`);
    expect((await open(stdio(file)).listTools(signal())).tools).toMatchObject([{ name: 'one' }]);
  });
  test('what a child prints beside its messages does no harm', async () => {
    const file = await script(`console.log('Starting up…');\nprocess.argv[2] = 'stdio';\nawait import(${JSON.stringify(everything)});`);
    expect((await open(stdio(file)).listTools(signal())).tools.length).toBeGreaterThan(5);
  });
  test('a child that dies in mid-call fails that call; the next one starts another', async () => {
    const pids = await mkdtemp(join(tmpdir(), 'patchbay-pid-'));
    const file = await script(`
      import { createInterface } from 'node:readline';
      import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(join(pids, 'pid'))}, String(process.pid));
      for await (const line of createInterface({ input: process.stdin })) {
        const { id, method, params } = JSON.parse(line);
        const say = (result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
        if (method === 'initialize') say({ protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'frail', version: '1' } });
        else if (method === 'tools/list') say({ tools: [{ name: 'die', inputSchema: { type: 'object' } }, { name: 'live', inputSchema: { type: 'object' } }] });
        else if (method === 'tools/call' && params.name === 'die') process.kill(process.pid, 'SIGKILL');
        else if (method === 'tools/call') say({ content: [] });
        else if (id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32601, message: 'no' } }));
      }`);
    const source = open(stdio(file));
    const tool = await toolsOf(source);
    expect((await failureOf(source.callTool(tool('die'), {}, callContext(samplePrincipal)))).code).toBe('upstream.closed');
    expect(await source.callTool(tool('live'), {}, callContext(samplePrincipal))).toEqual({ content: [] });
  });
  test('beyond the number allowed, the one idle for longest gives way, and a busy one does not', async () => {
    const pool = poolOf({ maxChildren: 2 });
    const all = ['a', 'b', 'c'].map((key) => open(stdio(everything, 'stdio'), { pool, key }));
    for (const source of all) await source.listTools(signal());
    expect(pool.children).toBe(2);
    const [first, second, third] = all;
    const busy = [second, third].map(async (source) =>
      source?.callTool((await toolsOf(source))('trigger-long-running-operation'), { duration: 2, steps: 2 }, callContext(samplePrincipal)),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const failure = await failureOf(first?.listTools(signal()) ?? Promise.resolve());
    expect(failure).toMatchObject({ code: 'upstream.process-failed', message: expect.stringContaining('2 local commands run already') });
    await Promise.all(busy);
  });
  test('closing kills what a child has started, even one that does not listen', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-group-'));
    const file = await script(`
      import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
      import { writeFileSync } from 'node:fs';
      const grandchild = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: 'ignore' });
      writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(grandchild.pid));
      process.on('SIGTERM', () => {});
      process.argv[2] = 'stdio';
      await import(${JSON.stringify(everything)});
      process.stdin.on('end', () => setInterval(() => {}, 1000));`);
    const pool = poolOf();
    await open(stdio(file), { pool }).listTools(signal());
    const grandchild = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    expect(isAlive(grandchild)).toBe(true);
    await pool.close();
    await expect.poll(() => isAlive(grandchild)).toBe(false);
  });
  test('no child outlives this process, when it ends in an orderly way', async () => {
    const file = await script(`
      const { createMcpSources } = await import(${JSON.stringify(join(import.meta.dirname, 'sources.ts'))});
      const sources = createMcpSources({ clientInfo: { name: 'patchbay', version: '0' } });
      const source = sources.open({ id: 'con_1', name: 'x', origin: { kind: 'stdio', command: process.execPath, arguments: ['-e', 'console.error(process.pid); process.stdin.resume(); setInterval(() => {}, 1000)'], environmentNames: [], workingDirectory: null } }, 'k', { fetch });
      source.listTools(AbortSignal.timeout(60000)).catch(() => {});
      setTimeout(async () => {
        const { execFileSync } = await import('node:child_process');
        console.log(execFileSync('pgrep', ['-P', String(process.pid)]).toString().trim().split('\\n')[0]);
        process.exit(0);
      }, 700);`);
    const parent = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    parent.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8');
    });
    await new Promise((resolve) => parent.on('close', resolve));
    const child = Number(printed.trim());
    expect(child).toBeGreaterThan(1);
    await expect.poll(() => isAlive(child)).toBe(false);
  });
});
