import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { samplePrincipal } from '../../testing/sample.ts';
import { createTurnBench, modelAt, readOnly, readTurn, type TurnBench } from '../../testing/turn-bench.ts';
import { AppError } from '../domain/errors.ts';
import type { ResponseId, UserId } from '../domain/ids.ts';

const mock = new LLMock({ port: 0 });
beforeAll(() => mock.start().then(() => undefined));
afterAll(() => mock.stop());
afterEach(() => mock.reset());

let bench: TurnBench;
beforeEach(async () => {
  bench = await createTurnBench({ models: modelAt(mock) });
});
afterEach(() => bench.store.close());

describe('a conversation', () => {
  test('is named after its first message, and keeps what was said in order', async () => {
    mock.onMessage(/./, { content: 'Blue.' });
    const id = await bench.addConversation();
    await readTurn((await bench.say(id, 'Which colour is the sky over Oslo? I would like to know.')).events);
    expect((await bench.store.conversations.find(id, samplePrincipal.userId))?.title).toBe('Which colour is the sky over Oslo?');
    const messages = (await bench.store.responses.conversationItems(id)).filter((item) => item.type === 'message');
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    expect((await bench.store.responses.newestOf(id))?.status).toBe('completed');
  });

  test('takes one turn at a time', async () => {
    mock.onMessage(/./, { content: 'Slowly said.' }, { latency: 20 });
    const id = await bench.addConversation();
    const first = await bench.say(id, 'one');
    await expect(bench.say(id, 'two')).rejects.toMatchObject({ code: 'conversation.busy' });
    expect(bench.turns.runningIn(id)).toBe(first.responseId);
    await readTurn(first.events);
    expect(bench.turns.runningIn(id)).toBeNull();
  });

  test('a page that reloads follows the turn from the beginning or from any place, and nobody else can', async () => {
    mock.onMessage(/./, { content: 'A rather long answer in many pieces.' }, { latency: 5, chunkSize: 4 });
    const started = await bench.say(await bench.addConversation(), 'go');
    const whole = readTurn(started.events);
    const again = bench.turns.follow(samplePrincipal.userId, started.responseId, { after: 3 });
    expect(bench.turns.follow('usr_other' as UserId, started.responseId)).toBeNull();
    const rest = again === null ? [] : (await readTurn(again)).events;
    expect(rest).toEqual((await whole).events.slice(3));
  });

  test('stop ends the turn, aborts the running call and keeps what was there', async () => {
    let aborted = false;
    const desk = await bench.addConnector([
      {
        name: 'wait',
        ...readOnly,
        run: (_tool, _input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              aborted = true;
              reject(signal.reason);
            });
          }),
      },
    ]);
    mock.onMessage(/./, { toolCalls: [{ name: `${desk.slug}__wait`, arguments: '{}' }] });
    const id = await bench.addConversation({ attached: [desk] });
    const started = await bench.say(id, 'wait');
    for await (const { event } of started.events) if (event.kind === 'tool-call-started') break;
    expect(await bench.turns.cancel(samplePrincipal.userId, started.responseId)).toBe(true);
    expect(aborted).toBe(true);
    expect((await bench.store.responses.newestOf(id))?.status).toBe('cancelled');
    const call = (await bench.store.responses.output(started.responseId)).find((item) => item.type === 'mcp_call');
    expect(call).toMatchObject({ status: 'failed' });
  });

  test('regenerate drops the last answer with its calls and answers anew', async () => {
    mock.onMessage(/./, { content: 'First.' });
    const id = await bench.addConversation();
    await readTurn((await bench.say(id, 'question')).events);
    mock.clearFixtures();
    mock.onMessage(/./, { content: 'Second.' });
    const again = await readTurn((await bench.turns.start(samplePrincipal, { conversationId: id, action: { kind: 'regenerate' } })).events);
    expect(again.text).toBe('Second.');
    const items = await bench.store.responses.conversationItems(id);
    expect(items.filter((item) => item.type === 'message').length).toBe(2);
    expect(JSON.stringify(items)).not.toContain('First.');
  });

  test('what is being said is kept as it grows, so that a killed process loses little of it', async () => {
    mock.onMessage(/./, { content: 'word '.repeat(40) }, { latency: 60, chunkSize: 5 });
    const started = await bench.say(await bench.addConversation(), 'talk');
    await expect
      .poll(async () => JSON.stringify(await bench.store.responses.output(started.responseId)), { timeout: 5000 })
      .toContain('word word');
    expect(await bench.store.responses.output(started.responseId)).toMatchObject([{}, { status: 'in_progress' }]);
    await bench.turns.cancel(samplePrincipal.userId, started.responseId);
    expect(await bench.store.responses.output(started.responseId)).toMatchObject([{}, { status: 'incomplete' }]);
  });

  test('a store that cannot be written is said, in the middle of a turn and at its start', async () => {
    mock.onMessage(/./, { content: 'Never kept.' });
    const full = async () => Promise.reject(new Error('disk is full'));
    Object.assign(bench.store.responses, { saveOutput: full });
    const turn = await readTurn((await bench.say(await bench.addConversation(), 'hi')).events);
    expect(turn.end).toMatchObject({ kind: 'failed', code: 'store.write-failed' });
    Object.assign(bench.store.responses, { insert: full });
    await expect(bench.say(await bench.addConversation(), 'hi')).rejects.toMatchObject({ code: 'store.write-failed' });
  });

  test('a turn that a killed process left is closed at the next start, its open items too', async () => {
    const responseId = 'resp_left' as ResponseId;
    const owner = { id: responseId, userId: samplePrincipal.userId, conversationId: null };
    const body = { request: {}, end: null, usage: null, endedAt: null };
    await bench.store.responses.insert(
      { ...owner, previousResponseId: null, status: 'in_progress', model: 'm', body, stored: true, createdAt: '2026-01-01T00:00:00.000Z' },
      [],
    );
    await bench.store.responses.saveOutput(owner, {
      type: 'message',
      id: 'msg_left',
      role: 'assistant',
      status: 'in_progress',
      content: [],
    });
    expect(await bench.turns.closeUnfinished(new Date().toISOString())).toBe(1);
    expect((await bench.store.responses.find(responseId, samplePrincipal.userId))?.status).toBe('failed');
    expect(await bench.store.responses.output(responseId)).toMatchObject([{ status: 'incomplete' }]);
  });
});

