import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteBodyInput } from '../src/contract/routes.ts';
import { ownerKey, type PatchbayProcess, removeDataFolder, runPatchbay, startPatchbay } from './patchbay-process.ts';
import { startEverything } from './servers/everything.ts';
import type { Served } from './servers/serve.ts';

/** The reference servers over each transport, through each front of the running program. */
const require = createRequire(import.meta.url);
const entry = (name: string) => require.resolve(`@modelcontextprotocol/${name}/dist/index.js`);
const files = mkdtempSync(join(tmpdir(), 'patchbay-files-'));
const model = new LLMock({ port: 0 });
let server: PatchbayProcess;
let served: readonly Served[];
let client: OpenAI;

type Case = { readonly name: string; readonly tool: string; readonly input: Record<string, unknown>; readonly answer: string };
const cases: readonly Case[] = [
  { name: 'everything-stdio', tool: 'echo', input: { message: 'over a pipe' }, answer: 'Echo: over a pipe' },
  { name: 'everything-http', tool: 'echo', input: { message: 'over HTTP' }, answer: 'Echo: over HTTP' },
  { name: 'everything-sse', tool: 'echo', input: { message: 'over events' }, answer: 'Echo: over events' },
  { name: 'filesystem', tool: 'read_text_file', input: { path: join(files, 'note.txt') }, answer: 'written in a file' },
];

beforeAll(async () => {
  writeFileSync(join(files, 'note.txt'), 'written in a file');
  await model.start();
  served = await Promise.all([startEverything('streamableHttp'), startEverything('sse')]);
  server = await startPatchbay({
    environment: { OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${model.url}/v1`, PATCHBAY_MODELS: 'openai/gpt-5.4' },
  });
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: ownerKey });
  await server.api.call('changeSettings', { body: { developerMode: true } });
  const [http, sse] = served;
  const stdio = (...args: string[]) => ({ kind: 'stdio' as const, command: process.execPath, arguments: args });
  const origins: readonly RouteBodyInput<'createConnector'>['origin'][] = [
    stdio(entry('server-everything'), 'stdio'),
    { kind: 'remote', url: http?.url ?? '' },
    { kind: 'remote', url: sse?.url ?? '' },
    stdio(entry('server-filesystem'), files),
  ];
  for (const [index, { name }] of cases.entries()) {
    await server.api.call('createConnector', { body: { name, origin: origins[index] ?? stdio(), auth: { kind: 'none' }, trusted: true } });
    await server.api.call('connect', { path: { id: name }, body: {} });
  }
});
afterAll(async () => {
  await server?.stop();
  if (server !== undefined) removeDataFolder(server.dataFolder);
  await Promise.all((served ?? []).map((running) => running.close()));
  await model.stop();
  rmSync(files, { recursive: true, force: true });
});

function modelCalls({ name, tool, input }: Case): void {
  model.reset();
  model.on({ hasToolResult: false }, { toolCalls: [{ name: `${name}__${tool}`, arguments: JSON.stringify(input) }] });
  model.on({ hasToolResult: true }, { content: 'Done.' });
}

describe.each(cases)('$name', (example) => {
  test('answers in the chat', async () => {
    modelCalls(example);
    const connector = await server.api.call('getConnector', { path: { id: example.name } });
    const conversation = await server.api.call('createConversation', { body: { attached: [connector.id] } });
    const { responseId } = await server.api.call('startTurn', { path: { id: conversation.id }, body: { kind: 'say', text: 'Go on.' } });
    const events = await (await server.api.raw('followTurn', { path: { id: responseId } })).text();
    expect(events).toContain(JSON.stringify(example.answer).slice(1, -1));
    expect(events).toContain('"kind":"completed"');
    const { items } = await server.api.call('getConversation', { path: { id: conversation.id } });
    expect(items.find((item) => item.type === 'mcp_call')).toMatchObject({ name: example.tool, status: 'completed' });
  });

  test('answers through the Responses API', async () => {
    modelCalls(example);
    const response = await client.responses.create({
      model: 'openai/gpt-5.4',
      input: 'Go on.',
      tools: [{ type: 'mcp', server_label: example.name }],
    });
    expect(response.output_text).toBe('Done.');
    const called = response.output.find((item) => item.type === 'mcp_call');
    expect(called).toMatchObject({
      server_label: example.name,
      name: example.tool,
      status: 'completed',
      output: expect.stringContaining(example.answer),
    });
  });

  test('answers on the command line', async () => {
    const result = await runPatchbay(['tools', 'call', example.name, example.tool, JSON.stringify(example.input)], {
      PATCHBAY_DATA: server.dataFolder,
    });
    expect(result).toMatchObject({ code: 0, out: expect.stringContaining(example.answer) });
  });
});

test('each call is in the log under its front', async () => {
  const { calls } = await server.api.call('listCalls', { query: { limit: 1000 } });
  for (const { name } of cases)
    expect(new Set(calls.filter((call) => call.label === name && call.state === 'completed').map((call) => call.front))).toEqual(
      new Set(['chat', 'api', 'cli']),
    );
});

test('a connector that fails takes nothing from another', async () => {
  const [first] = cases;
  if (first === undefined) throw new Error('no case');
  modelCalls(first);
  const response = await client.responses.create({
    model: 'openai/gpt-5.4',
    input: 'Go on.',
    tools: [
      { type: 'mcp', server_label: first.name },
      { type: 'mcp', server_label: 'gone', server_url: 'http://127.0.0.1:9/mcp' },
    ],
  });
  expect(response.output.find((item) => item.type === 'mcp_list_tools' && item.server_label === 'gone')).toMatchObject({
    error: expect.any(String),
  });
  expect(response.output_text).toBe('Done.');
});
