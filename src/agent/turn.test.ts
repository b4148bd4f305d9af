import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ApprovalId, ConnectorId, ResponseId, UserId } from '../domain/ids.ts';
import type { ConversationItem, McpApprovalRequestItem, McpCallItem } from '../domain/items.ts';
import { Secret } from '../domain/secret.ts';
import type { CatalogTool, InvokeTool, ToolResult } from '../domain/tool.ts';
import type { TurnEvent } from '../domain/turn-event.ts';
import { createElicitations } from './elicitations.ts';
import { defaultSampling } from './model.ts';
import { createModels, type Models } from './models/models.ts';
import { createRunTurn } from './turn.ts';
import type { TurnRequest } from './turn-request.ts';

const mock = new LLMock({ port: 0 });
let models: Models;
beforeAll(async () => {
  await mock.start();
  const apiKey = new Secret('sk-test');
  models = createModels({
    openai: { apiKey, baseUrl: `${mock.url}/v1` },
    anthropic: { apiKey, baseUrl: `${mock.url}/v1` },
    entries: [],
    fetch,
    pause: async () => {},
  });
});
afterAll(() => mock.stop());
afterEach(() => mock.reset());

const wires = ['openai/gpt-5.4', 'openai-compatible/llama3', 'anthropic/claude-sonnet-4-6'];

describe.each(wires)('a turn with %s', (modelId) => {
  test('streams text and sums the usage', async () => {
    mock.onMessage(/./, {
      content: 'Hello from the model.',
      usage: { input_tokens: 7, output_tokens: 5, prompt_tokens: 7, completion_tokens: 5 },
    });
    const { events, items } = await collect({ modelId, text: 'Hi' });
    expect(textOf(items)).toBe('Hello from the model.');
    expect(events.filter((event) => event.kind === 'text-delta').length).toBeGreaterThan(1);
    const end = events.at(-1);
    expect(end).toMatchObject({ kind: 'turn-ended', end: { kind: 'completed' } });
    expect(end?.kind === 'turn-ended' && end.usage?.outputTokens).toBeGreaterThan(0);
  });

  test('several calls of one step run at the same time, and their results reach the model', async () => {
    mock.on(
      { hasToolResult: false },
      {
        toolCalls: [
          { name: 'desk__look', arguments: '{"what":"one"}' },
          { name: 'desk__look', arguments: '{"what":"two"}' },
        ],
      },
    );
    mock.on({ hasToolResult: true }, { content: 'Both seen.' });
    let running = 0;
    let most = 0;
    const { items } = await collect({
      modelId,
      text: 'Look at both',
      tools: [tool('look')],
      invoke: async (_principal, call) => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 30));
        running -= 1;
        return completed({ content: [{ type: 'text', text: `saw ${call.input.what}` }] });
      },
    });
    expect(most).toBe(2);
    expect(calls(items).map((item) => [item.status, item.arguments, item.output])).toEqual([
      ['completed', '{"what":"one"}', 'saw one'],
      ['completed', '{"what":"two"}', 'saw two'],
    ]);
    expect(textOf(items)).toBe('Both seen.');
    expect(JSON.stringify(mock.getLastRequest()?.body)).toContain('saw two');
    expect(JSON.stringify(mock.getLastRequest()?.body)).toContain('tool-output from=');
  });

  test('a call leaves while the model still writes the next', async () => {
    const leaving: string[] = [];
    const calls = ['one', 'two'].map((what) => ({
      name: 'desk__look',
      arguments: JSON.stringify({ what, why: 'because it takes a while to write' }),
    }));
    mock.on({ hasToolResult: false }, { toolCalls: calls }, { latency: 8, chunkSize: 8 });
    mock.on({ hasToolResult: true }, { content: 'Seen.' });
    const { events } = await collect({
      modelId,
      text: 'Look',
      tools: [tool('look')],
      invoke: async (_principal, call) => {
        leaving.push(String(call.input.what));
        return completed({ content: [{ type: 'text', text: 'seen' }] });
      },
    });
    expect(leaving).toEqual(['one', 'two']);
    const firstDone = events.findIndex((event) => event.kind === 'item-done' && event.item.type === 'mcp_call');
    const secondStarted = events.findLastIndex((event) => event.kind === 'item-started' && event.item.type === 'mcp_call');
    const lastDelta = events.findLastIndex((event) => event.kind === 'arguments-delta');
    expect(secondStarted).toBeGreaterThan(-1);
    expect(firstDone).toBeLessThan(lastDelta);
  });

  test('an error of a tool is handed to the model, which goes on', async () => {
    mock.on({ hasToolResult: false }, { toolCalls: [{ name: 'desk__look', arguments: '{}' }] });
    mock.on({ hasToolResult: true }, { content: 'It did not work.' });
    const { items, events } = await collect({
      modelId,
      text: 'Look',
      tools: [tool('look')],
      invoke: async () => ({ kind: 'failed', code: 'upstream.protocol-error', message: 'The desk is on fire.', httpStatus: null }),
    });
    expect(calls(items)[0]).toMatchObject({ status: 'failed', error: { type: 'mcp_protocol_error', message: 'The desk is on fire.' } });
    expect(JSON.stringify(mock.getLastRequest()?.body)).toContain('The desk is on fire.');
    expect(events.at(-1)).toMatchObject({ end: { kind: 'completed' } });
  });

  test('a refused key, a rate limit and a failing provider each have their own words', async () => {
    mock.nextRequestError(401, { message: 'bad key', type: 'authentication_error' });
    expect((await collect({ modelId, text: 'Hi' })).events.at(-1)).toMatchObject({ end: { kind: 'failed', code: 'model.refused-key' } });
    for (let attempt = 0; attempt < 3; attempt += 1) mock.nextRequestError(429, { message: 'slow down', type: 'rate_limit_error' });
    expect((await collect({ modelId, text: 'Hi' })).events.at(-1)).toMatchObject({ end: { kind: 'failed', code: 'model.rate-limited' } });
    for (let attempt = 0; attempt < 3; attempt += 1) mock.nextRequestError(500, { message: 'oops' });
    expect((await collect({ modelId, text: 'Hi' })).events.at(-1)).toMatchObject({ end: { kind: 'failed', code: 'model.unavailable' } });
  });

  test('a failure before anything was said is tried again', async () => {
    mock.onMessage(/./, { content: 'At last.' });
    mock.nextRequestError(500, { message: 'oops' });
    const { items, events } = await collect({ modelId, text: 'Hi' });
    expect(textOf(items)).toBe('At last.');
    expect(events.at(-1)).toMatchObject({ end: { kind: 'completed' } });
  });

  test('a socket that drops in mid-answer keeps what was said, as an incomplete item', async () => {
    mock.onMessage(
      /./,
      { content: 'This answer will never reach its end because the line breaks.' },
      { truncateAfterChunks: 8, chunkSize: 5, latency: 10 },
    );
    const { items, events } = await collect({ modelId, text: 'Hi' });
    const message = items.find((item) => item.type === 'message' && item.role === 'assistant');
    expect(message).toMatchObject({ status: 'incomplete' });
    expect(textOf(items).length).toBeGreaterThan(3);
    expect(events.at(-1)).toMatchObject({ end: { kind: 'failed' } });
  });

  test('a malformed stream is a clear failure', async () => {
    mock.onMessage(/./, { content: 'x' }, { chaos: { malformedRate: 1 } });
    const { events } = await collect({ modelId, text: 'Hi' });
    expect(events.at(-1)).toMatchObject({ end: { kind: 'failed', code: 'model.invalid-response' } });
  });
});

