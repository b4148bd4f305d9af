import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ComposedPatchbay, composePatchbay } from '../../testing/composed-patchbay.ts';
import { type ModernServer, startModernServer } from '../../testing/servers/modern-server.ts';
import type { ApiClient } from '../contract/client.ts';
import type { TurnEvent } from '../contract/objects.ts';

const model = new LLMock({ port: 0 });
let patchbay: ComposedPatchbay;
let upstream: ModernServer;
let api: ApiClient;
let connectorId = '';

beforeAll(async () => {
  await model.start();
  upstream = await startModernServer();
  patchbay = await composePatchbay({
    OPENAI_API_KEY: 'sk-1',
    OPENAI_BASE_URL: `${model.url}/v1`,
    ANTHROPIC_API_KEY: 'sk-2',
    ANTHROPIC_BASE_URL: `${model.url}/v1`,
    PATCHBAY_MODELS: 'openai/gpt-5.4, openai-compatible/local, anthropic/claude-sonnet-4-6',
  });
  api = patchbay.api;
  await api.call('changeSettings', { body: { developerMode: true } });
  const connector = await api.call('createConnector', {
    body: { name: 'Modern', origin: { kind: 'remote', url: upstream.url }, auth: { kind: 'none' }, trusted: true },
  });
  connectorId = connector.id;
  await api.call('connect', { path: { id: connectorId }, body: {} });
});
beforeEach(() => model.reset());
afterAll(async () => {
  await patchbay.close();
  await upstream.close();
  await model.stop();
});

const converse = async (modelId: string | null = null) =>
  (await api.call('createConversation', { body: { attached: [connectorId], model: modelId } })).id;
const say = async (id: string, text: string) => (await api.call('startTurn', { path: { id }, body: { kind: 'say', text } })).responseId;

function modelCalls(name: string, input: object): void {
  model.on({ hasToolResult: false }, { toolCalls: [{ name: `modern__${name}`, arguments: JSON.stringify(input) }] });
  model.on({ hasToolResult: true }, { content: 'That is all.' });
}

/** Follows a turn as the page does; `onEvent` may answer what it asks. */
async function follow(
  responseId: string,
  onEvent: (event: TurnEvent) => Promise<unknown> | void = () => {},
): Promise<readonly TurnEvent[]> {
  const response = await api.raw('followTurn', { path: { id: responseId } });
  const events: TurnEvent[] = [];
  let rest = '';
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data === undefined) continue;
      const event = JSON.parse(data) as TurnEvent;
      events.push(event);
      await onEvent(event);
    }
  }
  return events;
}
const callOf = (events: readonly TurnEvent[]) =>
  events.flatMap((event) => (event.kind === 'item-done' && event.item.type === 'mcp_call' ? [event.item] : [])).at(-1);

test.each(['openai/gpt-5.4', 'openai-compatible/local', 'anthropic/claude-sonnet-4-6'])(
  '%s is chosen per conversation and calls the same tools',
  async (modelId) => {
    modelCalls('add', { a: 2, b: 40 });
    const events = await follow(await say(await converse(modelId), 'Add them.'));
    expect(events[0]).toMatchObject({ kind: 'turn-started', model: modelId });
    expect(callOf(events)).toMatchObject({ name: 'add', status: 'completed', output: expect.stringContaining('42') });
    expect(events.at(-1)).toMatchObject({ kind: 'turn-ended', end: { kind: 'completed' } });
  },
);

test("a tool's progress reaches whoever follows the turn, and stopping the turn stops the tool", async () => {
  modelCalls('slow', { steps: 200, milliseconds: 50 });
  const responseId = await say(await converse(), 'Take your time.');
  const events = await follow(responseId, async (event) => {
    if (event.kind === 'tool-progress') await api.call('cancelTurn', { path: { id: responseId } });
  });
  expect(events.some((event) => event.kind === 'tool-progress' && event.progress.progress > 0)).toBe(true);
  expect(events.at(-1)).toMatchObject({ end: { kind: 'cancelled' } });
  await expect.poll(() => upstream.cancelled).toContain('slow');
});

test('a question that a server asks reaches the person, and the answer reaches the server', async () => {
  modelCalls('elicit_form', {});
  const events = await follow(await say(await converse(), 'Who am I?'), async (event) => {
    if (event.kind !== 'elicitation-requested') return;
    expect(event.elicitation).toMatchObject({ connectorName: 'Modern', request: { mode: 'form', message: 'Who are you?' } });
    await api.call('answerElicitation', {
      path: { id: event.elicitation.id },
      body: { action: 'accept', content: { name: 'Ada', colour: 'amber' } },
    });
    await expect(api.call('answerElicitation', { path: { id: event.elicitation.id }, body: { action: 'cancel' } })).rejects.toMatchObject({
      problem: { code: 'elicitation.not-found' },
    });
  });
  expect(callOf(events)?.output).toContain('Ada');
});

test('a page that a server sends the person to is shown with its address and opened by nobody else', async () => {
  modelCalls('elicit_url', {});
  const events = await follow(await say(await converse(), 'Look.'), async (event) => {
    if (event.kind !== 'elicitation-requested') return;
    expect(event.elicitation.request).toMatchObject({ mode: 'url', url: 'https://example.com/consent' });
    await api.call('answerElicitation', { path: { id: event.elicitation.id }, body: { action: 'accept' } });
  });
  expect(callOf(events)?.output).toContain('Thank you for looking.');
});

test('what a tool gives besides text is kept with the conversation', async () => {
  modelCalls('image', {});
  const conversation = await converse();
  await follow(await say(conversation, 'Show me.'));
  const { items } = await api.call('getConversation', { path: { id: conversation } });
  const called = items.find((item) => item.type === 'mcp_call');
  const kinds = called?.type === 'mcp_call' ? called.patchbay?.result?.content.map((block) => block.type) : [];
  expect(kinds).toEqual(['text', 'image', 'audio', 'resource_link', 'resource']);
});

test('answering on the approvals page lets the conversation go on', async () => {
  modelCalls('write_note', { text: 'from the approvals page' });
  const conversation = await converse();
  const waiting = await follow(await say(conversation, 'Write it down.'));
  expect(waiting.at(-1)).toMatchObject({ end: { kind: 'waiting', for: 'approval' } });
  const approval = (await api.call('listApprovals')).pending.find((pending) => pending.conversationId === conversation);
  await api.call('answerApproval', { path: { id: approval?.id ?? '' }, body: { decision: 'once' } });
  await expect.poll(() => upstream.notes).toContain('from the approvals page');
  await expect.poll(async () => (await api.call('getConversation', { path: { id: conversation } })).runningResponseId).toBeNull();
  const { items } = await api.call('getConversation', { path: { id: conversation } });
  expect(items.at(-1)).toMatchObject({ type: 'message', role: 'assistant', status: 'completed' });
});

test('a conversation is named by what was said, renamed, found by its words, and deleted', async () => {
  model.onMessage(/./, { content: 'Flamingos stand on one leg.' });
  const id = await converse();
  await follow(await say(id, 'Tell me about flamingos.'));
  expect(await api.call('getConversation', { path: { id } })).toMatchObject({ title: expect.stringContaining('flamingos') });
  await api.call('changeConversation', { path: { id }, body: { title: 'Birds' } });
  const found = await api.call('listConversations', { query: { search: 'one leg' } });
  expect(found.conversations.map((conversation) => conversation.title)).toEqual(['Birds']);
  await api.call('removeConversation', { path: { id } });
  await expect(api.call('getConversation', { path: { id } })).rejects.toMatchObject({ problem: { code: 'conversation.not-found' } });
});
