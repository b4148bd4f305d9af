import { beforeEach, describe, expect, test } from 'vitest';
import { createGraph, type Graph } from '../../../testing/services/graph/graph.ts';
import type { PersonName } from '../../../testing/services/graph/people.ts';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import teams from './connector.ts';

let graph: Graph;
beforeEach(() => {
  graph = createGraph();
});

type CallOptions = { readonly as?: PersonName; readonly scopes?: readonly string[] };
const call = (name: string, input: JsonObject = {}, { as = 'mira', scopes }: CallOptions = {}) =>
  callTool(teams, { name, input, fetch: graph.fetchAs(as, scopes) });
const answerOf = async (name: string, input: JsonObject = {}, options: CallOptions = {}) => {
  const { structuredContent, isError, content } = await call(name, input, options);
  if (isError === true) throw new Error(JSON.stringify(content));
  return structuredContent as Record<string, any>;
};
const lens = '19:lens@thread.v2';
const general = { teamId: 'team-optics', channelId: '19:general@thread.tacv2' };

testConnector(teams, { fetch: createGraph().fetchAs('mira'), writes: true });

describe('reading Teams', () => {
  test('a chat comes with members, its last message and whether it was read', async () => {
    const { chats } = await answerOf('list_chats');
    expect(chats).toMatchObject([
      { topic: 'Lens project 日本 🎉', type: 'group', isUnread: true, lastMessage: { from: 'Elif Arslan', text: 'Step 60' } },
      { type: 'oneOnOne', isUnread: false, members: ['Mira Tanaka 田中', 'Elif Arslan'] },
    ]);
    expect((await answerOf('list_chats', { unreadOnly: true }))['chats']).toHaveLength(1);
    expect(await answerOf('get_chat_members', { chatId: lens })).toMatchObject({
      members: [{}, { name: 'Jonas Berg', email: 'jonas.berg@halden.example' }, {}],
    });
  });

  test('messages are Markdown with emoji, mentions and files, and the list goes on to its end', async () => {
    const messages: Record<string, any>[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Record<string, any> = await answerOf('list_chat_messages', { chatId: lens, limit: 50, cursor });
      messages.push(...page['messages']);
      cursor = page['next'];
    }
    expect(new Set(messages.map(({ id }) => id)).size).toBe(60);
    expect(messages.at(-1)).toMatchObject({
      id: 'lens-1',
      from: 'Jonas Berg',
      text: 'The **lens** is done 🎉 Mira',
      files: [{ name: 'Größe 日本.docx' }],
    });
  });

  test('an expired cursor says what to do', async () => {
    const { next } = await answerOf('list_chat_messages', { chatId: lens, limit: 5 });
    graph.expirePageTokens();
    expect(await call('list_chat_messages', { chatId: lens, cursor: next })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('without it') }],
    });
  });

  test('teams lead to channels, channels to threads', async () => {
    expect(await answerOf('list_joined_teams')).toMatchObject({ teams: [{ id: 'team-optics', name: 'Halden Optics' }], next: null });
    expect((await answerOf('list_channels', { teamId: 'team-optics' }))['channels']).toMatchObject([
      { name: 'General' },
      { name: 'Größe 日本 🎉', type: 'private' },
    ]);
    const { messages, next } = await answerOf('list_channel_messages', { ...general, limit: 10 });
    expect(messages).toHaveLength(10);
    const rest = await answerOf('list_channel_messages', { ...general, limit: 10, cursor: next });
    expect(rest).toMatchObject({ messages: [{}, { subject: 'New lens line' }], next: null });
    expect((await answerOf('list_message_replies', { ...general, messageId: 'general-1' }))['replies']).toHaveLength(2);
    expect(await answerOf('list_channel_messages', { teamId: 'team-optics', channelId: '19:size@thread.tacv2' })).toEqual({
      messages: [],
      next: null,
    });
  });

  test('what a search finds is fetched, a reply with the thread it belongs to', async () => {
    const { results } = await answerOf('search', { query: 'lens' });
    expect(results.map(({ id }: { id: string }) => id)).toEqual([
      'chat/19%3Alens%40thread.v2/lens-1',
      'channel/team-optics/19%3Ageneral%40thread.tacv2/general-1',
    ]);
    for (const { id } of results) expect(await answerOf('fetch', { id })).toMatchObject({ id });
    const { text, title } = await answerOf('fetch', { id: results[1].id });
    expect(title).toBe('New lens line');
    expect(text).toMatch(/## Line[^]+When\? 日本[^]+I agree/);
    expect(await call('fetch', { id: 'general-1' })).toMatchObject({ isError: true });
  });

  test('two people see their own, and where there is nothing the lists are empty', async () => {
    expect((await answerOf('list_chats', {}, { as: 'jonas' }))['chats']).toMatchObject([
      { topic: 'Lens project 日本 🎉' },
      { lastMessage: null, isUnread: false },
    ]);
    for (const name of ['list_chats', 'list_joined_teams'])
      expect(Object.values(await answerOf(name, {}, { as: 'nora' }))).toContainEqual([]);
    expect(await answerOf('search', { query: 'lens' }, { as: 'nora' })).toEqual({ results: [] });
    await expect(call('list_chat_messages', { chatId: lens }, { as: 'nora' })).rejects.toMatchObject({
      message: expect.stringContaining('404'),
    });
    await expect(call('list_channels', { teamId: 'team-optics' }, { as: 'jonas' })).rejects.toMatchObject({
      message: expect.stringContaining('404'),
    });
  });
});

