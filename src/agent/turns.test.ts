import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId, samplePrincipal } from '../../testing/sample.ts';
import { createTurnBench, readTurn, type TurnBench } from '../../testing/turn-bench.ts';
import { AppError } from '../domain/errors.ts';
import type { ConversationId, ResponseId, UserId } from '../domain/ids.ts';
import type { InputItem } from '../domain/items.ts';
import { Secret } from '../domain/secret.ts';

const mock = new LLMock({ port: 0 });
beforeAll(() => mock.start().then(() => undefined));
afterAll(() => mock.stop());
afterEach(() => mock.reset());

let bench: TurnBench;
beforeEach(async () => {
  bench = await createTurnBench({
    models: { openai: { apiKey: new Secret('sk-test'), baseUrl: `${mock.url}/v1` }, entries: ['openai/gpt-5.4'] },
  });
});
afterEach(() => bench.store.close());

const answer = (approvalId: string, change: Partial<Extract<InputItem, { type: 'mcp_approval_response' }>> = {}): InputItem => ({
  type: 'mcp_approval_response',
  id: newId<string>('approvalResponse'),
  approval_request_id: approvalId,
  approve: true,
  ...change,
});
const reply = async (conversationId: ConversationId, input: readonly InputItem[]) =>
  readTurn((await bench.turns.start(samplePrincipal, { conversationId, action: { kind: 'say', input } })).events);
const readOnly = { annotations: { readOnlyHint: true } };

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

describe('approval in chat', () => {
  test('a call that asks becomes a request, the others of the step run, and an answer lets it run', async () => {
    const desk = await bench.addConnector([{ name: 'look', ...readOnly }, { name: 'write' }]);
    const calls = ['look', 'write'].map((name) => ({ name: `${desk.slug}__${name}`, arguments: `{"say":"${name}"}` }));
    mock.on({ hasToolResult: false }, { toolCalls: calls });
    const id = await bench.addConversation({ attached: [desk] });
    const first = await readTurn((await bench.say(id, 'do both')).events);
    expect(first.end).toEqual({ kind: 'waiting', for: 'approval' });
    expect(first.calls).toMatchObject([{ name: 'look', status: 'completed' }]);
    expect(first.requests).toMatchObject([{ name: 'write', arguments: '{"say":"write"}', patchbay: { why: 'policy' } }]);

    mock.clearFixtures();
    mock.on({ hasToolResult: true }, { content: 'Done.' });
    const request = first.requests[0]?.id ?? '';
    const second = await reply(id, [answer(request)]);
    expect(second.calls).toMatchObject([{ name: 'write', status: 'completed', approval_request_id: request }]);
    expect(second.text).toBe('Done.');
    const kept = (await bench.store.responses.conversationItems(id)).find((item) => item.id === request);
    expect(kept).toMatchObject({ patchbay: { answer: { approve: true, decision: 'once' } } });
    const third = await reply(id, [answer(request)]);
    expect(third.end).toEqual({ kind: 'waiting', for: 'approval' });
  });

  test('a denial is told to the model and the tool does not run', async () => {
    let ran = false;
    const desk = await bench.addConnector([
      {
        name: 'write',
        run: async () => {
          ran = true;
          return { content: [] };
        },
      },
    ]);
    mock.on({ hasToolResult: false }, { toolCalls: [{ name: `${desk.slug}__write`, arguments: '{}' }] });
    const id = await bench.addConversation({ attached: [desk] });
    const [request] = (await readTurn((await bench.say(id, 'write')).events)).requests;
    mock.clearFixtures();
    mock.onMessage(/./, { content: 'Then not.' });
    const after = await reply(id, [answer(request?.id ?? '', { approve: false, reason: 'too early' })]);
    expect(after.text).toBe('Then not.');
    expect(ran).toBe(false);
    expect(JSON.stringify(mock.getLastRequest()?.body)).toContain('too early');
  });

  test('with two requests open, answering one runs it and waits for the other', async () => {
    const desk = await bench.addConnector([{ name: 'write' }]);
    const name = `${desk.slug}__write`;
    mock.onMessage(/./, {
      toolCalls: [
        { name, arguments: '{"n":1}' },
        { name, arguments: '{"n":2}' },
      ],
    });
    const id = await bench.addConversation({ attached: [desk] });
    const { requests } = await readTurn((await bench.say(id, 'write twice')).events);
    expect(requests.length).toBe(2);
    const one = await reply(id, [answer(requests[0]?.id ?? '')]);
    expect(one.calls.length).toBe(1);
    expect(one.end).toEqual({ kind: 'waiting', for: 'approval' });
    mock.clearFixtures();
    mock.onMessage(/./, { content: 'Both written.' });
    const two = await reply(id, [answer(requests[1]?.id ?? '')]);
    expect(two.calls.length).toBe(1);
    expect(two.text).toBe('Both written.');
  });
});

