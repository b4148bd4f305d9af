import { LLMock } from '@copilotkit/aimock';
import OpenAI from 'openai';
import type { ResponseCreateParamsNonStreaming, ResponseStreamEvent } from 'openai/resources/responses/responses';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readOnly } from '../../../testing/turn-bench.ts';
import { createV1WithModels, desk, deskUrl, model, type V1WithModels } from '../../../testing/v1-with-models.ts';

const mock = new LLMock({ port: 0 });
beforeAll(() => mock.start().then(() => undefined));
afterAll(() => mock.stop());
afterEach(() => mock.reset());

let bench: V1WithModels;
beforeEach(async () => {
  bench = await createV1WithModels(mock);
});
afterEach(() => bench.close());

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
    expect(bench.sent()).toContain('My name is Ada.');
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