test('a connector that cannot be listed is said, and the rest goes on', async () => {
  const broken = await bench.addConnector(() => {
    throw new AppError('network.unreachable');
  });
  const desk = await bench.addConnector([{ name: 'look', ...readOnly }]);
  mock.on({ hasToolResult: false }, { toolCalls: [{ name: `${desk.slug}__look`, arguments: '{}' }] });
  mock.on({ hasToolResult: true }, { content: 'Seen.' });
  const turn = await readTurn((await bench.say(await bench.addConversation({ attached: [broken, desk] }), 'look')).events);
  expect(turn.text).toBe('Seen.');
  expect(turn.items.filter((item) => item.type === 'mcp_list_tools')).toMatchObject([
    { server_label: broken.slug, tools: [], error: expect.stringContaining('could not be reached') },
    { server_label: desk.slug, error: null, tools: [{ name: 'look' }] },
  ]);
});

test('past 40 tools the model gets a search over them, and can call what it finds', async () => {
  const many = await bench.addConnector(
    Array.from({ length: 45 }, (_unused, index) => ({ name: `filler_${index}`, description: 'Does nothing much', ...readOnly })),
  );
  const calendar = await bench.addConnector([{ name: 'create_event', description: 'Adds an appointment to the calendar', ...readOnly }]);
  mock.on({ turnIndex: 0 }, { toolCalls: [{ name: 'search_tools', arguments: '{"query":"calendar appointments"}' }] });
  mock.on({ turnIndex: 1 }, { toolCalls: [{ name: `${calendar.slug}__create_event`, arguments: '{}' }] });
  mock.on({ turnIndex: 2 }, { content: 'Added.' });
  const turn = await readTurn((await bench.say(await bench.addConversation({ attached: [many, calendar] }), 'add it')).events);
  const offered = mock.getRequests().map(({ body }) => {
    const tools = (body as { tools?: readonly { readonly function: { readonly name: string } }[] } | null)?.tools ?? [];
    return tools.map((tool) => tool.function.name);
  });
  expect(offered[0]).toEqual(['search_tools']);
  expect(offered[1]).toContain(`${calendar.slug}__create_event`);
  expect(turn.calls.map((call) => [call.server_label, call.name, call.status])).toEqual([
    ['patchbay', 'search_tools', 'completed'],
    [calendar.slug, 'create_event', 'completed'],
  ]);
  expect(turn.text).toBe('Added.');
});

test('a model that never stops calling is stopped at a limit that is stated', async () => {
  const desk = await bench.addConnector([{ name: 'look', ...readOnly }]);
  mock.onMessage(/./, { toolCalls: [{ name: `${desk.slug}__look`, arguments: '{}' }] });
  const turn = await readTurn((await bench.say(await bench.addConversation({ attached: [desk] }), 'loop')).events);
  expect(turn.end).toMatchObject({ kind: 'stopped-at-limit', limit: 'max-steps', sentence: expect.stringContaining('24 steps') });
  expect(turn.calls.length).toBe(23);
});