test('a call that needs a sign-in waits, and resume runs exactly that call again', async () => {
  let signedIn = false;
  let runs = 0;
  const desk = await bench.addConnector([
    {
      name: 'look',
      ...readOnly,
      run: async () => {
        runs += 1;
        if (!signedIn) throw new AppError('connection.expired');
        return { content: [{ type: 'text', text: 'the answer is 42' }] };
      },
    },
  ]);
  mock.on({ hasToolResult: false }, { toolCalls: [{ name: `${desk.slug}__look`, arguments: '{}' }] });
  const id = await bench.addConversation({ attached: [desk] });
  const first = await readTurn((await bench.say(id, 'look')).events);
  expect(first.end).toEqual({ kind: 'waiting', for: 'sign-in' });
  expect(first.calls).toMatchObject([{ status: 'incomplete', patchbay: { needsSignIn: { connectorId: desk.id } } }]);

  signedIn = true;
  mock.clearFixtures();
  mock.on({ hasToolResult: true }, { content: 'It is 42.' });
  const itemId = first.calls[0]?.id ?? '';
  const second = await readTurn(
    (await bench.turns.start(samplePrincipal, { conversationId: id, action: { kind: 'resume', itemId } })).events,
  );
  expect(runs).toBe(2);
  expect(second.text).toBe('It is 42.');
  expect(JSON.stringify(mock.getLastRequest()?.body)).toContain('the answer is 42');
  const kept = (await bench.store.responses.conversationItems(id)).filter((item) => item.type === 'mcp_call');
  expect(kept).toMatchObject([{ id: itemId, status: 'completed', output: 'the answer is 42' }]);
  expect(kept[0]?.patchbay?.needsSignIn).toBeUndefined();
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

test('a question of the server reaches the person and its answer reaches the server', async () => {
  const desk = await bench.addConnector([
    {
      name: 'book',
      ...readOnly,
      run: async (_tool, _input, { elicit, onProgress }) => {
        onProgress({ progress: 1, total: 2 });
        const answered = await elicit?.({ mode: 'form', message: 'Which seat?', requestedSchema: { type: 'object' } });
        return { content: [{ type: 'text', text: JSON.stringify(answered) }] };
      },
    },
  ]);
  mock.on({ hasToolResult: false }, { toolCalls: [{ name: `${desk.slug}__book`, arguments: '{}' }] });
  mock.on({ hasToolResult: true }, { content: 'Booked.' });
  const started = await bench.say(await bench.addConversation({ attached: [desk] }), 'book');
  const turn = readTurn(started.events);
  const following = bench.turns.follow(samplePrincipal.userId, started.responseId);
  for await (const { event } of following ?? []) {
    if (event.kind !== 'elicitation-requested') continue;
    const { id } = event.elicitation;
    expect(bench.elicitations.answer('usr_other' as UserId, id, { action: 'decline' })).toBe(false);
    expect(bench.elicitations.answer(samplePrincipal.userId, id, { action: 'accept', content: { seat: '4A' } })).toBe(true);
  }
  const { calls, events } = await turn;
  expect(calls[0]?.output).toContain('4A');
  const kinds = events.map((event) => event.kind);
  expect(kinds.indexOf('tool-progress')).toBeLessThan(kinds.indexOf('elicitation-requested'));
  expect(kinds).toContain('elicitation-closed');
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
