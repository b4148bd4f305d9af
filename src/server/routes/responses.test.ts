import { LLMock } from '@copilotkit/aimock';
import type { Tool } from 'openai/resources/responses/responses';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readOnly } from '../../../testing/turn-bench.ts';
import { createV1WithModels, desk, deskUrl, model, typesOf, type V1WithModels } from '../../../testing/v1-with-models.ts';
import { AppError } from '../../domain/errors.ts';

const mock = new LLMock({ port: 0 });
beforeAll(() => mock.start().then(() => undefined));
afterAll(() => mock.stop());
afterEach(() => mock.reset());

let bench: V1WithModels;
beforeEach(async () => {
  bench = await createV1WithModels(mock);
});
afterEach(() => bench.close());

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
    const { types, final } = await bench.readStream({ model, input: 'Hi', metadata: { a: 'b' }, instructions: 'Be brief.' });
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
    expect(bench.sent()).toContain('Be brief.');
  });

  test.each(['openai/gpt-4.1', 'openai-compatible/llama3', 'anthropic/claude-haiku-4-5'])('%s calls mcp tools in parallel', async (id) => {
    bench.addServer(deskUrl, [{ name: 'look', ...readOnly }, { name: 'write' }]);
    const calls = [1, 2].map((n) => ({ name: 'desk__look', arguments: `{"n":${n}}` }));
    mock.on({ hasToolResult: false }, { toolCalls: calls });
    mock.on({ hasToolResult: true }, { content: 'Seen both.' });
    const { types, final } = await bench.readStream({ model: id, input: 'Look', tools: [desk()] });
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
    expect(bench.sent()).toContain('desk__list');
    expect(bench.sent()).not.toContain('desk__look');
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
    const { final, types } = await bench.readStream({
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
    const { final, types } = await bench.readStream({ model, input: 'Hi', tools: [desk()] });
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
    const { final, types } = await bench.readStream({ model, input: 'Hi' });
    expect(types.at(-1)).toBe('response.failed');
    expect(final).toMatchObject({ status: 'failed', error: { code: 'server_error' }, output: [{ type: 'message', status: 'incomplete' }] });
    expect(final.output_text.length).toBeGreaterThan(3);
    expect(await bench.client.responses.retrieve(final.id)).toMatchObject({ status: 'failed', output: [{ status: 'incomplete' }] });
  });
});