export function tool(name: string, change: Partial<CatalogTool> & { readonly description?: string } = {}): CatalogTool {
  const { description, ...rest } = change;
  return {
    connectorId: 'con_desk' as ConnectorId,
    connectionId: null,
    connectorName: 'Desk',
    label: 'desk',
    definition: {
      name,
      description: description ?? `Does ${name}`,
      inputSchema: { type: 'object', properties: { what: { type: 'string' } } },
    },
    hash: 'h',
    limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
    permission: 'allow',
    source: { listTools: async () => ({ tools: [], instructions: null, serverName: null }), callTool: async () => ({ content: [] }) },
    ...rest,
  };
}

const completed = (result: ToolResult) => ({ kind: 'completed' as const, result, truncated: false });
const calls = (items: readonly ConversationItem[]) => items.filter((item): item is McpCallItem => item.type === 'mcp_call');
const textOf = (items: readonly ConversationItem[]) =>
  items
    .flatMap((item) => (item.type === 'message' && item.role === 'assistant' ? item.content : []))
    .map((part) => (part.type === 'output_text' ? part.text : ''))
    .join('');

async function collect(setting: {
  readonly modelId: string;
  readonly text: string;
  readonly tools?: readonly CatalogTool[];
  readonly invoke?: InvokeTool;
  readonly change?: Partial<TurnRequest>;
}) {
  let count = 0;
  const newId = (kind: string) => `${kind}_${++count}` as never;
  const runTurn = createRunTurn({
    invokeTool: setting.invoke ?? (async () => completed({ content: [] })),
    proposeCall: async () => 'mcpr_1' as ApprovalId,
    approvals: {
      answer: async () => {
        throw new Error('not asked here');
      },
    },
    elicitations: createElicitations({ newId }),
    newId,
    clock: () => Date.UTC(2026, 10, 21),
  });
  const model = await models.find(setting.modelId);
  if (model === null) throw new Error('no model');
  const request: TurnRequest = {
    principal: { userId: 'usr_1' as UserId, email: 'a@b.c', name: 'A', role: 'owner', via: { kind: 'cli' } },
    front: 'chat',
    model,
    responseId: 'resp_1' as ResponseId,
    conversationId: null,
    history: [],
    input: [{ type: 'message', id: 'msg_in', role: 'user', status: 'completed', content: [{ type: 'input_text', text: setting.text }] }],
    resume: null,
    toolSets:
      setting.tools === undefined
        ? []
        : [
            {
              label: 'desk',
              connectorName: 'Desk',
              list: async () => ({ kind: 'tools', tools: setting.tools ?? [], instructions: null }),
              allows: null,
              approval: { kind: 'policy' },
              deferred: false,
              description: null,
            },
          ],
    functions: [],
    instructions: null,
    toolChoice: { kind: 'auto' },
    parallelToolCalls: true,
    maxToolCalls: null,
    maxSteps: 8,
    sampling: defaultSampling,
    ...setting.change,
  };
  const events: TurnEvent[] = [];
  for await (const event of runTurn(request, AbortSignal.timeout(15_000))) events.push(event);
  const items = events.flatMap((event) => (event.kind === 'item-done' ? [event.item] : []));
  return { events, items, requests: items.filter((item): item is McpApprovalRequestItem => item.type === 'mcp_approval_request') };
}