describe('writing in Teams', () => {
  test('what is written is read again, text as text', async () => {
    const { id } = await answerOf('send_chat_message', { chatId: lens, body: 'a < b & 日本 🎉' });
    expect((await answerOf('list_chat_messages', { chatId: lens, limit: 1 }))['messages']).toMatchObject([{ id, text: 'a < b & 日本 🎉' }]);
    const thread = await answerOf('send_channel_message', { ...general, subject: 'Größe', body: '<b>x</b>', bodyType: 'html' });
    await answerOf('reply_to_channel_message', { ...general, messageId: thread['id'], body: 'y' });
    expect(await answerOf('list_message_replies', { ...general, messageId: thread['id'] })).toMatchObject({ replies: [{ text: 'y' }] });
  });

  test('a chat has this person in it, and one of two is never made twice', async () => {
    const first = await answerOf('create_chat', { members: ['jonas.berg@halden.example'] });
    expect(first).toMatchObject({ type: 'oneOnOne' });
    expect(await answerOf('create_chat', { members: ['jonas.berg@halden.example'] })).toEqual(first);
    const group = await answerOf('create_chat', {
      members: ['jonas.berg@halden.example', 'elif.arslan@halden.example'],
      topic: 'Größe 🎉',
    });
    const { members } = await answerOf('get_chat_members', { chatId: group['id'] });
    expect(members.map(({ name }: { name: string }) => name)).toEqual(['Mira Tanaka 田中', 'Jonas Berg', 'Elif Arslan']);
    await expect(call('create_chat', { members: ["o'neill@elsewhere.example"] })).rejects.toMatchObject({ code: 'upstream.http-error' });
  });

  test('nothing is written twice, a read is repeated, and missing permissions are named', async () => {
    graph.faults.push(new Response(null, { status: 503 }));
    await expect(call('send_chat_message', { chatId: lens, body: 'x' })).rejects.toMatchObject({ code: 'upstream.http-error' });
    expect(graph.seen).toHaveLength(1);
    graph.faults.push(new Response(null, { status: 429, headers: { 'retry-after': '1' } }));
    expect(await answerOf('search', { query: 'lens' })).toMatchObject({ results: [{}, {}] });
    await expect(call('send_chat_message', { chatId: lens, body: 'x' }, { scopes: ['Chat.Read'] })).rejects.toMatchObject({
      code: 'connection.scope-required',
      detail: { scopes: ['ChatMessage.Send'] },
    });
  });
});
