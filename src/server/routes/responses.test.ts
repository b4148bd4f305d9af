import { LLMock } from '@copilotkit/aimock';
import OpenAI from 'openai';
import type { Response, ResponseCreateParamsNonStreaming, ResponseStreamEvent, Tool } from 'openai/resources/responses/responses';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createV1Bench, type V1Bench } from '../../../testing/v1-bench.ts';
import { AppError } from '../../domain/errors.ts';
import { Secret } from '../../domain/secret.ts';

const mock = new LLMock({ port: 0 });
beforeAll(() => mock.start().then(() => undefined));
afterAll(() => mock.stop());
afterEach(() => mock.reset());

let bench: V1Bench;
/** What went to the provider, as it was sent. */
const bodies: string[] = [];
const recordingFetch: typeof fetch = (url, init) => {
  bodies.push(String(init?.body));
  return fetch(url, init);
};
beforeEach(async () => {
  const provider = { apiKey: new Secret('sk-model'), baseUrl: `${mock.url}/v1` };
  bench = await createV1Bench({
    models: {
      openai: provider,
      anthropic: provider,
      entries: ['openai/gpt-4.1', 'openai-compatible/llama3', 'anthropic/claude-haiku-4-5'],
      fetch: recordingFetch,
    },
  });
});
afterEach(() => bench.close());

const model = 'openai/gpt-4.1';
const readOnly = { annotations: { readOnlyHint: true } };
const deskUrl = 'https://desk.example/mcp/secret-path';
const desk = (change: Partial<Tool.Mcp> = {}): Tool.Mcp => ({
  type: 'mcp',
  server_label: 'desk',
  server_url: deskUrl,
  require_approval: 'never',
  ...change,
});
const typesOf = (response: Response) => response.output.map((item) => item.type);
const sent = () => JSON.stringify(mock.getLastRequest()?.body);

/** Accumulates a stream with the SDK's own helper, and checks what every stream must hold. */
async function readStream(params: Omit<ResponseCreateParamsNonStreaming, 'stream'>) {
  const stream = bench.client.responses.stream({ ...params, stream: true });
  const events: ResponseStreamEvent[] = [];
  for await (const event of stream) events.push(event);
  expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, index) => index));
  const open = new Set<number>();
  for (const event of events) {
    if (event.type === 'response.output_item.added') open.add(event.output_index);
    else if ('output_index' in event && !open.has(event.output_index)) throw new Error(`${event.type} for an item that is not open`);
    if (event.type === 'response.output_item.done') open.delete(event.output_index);
  }
  expect([...open]).toEqual([]);
  return { events, types: events.map((event) => event.type), final: await stream.finalResponse() };
}

