import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LLMock } from '@copilotkit/aimock';
import type { Tool } from 'openai/resources/responses/responses';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Harness, startHarness } from '../../../testing/servers/connections-harness.ts';
import { createV1Bench, type V1Bench } from '../../../testing/v1-bench.ts';
import { Secret } from '../../domain/secret.ts';

const everything = join(import.meta.dirname, '../../../node_modules/@modelcontextprotocol/server-everything/dist/index.js');
const mock = new LLMock({ port: 0 });
let server: ChildProcess;
let harness: Harness;
let bench: V1Bench;
let tool: Tool.Mcp;
const bodies: string[] = [];

beforeAll(async () => {
  await mock.start();
  const port = await freePort();
  server = spawn(process.execPath, [everything, 'streamableHttp'], { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
  await untilAnswering(`http://127.0.0.1:${port}/mcp`);
  tool = { type: 'mcp', server_label: 'everything', server_url: `http://127.0.0.1:${port}/mcp`, require_approval: 'never' };
  harness = await startHarness();
  bench = await createV1Bench({
    adHocSource: harness.connections.adHocSource,
    models: {
      openai: { apiKey: new Secret('sk-test'), baseUrl: `${mock.url}/v1` },
      anthropic: { apiKey: new Secret('sk-test'), baseUrl: `${mock.url}/v1` },
      entries: ['openai/gpt-4.1'],
      fetch: (url, init) => {
        bodies.push(String(init?.body));
        return fetch(url, init);
      },
    },
  });
});
beforeEach(() => mock.reset());
afterAll(async () => {
  await bench?.close();
  await harness?.close();
  server?.kill();
  await mock.stop();
});

test('the tools of server-everything run in one response, and each kind of content arrives', async () => {
  const calls = [
    { name: 'everything__echo', arguments: '{"message":"hello"}' },
    { name: 'everything__get-sum', arguments: '{"a":2,"b":40}' },
    { name: 'everything__get-structured-content', arguments: '{"location":"New York"}' },
    { name: 'everything__get-tiny-image', arguments: '{}' },
    { name: 'everything__get-sum', arguments: '{"a":"two","b":40}' },
  ];
  mock.on({ hasToolResult: false }, { toolCalls: calls });
  mock.on({ hasToolResult: true }, { content: 'All five came back.' });
  const made = await bench.client.responses.create({ model: 'openai/gpt-4.1', input: 'Try them', tools: [tool] });
  expect(made.output_text).toBe('All five came back.');
  const results = made.output.flatMap((item) => (item.type === 'mcp_call' ? [item] : []));
  const outputOf = (name: string, status: string) => results.find((item) => item.name === name && item.status === status)?.output;
  expect(outputOf('echo', 'completed')).toBe('Echo: hello');
  expect(outputOf('get-sum', 'completed')).toContain('42');
  expect(outputOf('get-structured-content', 'completed')).toContain('temperature');
  expect(outputOf('get-tiny-image', 'completed')).toContain('[image, image/png');
  expect(results.find((item) => item.name === 'get-sum' && item.status === 'failed')?.error).toMatchObject({
    type: 'mcp_protocol_error',
    code: -32602,
  });
  // The picture itself goes to the model, in its provider's own form.
  expect(bodies.at(-1)).toContain('data:image/png;base64,');
});

test.each(['openai/gpt-4.1', 'openai-compatible/llama3', 'anthropic/claude-haiku-4-5'])('%s calls it, streamed', async (model) => {
  mock.on({ hasToolResult: false }, { toolCalls: [{ name: 'everything__echo', arguments: '{"message":"hello"}' }] });
  mock.on({ hasToolResult: true }, { content: 'It said hello.' });
  const final = await bench.client.responses.stream({ model, input: 'Echo', tools: [tool] }).finalResponse();
  expect(final.output.map((item) => item.type)).toEqual(['mcp_list_tools', 'mcp_call', 'message']);
  expect(final.output_text).toBe('It said hello.');
});

test('a server that is not there, and one that is no MCP server, are said while the rest goes on', async () => {
  mock.onMessage(/./, { content: 'Went on.' });
  const gone: Tool.Mcp = { ...tool, server_label: 'gone', server_url: `http://127.0.0.1:${await freePort()}/mcp` };
  const other: Tool.Mcp = { ...tool, server_label: 'other', server_url: `${mock.url}/health` };
  const made = await bench.client.responses.create({ model: 'openai/gpt-4.1', input: 'Hi', tools: [gone, other, tool] });
  expect(made.output_text).toBe('Went on.');
  const lists = made.output.flatMap((item) =>
    item.type === 'mcp_list_tools' ? [[item.server_label, item.tools.length > 0, typeof item.error]] : [],
  );
  expect(lists).toEqual([
    ['gone', false, 'string'],
    ['other', false, 'string'],
    ['everything', true, 'object'],
  ]);
});

test('an address in the private network is refused where it is not allowed', async () => {
  mock.onMessage(/./, { content: 'Went on.' });
  const made = await bench.client.responses.create({
    model: 'openai/gpt-4.1',
    input: 'Hi',
    tools: [{ ...tool, server_label: 'metadata', server_url: 'http://169.254.169.254/mcp' }],
  });
  expect(made.output[0]).toMatchObject({ type: 'mcp_list_tools', error: expect.stringContaining('private') });
});

async function untilAnswering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await sleep(100);
  }
  throw new Error(`${url} does not answer`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
