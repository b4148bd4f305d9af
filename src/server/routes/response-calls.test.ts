import { LLMock } from '@copilotkit/aimock';
import type { ResponseCreateParamsNonStreaming, Tool } from 'openai/resources/responses/responses';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readOnly } from '../../../testing/turn-bench.ts';
import { createV1WithModels, desk, deskUrl, model, typesOf, type V1WithModels } from '../../../testing/v1-with-models.ts';

const mock = new LLMock({ port: 0 });
beforeAll(() => mock.start().then(() => undefined));
afterAll(() => mock.stop());
afterEach(() => mock.reset());

let bench: V1WithModels;
beforeEach(async () => {
  bench = await createV1WithModels(mock);
});
afterEach(() => bench.close());

describe('approvals', () => {
  async function ask(change: Partial<ResponseCreateParamsNonStreaming> = {}, tool: Partial<Tool.Mcp> = { require_approval: undefined }) {
    bench.addServer(deskUrl, [{ name: 'write' }, { name: 'look', ...readOnly }]);
    mock.on({ hasToolResult: false }, { toolCalls: [{ name: 'desk__write', arguments: '{"text":"a"}' }] });
    mock.on({ hasToolResult: true }, { content: 'Done.' });
    const made = await bench.client.responses.create({ model, input: 'Write', tools: [desk(tool)], ...change });
    return { made, request: made.output.find((item) => item.type === 'mcp_approval_request') };
  }

  test('a call asks, is approved through previous_response_id, and runs once', async () => {
    const { made, request } = await ask();
    expect(made.status).toBe('completed');
    expect(request).toEqual({
      type: 'mcp_approval_request',
      id: expect.stringMatching(/^mcpr_/),
      server_label: 'desk',
      name: 'write',
      arguments: '{"text":"a"}',
    });
    const answer = { type: 'mcp_approval_response' as const, approval_request_id: request?.id ?? '', approve: true };
    const next = await bench.client.responses.create({
      model,
      previous_response_id: made.id,
      input: [answer],
      tools: [desk({ require_approval: undefined })],
    });
    // The list is in context: it is neither shown nor fetched again.
    expect(typesOf(next)).toEqual(['mcp_call', 'message']);
    expect(bench.listed).toEqual([deskUrl]);
    expect(next.output[0]).toMatchObject({ status: 'completed', approval_request_id: request?.id, arguments: '{"text":"a"}' });
    const again = await bench.client.responses.create({
      model,
      previous_response_id: made.id,
      input: [answer],
      tools: [desk({ require_approval: undefined })],
    });
    expect(typesOf(again)).toEqual(['mcp_approval_request']);
  });

  test('without a stored response the caller replays the items', async () => {
    const { made, request } = await ask({ store: false });
    await expect(bench.client.responses.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
    const replayed = [
      { role: 'user' as const, content: 'Write' },
      ...(made.output as never[]),
      { type: 'mcp_approval_response' as const, approval_request_id: request?.id ?? '', approve: true },
    ];
    const next = await bench.client.responses.create({
      model,
      input: replayed,
      store: false,
      tools: [desk({ require_approval: undefined })],
    });
    expect(typesOf(next)).toEqual(['mcp_call', 'message']);
  });

  test('a denial is told to the model', async () => {
    const { made, request } = await ask();
    mock.clearFixtures();
    mock.onMessage(/./, { content: 'Fine, not then.' });
    const next = await bench.client.responses.create({
      model,
      previous_response_id: made.id,
      input: [{ type: 'mcp_approval_response', approval_request_id: request?.id ?? '', approve: false, reason: 'wrong file' }],
      tools: [desk()],
    });
    expect(typesOf(next)).toEqual(['message']);
    expect(bench.sent()).toContain('wrong file');
  });

  test('somebody else cannot approve it', async () => {
    const { request } = await ask();
    const next = await bench.stranger.responses.create({
      model,
      input: [request as never, { type: 'mcp_approval_response', approval_request_id: request?.id ?? '', approve: true }],
      tools: [desk()],
    });
    expect(next.output).toMatchObject([
      { type: 'mcp_list_tools' },
      { type: 'mcp_call', status: 'failed', error: { type: 'http_error', code: 404 } },
      { type: 'message' },
    ]);
  });

  test.each<[string, Tool.Mcp['require_approval'], boolean]>([
    ['left out', undefined, true],
    ['always', 'always', true],
    ['never', 'never', false],
    ['never for this tool', { never: { tool_names: ['write'] } }, false],
    ['never for another', { never: { tool_names: ['look'] } }, true],
    ['never for reads', { never: { read_only: true } }, true],
    ['always for this tool', { always: { tool_names: ['write'] }, never: { tool_names: ['write'] } }, true],
  ])('require_approval %s', async (_name, require, asks) => {
    const { request } = await ask({}, { require_approval: require });
    expect(request !== undefined).toBe(asks);
  });
});

describe('functions of the caller', () => {
  const weather = {
    type: 'function' as const,
    name: 'weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
    strict: false,
  };

  test('are handed back, and their output continues the response', async () => {
    mock.on({ hasToolResult: false }, { toolCalls: [{ name: 'weather', arguments: '{"city":"Oslo"}' }] });
    mock.on({ hasToolResult: true }, { content: 'It rains.' });
    const { final, types } = await bench.readStream({ model, input: 'Weather?', tools: [weather] });
    const [call] = final.output;
    expect(call).toMatchObject({ type: 'function_call', name: 'weather', arguments: '{"city":"Oslo"}', status: 'completed' });
    expect(call?.id).toMatch(/^fc_/);
    expect(types).toContain('response.function_call_arguments.done');
    const next = await bench.client.responses.create({
      model,
      previous_response_id: final.id,
      tools: [weather],
      input: [{ type: 'function_call_output', call_id: call?.type === 'function_call' ? call.call_id : '', output: 'rain, 7°' }],
    });
    expect(next.output_text).toBe('It rains.');
    expect(bench.sent()).toContain('rain, 7°');
  });

  test('tool_choice forces, forbids and limits', async () => {
    bench.addServer(deskUrl, [{ name: 'look' }, { name: 'write' }]);
    mock.onMessage(/./, { content: 'ok' });
    const choose = async (tool_choice: ResponseCreateParamsNonStreaming['tool_choice']) => {
      await bench.client.responses.create({ model, input: 'Hi', tools: [weather, desk()], tool_choice });
      const body = mock.getLastRequest()?.body as { tool_choice?: unknown; tools?: { function: { name: string } }[] };
      return [body.tool_choice, (body.tools ?? []).map((tool) => tool.function.name)];
    };
    const all = ['weather', 'desk__look', 'desk__write'];
    expect(await choose('required')).toEqual(['required', all]);
    expect(await choose('none')).toEqual(['none', all]);
    expect((await choose({ type: 'function', name: 'weather' }))[0]).toMatchObject({ type: 'function' });
    expect(JSON.stringify((await choose({ type: 'mcp', server_label: 'desk', name: 'look' }))[0])).toContain('desk__look');
    expect(await choose({ type: 'mcp', server_label: 'desk' })).toEqual(['required', ['desk__look', 'desk__write']]);
    expect(await choose({ type: 'allowed_tools', mode: 'auto', tools: [{ type: 'mcp', server_label: 'desk', name: 'write' }] })).toEqual([
      'auto',
      ['desk__write'],
    ]);
  });
});

describe('limits', () => {
  test('max_tool_calls lets so many run and ignores the rest', async () => {
    let runs = 0;
    bench.addServer(deskUrl, [
      {
        name: 'look',
        run: async () => {
          runs += 1;
          return { content: [] };
        },
      },
    ]);
    mock.on({ hasToolResult: false }, { toolCalls: [1, 2, 3].map((n) => ({ name: 'desk__look', arguments: `{"n":${n}}` })) });
    mock.on({ hasToolResult: true }, { content: 'That is all.' });
    const made = await bench.client.responses.create({ model, input: 'Hi', tools: [desk()], max_tool_calls: 2 });
    expect(runs).toBe(2);
    expect(typesOf(made)).toEqual(['mcp_list_tools', 'mcp_call', 'mcp_call', 'message']);
    expect(made.status).toBe('completed');
    expect(bench.sent()).toContain('limit of 2 tool calls');
  });

  test('parallel_tool_calls: false runs one after the other', async () => {
    let running = 0;
    let most = 0;
    bench.addServer(deskUrl, [
      {
        name: 'look',
        run: async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 10));
          running -= 1;
          return { content: [] };
        },
      },
    ]);
    mock.on({ hasToolResult: false }, { toolCalls: [1, 2].map((n) => ({ name: 'desk__look', arguments: `{"n":${n}}` })) });
    mock.on({ hasToolResult: true }, { content: 'ok' });
    await bench.client.responses.create({ model, input: 'Hi', tools: [desk()], parallel_tool_calls: false });
    expect(most).toBe(1);
    expect(bench.bodies.at(-1)).toContain('"parallel_tool_calls":false');
  });

  test('an answer that runs into max_output_tokens is incomplete and says why', async () => {
    mock.onMessage(/./, { content: 'cut', finishReason: 'length' });
    const { final, types } = await bench.readStream({ model: 'openai-compatible/llama3', input: 'Hi', max_output_tokens: 16 });
    expect(final).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
    expect(types.at(-1)).toBe('response.incomplete');
  });
});