describe('answers', () => {
  test('a text, streamed and not, is the same response object', async () => {
    mock.onMessage(/./, { content: 'Hello there.', usage: { input_tokens: 3, output_tokens: 2 } });
    const plain = await bench.client.responses.create({ model, input: 'Hi', metadata: { a: 'b' }, instructions: 'Be brief.' });
    expect(plain).toMatchObject({
      object: 'response',
      status: 'completed',
      model,
      output_text: 'Hello there.',
      instructions: 'Be brief.',
      metadata: { a: 'b' },
      error: null,
      incomplete_details: null,
      usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 },
    });
    expect(plain.id).toMatch(/^resp_/);
    expect(plain.output[0]?.id).toMatch(/^msg_/);
    const { types, final } = await readStream({ model, input: 'Hi', metadata: { a: 'b' }, instructions: 'Be brief.' });
    expect(final.output_text).toBe('Hello there.');
    // `output_parsed` is the helper's own.
    expect(
      Object.keys(final)
        .filter((key) => key !== 'output_parsed')
        .sort(),
    ).toEqual(Object.keys(plain).sort());
    expect([...new Set(types)]).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(sent()).toContain('Be brief.');
  });

  test.each(['openai/gpt-4.1', 'openai-compatible/llama3', 'anthropic/claude-haiku-4-5'])('%s calls mcp tools in parallel', async (id) => {
    bench.addServer(deskUrl, [{ name: 'look', ...readOnly }, { name: 'write' }]);
    const calls = [1, 2].map((n) => ({ name: 'desk__look', arguments: `{"n":${n}}` }));
    mock.on({ hasToolResult: false }, { toolCalls: calls });
    mock.on({ hasToolResult: true }, { content: 'Seen both.' });
    const { types, final } = await readStream({ model: id, input: 'Look', tools: [desk()] });
    expect(typesOf(final)).toEqual(['mcp_list_tools', 'mcp_call', 'mcp_call', 'message']);
    expect(final.output).toMatchObject([
      { server_label: 'desk', tools: [{ name: 'look', annotations: { readOnlyHint: true } }, { name: 'write' }], error: null },
      { status: 'completed', name: 'look', arguments: '{"n":1}', output: 'ran look with {"n":1}', error: null },
      { status: 'completed', name: 'look', arguments: '{"n":2}' },
      {},
    ]);
    expect(final.output[0]?.id).toMatch(/^mcpl_/);
    expect(final.output[1]?.id).toMatch(/^mcp_/);
    expect(JSON.stringify(final)).not.toContain('patchbay');
    for (const type of [
      'response.mcp_list_tools.in_progress',
      'response.mcp_list_tools.completed',
      'response.mcp_call.in_progress',
      'response.mcp_call_arguments.delta',
      'response.mcp_call_arguments.done',
      'response.mcp_call.completed',
    ] as const)
      expect(types).toContain(type);
  });

  test('credentials of a server are used, and never stored or shown', async () => {
    bench.addServer(deskUrl, [{ name: 'look' }]);
    mock.onMessage(/./, { content: 'ok' });
    const made = await bench.client.responses.create({
      model,
      input: 'Hi',
      tools: [desk({ authorization: 'tok-1', headers: { 'X-Team': 'hdr-2' } })],
    });
    expect(bench.opened[0]).toMatchObject({ url: deskUrl, headers: { 'X-Team': 'hdr-2' } });
    expect(bench.opened[0]?.authorization?.reveal()).toBe('tok-1');
    expect(bench.closed).toEqual([deskUrl]);
    const kept = JSON.stringify([
      made,
      await bench.client.responses.retrieve(made.id),
      await bench.store.responses.find(made.id as never, 'usr_ada' as never),
    ]);
    for (const secret of ['tok-1', 'hdr-2', 'secret-path']) expect(kept).not.toContain(secret);
    expect(made.tools).toMatchObject([{ type: 'mcp', server_label: 'desk', server_url: 'https://desk.example/<redacted>' }]);
  });

  test('a connector of mine is used by its slug, under any label by connector_id, and under its own policy', async () => {
    const connector = await bench.addConnector([{ name: 'look', ...readOnly }, { name: 'write' }], { slug: 'tracker' });
    mock.on({ hasToolResult: false }, { toolCalls: [{ name: 'tracker__look', arguments: '{}' }] });
    mock.on({ hasToolResult: true }, { content: 'ok' });
    const bySlug = await bench.client.responses.create({ model, input: 'Hi', tools: [{ type: 'mcp', server_label: 'tracker' }] });
    expect(bySlug.output).toMatchObject([{ type: 'mcp_list_tools' }, { type: 'mcp_call', status: 'completed' }, { type: 'message' }]);
    mock.clearFixtures();
    mock.on({ hasToolResult: false }, { toolCalls: [{ name: 'mine__write', arguments: '{}' }] });
    const asked = await bench.client.responses.create({
      model,
      input: 'Hi',
      // The connector's own settings ask about writes; a request cannot waive that.
      tools: [{ type: 'mcp', server_label: 'mine', connector_id: connector.id as never, require_approval: 'never' }],
    });
    expect(asked.output).toMatchObject([
      { type: 'mcp_list_tools', server_label: 'mine' },
      { type: 'mcp_approval_request', server_label: 'mine', name: 'write' },
    ]);
  });

  test('allowed_tools in both forms limits what the model sees', async () => {
    bench.addServer(deskUrl, [{ name: 'look', ...readOnly }, { name: 'write' }, { name: 'list', ...readOnly }]);
    mock.onMessage(/./, { content: 'ok' });
    const names = async (allowed: Tool.Mcp['allowed_tools']) => {
      const [list] = (await bench.client.responses.create({ model, input: 'Hi', tools: [desk({ allowed_tools: allowed })] })).output;
      return list?.type === 'mcp_list_tools' ? list.tools.map(({ name }) => name) : [];
    };
    expect(await names(['write'])).toEqual(['write']);
    expect(await names({ read_only: true })).toEqual(['look', 'list']);
    expect(await names({ read_only: true, tool_names: ['list', 'write'] })).toEqual(['list']);
    expect(sent()).toContain('desk__list');
    expect(sent()).not.toContain('desk__look');
  });

  test('defer_loading hides a server behind search_tools', async () => {
    bench.addServer(deskUrl, [{ name: 'book_flight', description: 'Books a flight', ...readOnly }]);
    mock.on({ turnIndex: 0 }, { toolCalls: [{ name: 'search_tools', arguments: '{"query":"flight"}' }] });
    mock.on({ turnIndex: 1 }, { toolCalls: [{ name: 'desk__book_flight', arguments: '{}' }] });
    mock.on({ turnIndex: 2 }, { content: 'Booked.' });
    const made = await bench.client.responses.create({ model, input: 'Hi', tools: [desk({ defer_loading: true })] });
    expect(JSON.stringify(mock.getRequests()[0]?.body)).not.toContain('Books a flight');
    expect(typesOf(made)).toEqual(['mcp_list_tools', 'mcp_call', 'mcp_call', 'message']);
  });

  test('a server whose listing fails is an item with its error, and the rest goes on', async () => {
    bench.addServer(deskUrl, [{ name: 'look' }]);
    bench.addServer('https://down.example/mcp', () => {
      throw new AppError('network.unreachable');
    });
    mock.on({ hasToolResult: false }, { toolCalls: [{ name: 'desk__look', arguments: '{}' }] });
    mock.on({ hasToolResult: true }, { content: 'Seen.' });
    const { final, types } = await readStream({
      model,
      input: 'Hi',
      tools: [desk({ server_label: 'down', server_url: 'https://down.example/mcp' }), desk()],
    });
    expect(final.output_text).toBe('Seen.');
    expect(final.output[0]).toMatchObject({
      type: 'mcp_list_tools',
      server_label: 'down',
      tools: [],
      error: expect.stringContaining('could not be reached'),
    });
    expect(types).toContain('response.mcp_list_tools.failed');
  });

  test('errors of a tool have the shapes of the package', async () => {
    bench.addServer(deskUrl, [
      { name: 'wrong', run: async () => ({ content: [{ type: 'text', text: 'no such row' }], isError: true }) },
      { name: 'locked', run: async () => Promise.reject(new AppError('connection.expired')) },
      { name: 'teapot', run: async () => Promise.reject(new AppError('upstream.http-error', { detail: { httpStatus: 418 } })) },
      { name: 'broken', run: async () => Promise.reject(new AppError('upstream.protocol-error')) },
    ]);
    mock.on(
      { hasToolResult: false },
      { toolCalls: ['wrong', 'locked', 'teapot', 'broken', 'missing'].map((name) => ({ name: `desk__${name}`, arguments: '{}' })) },
    );
    mock.on({ hasToolResult: true }, { content: 'All failed.' });
    const { final, types } = await readStream({ model, input: 'Hi', tools: [desk()] });
    const errors = Object.fromEntries(final.output.flatMap((item) => (item.type === 'mcp_call' ? [[item.name, item.error]] : [])));
    expect(errors).toMatchObject({
      wrong: { type: 'mcp_tool_execution_error', content: [{ type: 'text', text: 'no such row' }] },
      locked: { type: 'http_error', code: 401 },
      teapot: { type: 'http_error', code: 418 },
      broken: { type: 'mcp_protocol_error', code: -32603 },
      desk__missing: { type: 'mcp_protocol_error', code: -32601 },
    });
    expect(types).toContain('response.mcp_call.failed');
    expect(final.output_text).toBe('All failed.');
  });
});

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
    expect(sent()).toContain('wrong file');
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
    const { final, types } = await readStream({ model, input: 'Weather?', tools: [weather] });
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
    expect(sent()).toContain('rain, 7°');
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
    expect(sent()).toContain('limit of 2 tool calls');
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
    expect(bodies.at(-1)).toContain('"parallel_tool_calls":false');
  });

  test('an answer that runs into max_output_tokens is incomplete and says why', async () => {
    mock.onMessage(/./, { content: 'cut', finishReason: 'length' });
    const { final, types } = await readStream({ model: 'openai-compatible/llama3', input: 'Hi', max_output_tokens: 16 });
    expect(final).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
    expect(types.at(-1)).toBe('response.incomplete');
  });
});

