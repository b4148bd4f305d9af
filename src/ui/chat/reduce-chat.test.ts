import { describe, expect, test } from 'vitest';
import type { ConversationDetail, ConversationItem, TurnEvent } from '../../contract/objects.ts';
import { type ChatAction, type ChatState, emptyChat, unsentId } from './chat-state.ts';
import { reduceChat } from './reduce-chat.ts';

/** Ids are branded in the contract; here plain texts stand for them. */
const item = (part: Record<string, unknown>) => part as unknown as ConversationItem;
const event = (part: Record<string, unknown>): ChatAction => ({ kind: 'event', event: part as unknown as TurnEvent, at: 1000 });
const run = (actions: readonly ChatAction[], from: ChatState = emptyChat) => actions.reduce(reduceChat, from);

const message = (text: string, status = 'completed') =>
  item({
    type: 'message',
    id: 'msg_1',
    role: 'assistant',
    status,
    content: text === '' ? [] : [{ type: 'output_text', text, annotations: [] }],
  });
const call = (part: Record<string, unknown> = {}) =>
  item({ type: 'mcp_call', id: 'mcp_1', server_label: 'files', name: 'read', arguments: '', status: 'in_progress', ...part });
const conversation = (part: Partial<ConversationDetail>): ConversationDetail => ({
  id: 'conv_1',
  title: '',
  model: null,
  attached: [],
  createdAt: '2026-11-21T00:00:00Z',
  updatedAt: '2026-11-21T00:00:00Z',
  items: [],
  runningResponseId: null,
  ...part,
});
const said = item({ type: 'message', id: 'msg_0', role: 'user', status: 'completed', content: [{ type: 'input_text', text: 'Hello' }] });
const textOf = (state: ChatState) => JSON.stringify(state.items.map((entry) => ('content' in entry ? entry.content : null)));

describe('a turn', () => {
  const answering = [
    event({ kind: 'turn-started', responseId: 'resp_1', model: 'm' }),
    event({ kind: 'item-started', index: 0, item: message('', 'in_progress') }),
    event({ kind: 'text-delta', index: 0, itemId: 'msg_1', delta: 'Hel' }),
    event({ kind: 'text-delta', index: 0, itemId: 'msg_1', delta: 'lo' }),
  ];

  test('grows the text of its message', () => {
    expect(textOf(run(answering))).toContain('"Hello"');
  });

  test('that is replayed from its start shows the same as once', () => {
    expect(run([...answering, ...answering])).toEqual(run(answering));
  });

  test('shows what was said before the server has it, and the stored item afterwards', () => {
    const waiting = run([{ kind: 'turn-requested', said: { text: 'Hello', images: [] } }]);
    expect(waiting.items.map(({ id }) => id)).toEqual([unsentId]);
    const ended = run([...answering, event({ kind: 'turn-ended', end: { kind: 'completed' }, usage: null })], waiting);
    const stored = run([{ kind: 'loaded', conversation: conversation({ items: [said, message('Hello')] }) }], ended);
    expect(stored.items.map(({ id }) => id)).toEqual(['msg_0', 'msg_1']);
    expect(stored.turn).toEqual({ kind: 'ended', end: { kind: 'completed' } });
  });

  test('that was refused takes back what was said', () => {
    const state = run([{ kind: 'turn-requested', said: { text: 'Hello', images: [] } }, { kind: 'turn-refused' }]);
    expect(state.items).toEqual([]);
    expect(state.turn.kind).toBe('idle');
  });

  test('is not overwritten by an older reading of the conversation', () => {
    const state = run([...answering, { kind: 'loaded', conversation: conversation({ items: [] }) }]);
    expect(textOf(state)).toContain('"Hello"');
  });

  test('that was running when the page was opened is followed', () => {
    const state = run([{ kind: 'loaded', conversation: conversation({ items: [said], runningResponseId: 'resp_9' }) }]);
    expect(state.turn).toEqual({ kind: 'running', responseId: 'resp_9' });
  });

  test('that is asked for again drops the old answer', () => {
    const loaded = run([{ kind: 'loaded', conversation: conversation({ items: [said, call(), message('Old')] }) }]);
    expect(run([{ kind: 'regenerate-requested' }], loaded).items).toEqual([said]);
  });
});

describe('a call', () => {
  const started = [
    event({ kind: 'item-started', index: 0, item: call() }),
    event({ kind: 'arguments-delta', index: 0, itemId: 'mcp_1', delta: '{"path"' }),
    event({ kind: 'arguments-delta', index: 0, itemId: 'mcp_1', delta: ':"a"}' }),
    event({ kind: 'tool-call-started', index: 0, itemId: 'mcp_1', callId: 'call_1' }),
  ];

  test('collects its arguments and its progress', () => {
    const state = run([
      ...started,
      {
        kind: 'event',
        event: { kind: 'tool-progress', index: 0, itemId: 'mcp_1', progress: { progress: 2, total: 4 } } as unknown as TurnEvent,
        at: 5000,
      },
    ]);
    expect(state.items[0]).toMatchObject({ arguments: '{"path":"a"}' });
    expect(state.calls.get('mcp_1')).toEqual({ startedAt: 1000, progress: { progress: 2, total: 4 } });
  });

  test('that has ended is no longer live', () => {
    const state = run([...started, event({ kind: 'item-done', index: 0, item: call({ status: 'completed' }) })]);
    expect(state.calls.size).toBe(0);
    expect(state.items).toMatchObject([{ status: 'completed' }]);
  });

  test('that resumes an earlier one changes it in its place', () => {
    const before = run([
      { kind: 'loaded', conversation: conversation({ items: [said, call({ status: 'incomplete' }), message('Wait')] }) },
    ]);
    const after = run([event({ kind: 'item-done', index: 0, item: call({ status: 'completed' }) })], before);
    expect(after.items.map(({ id }) => id)).toEqual(['msg_0', 'mcp_1', 'msg_1']);
    expect(after.items[1]).toMatchObject({ status: 'completed' });
  });

  test('asks the person once, however often it is said, until it is closed', () => {
    const question = event({ kind: 'elicitation-requested', index: 0, itemId: 'mcp_1', elicitation: { id: 'eli_1' } });
    const asked = run([...started, question, question]);
    expect(asked.elicitations).toHaveLength(1);
    expect(run([event({ kind: 'elicitation-closed', elicitationId: 'eli_1' })], asked).elicitations).toEqual([]);
  });
});

test('an event that this page does not know changes nothing', () => {
  expect(run([event({ kind: 'moon-phase' })])).toBe(emptyChat);
});

test('an answered approval is marked at once', () => {
  const request = item({ type: 'mcp_approval_request', id: 'mcpr_1', server_label: 'files', name: 'write', arguments: '{}', patchbay: {} });
  const loaded = run([{ kind: 'loaded', conversation: conversation({ items: [request] }) }]);
  const state = run([{ kind: 'approval-answered', itemId: 'mcpr_1', decision: 'deny' }], loaded);
  expect(state.items[0]).toMatchObject({ patchbay: { answer: { approve: false, decision: 'deny' } } });
});
