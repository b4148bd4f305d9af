import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId, samplePrincipal } from '../../testing/sample.ts';
import { createTurnBench, modelAt, readOnly, readTurn, type TurnBench } from '../../testing/turn-bench.ts';
import { AppError } from '../domain/errors.ts';
import type { ConversationId, UserId } from '../domain/ids.ts';
import type { InputItem } from '../domain/items.ts';

const mock = new LLMock({ port: 0 });
beforeAll(() => mock.start().then(() => undefined));
afterAll(() => mock.stop());
afterEach(() => mock.reset());

let bench: TurnBench;
beforeEach(async () => {
  bench = await createTurnBench({ models: modelAt(mock) });
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