describe('faults of the model', () => {
  test('before anything was said they are HTTP errors', async () => {
    for (let attempt = 0; attempt < 3; attempt += 1) mock.nextRequestError(429, { message: 'slow', type: 'rate_limit_error' });
    await expect(bench.client.responses.create({ model, input: 'Hi' })).rejects.toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      type: 'rate_limit_error',
    });
    for (let attempt = 0; attempt < 3; attempt += 1) mock.nextRequestError(500, { message: 'oops' });
    await expect(bench.client.responses.create({ model, input: 'Hi' })).rejects.toMatchObject({
      status: 502,
      type: 'server_error',
      code: 'model.unavailable',
    });
  });

  test('in mid-stream they end in response.failed, and what was said is kept as incomplete', async () => {
    mock.onMessage(
      /./,
      { content: 'This will never be finished because the line breaks.' },
      { truncateAfterChunks: 8, chunkSize: 5, latency: 10 },
    );
    const { final, types } = await readStream({ model, input: 'Hi' });
    expect(types.at(-1)).toBe('response.failed');
    expect(final).toMatchObject({ status: 'failed', error: { code: 'server_error' }, output: [{ type: 'message', status: 'incomplete' }] });
    expect(final.output_text.length).toBeGreaterThan(3);
    expect(await bench.client.responses.retrieve(final.id)).toMatchObject({ status: 'failed', output: [{ status: 'incomplete' }] });
  });
});

describe('stored responses', () => {
  test('are retrieved, listed by their input, and deleted, by their owner only', async () => {
    mock.onMessage(/./, { content: 'ok' });
    const made = await bench.client.responses.create({ model, input: [1, 2, 3].map((n) => ({ role: 'user' as const, content: `m${n}` })) });
    expect(await bench.client.responses.retrieve(made.id)).toMatchObject({ ...made, output_text: 'ok' });
    await expect(bench.stranger.responses.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
    const texts: string[] = [];
    for await (const item of bench.client.responses.inputItems.list(made.id, { limit: 2 }))
      if (item.type === 'message') texts.push(JSON.stringify(item.content));
    expect(texts.map((text) => /m\d/.exec(text)?.[0])).toEqual(['m3', 'm2', 'm1']);
    const page = await bench.client.responses.inputItems.list(made.id, { limit: 2, order: 'asc' });
    expect([page.data.length, page.has_more]).toEqual([2, true]);
    await bench.client.responses.delete(made.id);
    await expect(bench.client.responses.retrieve(made.id)).rejects.toMatchObject({ status: 404 });
  });

  test('a background response goes on alone, is polled, resumed as a stream from any event, and cancelled', async () => {
    mock.onMessage(/./, { content: 'A long answer that takes its time to come.' }, { latency: 8, chunkSize: 4 });
    const queued = await bench.client.responses.create({ model, input: 'Hi', background: true });
    expect(queued.status).toBe('queued');
    const whole: ResponseStreamEvent[] = [];
    for await (const event of await bench.client.responses.retrieve(queued.id, { stream: true })) whole.push(event);
    expect(whole.slice(0, 3).map((event) => event.type)).toEqual(['response.created', 'response.queued', 'response.in_progress']);
    const rest: ResponseStreamEvent[] = [];
    for await (const event of await bench.client.responses.retrieve(queued.id, { stream: true, starting_after: 6 })) rest.push(event);
    expect(rest.slice(0, -1)).toEqual(whole.slice(7, -1));
    expect((await bench.client.responses.retrieve(queued.id)).status).toBe('completed');

    const second = await bench.client.responses.create({ model, input: 'Hi', background: true });
    expect((await bench.client.responses.cancel(second.id)).status).toBe('cancelled');
    const direct = await bench.client.responses.create({ model, input: 'Hi' });
    await expect(bench.client.responses.cancel(direct.id)).rejects.toMatchObject({ status: 400 });
  });

  test('a caller that hangs up ends its response', async () => {
    mock.onMessage(/./, { content: 'A long answer that takes its time to come.' }, { latency: 20, chunkSize: 3 });
    const stream = await bench.client.responses.create({ model, input: 'Hi', stream: true });
    let id = '';
    for await (const event of stream) {
      if (event.type === 'response.created') id = event.response.id;
      if (event.type === 'response.output_text.delta') break;
    }
    await expect.poll(async () => (await bench.client.responses.retrieve(id)).status).toBe('cancelled');
  });
});

describe('conversations', () => {
  test('hold what was said, across responses', async () => {
    mock.onMessage(/./, { content: 'I see.' });
    const conversation = await bench.client.conversations.create({
      metadata: { topic: 'x' },
      items: [{ type: 'message', role: 'user', content: 'My name is Ada.' }],
    });
    expect(conversation).toMatchObject({ object: 'conversation', metadata: { topic: 'x' } });
    const made = await bench.client.responses.create({ model, input: 'Hello', conversation: conversation.id });
    expect(made.conversation).toEqual({ id: conversation.id });
    await bench.client.responses.create({ model, input: 'Again', conversation: { id: conversation.id } });
    expect(sent()).toContain('My name is Ada.');
    const roles: string[] = [];
    for await (const item of bench.client.conversations.items.list(conversation.id, { order: 'asc', limit: 2 }))
      if (item.type === 'message') roles.push(item.role);
    expect(roles).toEqual(['user', 'user', 'assistant', 'user', 'assistant']);
  });

  test('are changed and deleted, item by item or whole', async () => {
    const { id } = await bench.client.conversations.create({});
    expect((await bench.client.conversations.update(id, { metadata: { a: '1' } })).metadata).toEqual({ a: '1' });
    const added = await bench.client.conversations.items.create(id, { items: [{ type: 'message', role: 'user', content: 'one' }] });
    const item = added.data[0]?.id ?? '';
    expect(await bench.client.conversations.items.retrieve(item, { conversation_id: id })).toMatchObject({ type: 'message', role: 'user' });
    expect((await bench.client.conversations.items.delete(item, { conversation_id: id })).id).toBe(id);
    await expect(bench.client.conversations.items.retrieve(item, { conversation_id: id })).rejects.toMatchObject({ status: 404 });
    await expect(bench.stranger.conversations.retrieve(id)).rejects.toMatchObject({ status: 404 });
    expect(await bench.client.conversations.delete(id)).toEqual({ id, object: 'conversation.deleted', deleted: true });
    await expect(bench.client.conversations.retrieve(id)).rejects.toMatchObject({ status: 404 });
  });

  test('take one response at a time', async () => {
    mock.onMessage(/./, { content: 'Slow answer.' }, { latency: 20 });
    const { id } = await bench.client.conversations.create({});
    await bench.client.responses.create({ model, input: 'Hi', conversation: id, background: true });
    await expect(bench.client.responses.create({ model, input: 'Hi', conversation: id })).rejects.toMatchObject({
      status: 409,
      code: 'conversation.busy',
    });
  });
});

describe('models', () => {
  test('are listed and found, with the slash as it is or encoded', async () => {
    const ids: string[] = [];
    for await (const listed of bench.client.models.list()) ids.push(listed.id);
    expect(ids).toEqual(['openai/gpt-4.1', 'openai-compatible/llama3', 'anthropic/claude-haiku-4-5', 'patchbay/router']);
    expect(await bench.client.models.retrieve('openai/gpt-4.1')).toMatchObject({
      id: 'openai/gpt-4.1',
      object: 'model',
      owned_by: 'openai',
    });
    await expect(bench.client.models.retrieve('nobody/nothing')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  test('the router answers /v1 too: it proposes, and runs what is approved', async () => {
    bench.addServer(deskUrl, [
      {
        name: 'echo',
        description: 'Echoes',
        inputSchema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
        ...readOnly,
      },
    ]);
    const first = await bench.client.responses.create({ model: 'patchbay/router', input: 'echo "hi"', tools: [desk()] });
    const request = first.output.find((item) => item.type === 'mcp_approval_request');
    expect(request).toMatchObject({ name: 'echo', arguments: '{"message":"hi"}' });
    const second = await bench.client.responses.create({
      model: 'patchbay/router',
      previous_response_id: first.id,
      input: [{ type: 'mcp_approval_response', approval_request_id: request?.id ?? '', approve: true }],
      tools: [desk()],
    });
    expect(second.output_text).toContain('ran echo with {"message":"hi"}');
  });
});

describe('what cannot be done is refused in OpenAI’s error shape', () => {
  test.each<[string, object, { param: string | null; code?: string | null; status?: number }]>([
    ['an unknown parameter', { input: 'x', colour: 'red' }, { param: 'colour', code: 'unknown_parameter' }],
    ['a parameter of the wrong type', { input: 'x', temperature: 'hot' }, { param: 'temperature', code: 'invalid_type' }],
    ['no input', {}, { param: 'input', code: 'missing_required_parameter' }],
    ['a tool of another kind', { input: 'x', tools: [{ type: 'web_search' }] }, { param: 'tools[0].type' }],
    [
      'a tool without its label',
      { input: 'x', tools: [{ type: 'mcp', server_url: 'https://a.example' }] },
      { param: 'tools[0].server_label', code: 'missing_required_parameter' },
    ],
    [
      'a tunnel',
      { input: 'x', tools: [{ type: 'mcp', server_label: 'a', tunnel_id: 'tunnel_1' }] },
      { param: 'tools[0].tunnel_id', code: 'unsupported_parameter' },
    ],
    ['a connector that is not mine', { input: 'x', tools: [{ type: 'mcp', server_label: 'nope' }] }, { param: 'tools[0].server_label' }],
    ['two tools of one name', { input: 'x', tools: [desk(), desk()] }, { param: 'tools[1]' }],
    ['logprobs', { input: 'x', top_logprobs: 3 }, { param: 'top_logprobs' }],
    ['a stored prompt', { prompt: { id: 'pmpt_1' } }, { param: 'prompt', code: 'unknown_parameter' }],
    [
      'both kinds of history',
      { input: 'x', previous_response_id: 'resp_1', conversation: 'conv_1' },
      { param: 'previous_response_id', code: 'mutually_exclusive_parameters' },
    ],
    [
      'a previous response that is not there',
      { input: 'x', previous_response_id: 'resp_1' },
      { param: 'previous_response_id', code: 'previous_response_not_found' },
    ],
    ['a conversation that is not there', { input: 'x', conversation: 'conv_1' }, { param: 'conversation', status: 404 }],
    ['background without store', { input: 'x', background: true, store: false }, { param: 'background' }],
    [
      'an answer to no request',
      { input: [{ type: 'mcp_approval_response', approval_request_id: 'mcpr_1', approve: true }] },
      { param: 'input' },
    ],
    [
      'a file that we do not keep',
      { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file_1' }] }] },
      { param: 'input[0].content[0].type' },
    ],
    ['a model that is not here', { input: 'x', model: 'other/one' }, { param: 'model', code: 'model_not_found', status: 404 }],
    [
      'truncation where the provider has none',
      { input: 'x', model: 'openai-compatible/llama3', truncation: 'auto' },
      { param: 'truncation', code: 'unsupported_parameter' },
    ],
  ])('%s', async (_name, params, { status = 400, ...error }) => {
    const failure = await bench.client.responses.create({ model, ...params } as ResponseCreateParamsNonStreaming).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(failure).toBeInstanceOf(OpenAI.APIError);
    expect(failure).toMatchObject({ status, type: 'invalid_request_error', ...error });
    expect((failure as Error).message.length).toBeGreaterThan(20);
  });

  test('a body that is no JSON, and a key that is none', async () => {
    const response = await fetch(`${bench.baseURL}/responses`, { method: 'POST', body: '{', headers: { authorization: 'Bearer sk-ada' } });
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: { message: expect.stringContaining('JSON'), type: 'invalid_request_error', param: null, code: null } },
    ]);
    await expect(new OpenAI({ apiKey: 'nope', baseURL: bench.baseURL, maxRetries: 0 }).models.list()).rejects.toMatchObject({
      status: 401,
      code: 'invalid_api_key',
    });
  });
});
