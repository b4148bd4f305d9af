import { beforeEach, describe, expect, test } from 'vitest';
import { createGraphCalls, textAt } from '../../../testing/services/graph/calls.ts';
import { createGraph } from '../../../testing/services/graph/graph.ts';
import { testConnector } from '../../connector-kit/testing.ts';
import teams from './connector.ts';

let { graph, call, answerOf, rowsOf, pagesOf } = createGraphCalls(teams);
beforeEach(() => {
  ({ graph, call, answerOf, rowsOf, pagesOf } = createGraphCalls(teams));
});

const lens = '19:lens@thread.v2';
const general = { teamId: 'team-optics', channelId: '19:general@thread.tacv2' };

testConnector(teams, { fetch: createGraph().fetchAs('mira'), writes: true });

describe('reading Teams', () => {
  test('a chat comes with members, its last message and whether it was read', async () => {
    expect(await rowsOf('chats', 'list_chats')).toMatchObject([
      { topic: 'Lens project 日本 🎉', type: 'group', isUnread: true, lastMessage: { from: 'Elif Arslan', text: 'Step 60' } },
      { type: 'oneOnOne', isUnread: false, members: ['Mira Tanaka 田中', 'Elif Arslan'] },
    ]);
    expect(await rowsOf('chats', 'list_chats', { unreadOnly: true })).toHaveLength(1);
    expect(await answerOf('get_chat_members', { chatId: lens })).toMatchObject({
      members: [{}, { name: 'Jonas Berg', email: 'jonas.berg@halden.example' }, {}],
    });
  });

  test('messages are Markdown with emoji, mentions and files, and the list goes on to its end', async () => {
    const messages = (await pagesOf('messages', 'list_chat_messages', { chatId: lens, limit: 50 })).flat();
    expect(new Set(messages.map(({ id }) => id)).size).toBe(60);
    expect(messages.at(-1)).toMatchObject({
      id: 'lens-1',
      from: 'Jonas Berg',
      text: 'The **lens** is done 🎉 Mira',
      files: [{ name: 'Größe 日本.docx' }],
    });
  });

  test('an expired cursor says what to do', async () => {
    const cursor = textAt(await answerOf('list_chat_messages', { chatId: lens, limit: 5 }), 'next');
    graph.expirePageTokens();
    expect(await call('list_chat_messages', { chatId: lens, cursor })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('without it') }],
    });
  });

  test('teams lead to channels, channels to threads', async () => {
    expect(await answerOf('list_joined_teams')).toMatchObject({ teams: [{ id: 'team-optics', name: 'Halden Optics' }], next: null });
    expect(await rowsOf('channels', 'list_channels', { teamId: 'team-optics' })).toMatchObject([
      { name: 'General' },
      { name: 'Größe 日本 🎉', type: 'private' },
    ]);
    const pages = await pagesOf('messages', 'list_channel_messages', { ...general, limit: 10 });
    expect(pages.map(({ length }) => length)).toEqual([10, 2]);
    expect(pages[1]?.[1]).toMatchObject({ subject: 'New lens line' });
    expect(await rowsOf('replies', 'list_message_replies', { ...general, messageId: 'general-1' })).toHaveLength(2);
    expect(await answerOf('list_channel_messages', { teamId: 'team-optics', channelId: '19:size@thread.tacv2' })).toEqual({
      messages: [],
      next: null,
    });
  });

  test('what a search finds is fetched, a reply with the thread it belongs to', async () => {
    const results = await rowsOf('results', 'search', { query: 'lens' });
    expect(results.map(({ id }) => id)).toEqual([
      'chat/19%3Alens%40thread.v2/lens-1',
      'channel/team-optics/19%3Ageneral%40thread.tacv2/general-1',
    ]);
    for (const { id } of results) expect(await answerOf('fetch', { id })).toMatchObject({ id });
    const thread = await answerOf('fetch', { id: results[1]?.id ?? '' });
    expect(thread).toMatchObject({ title: 'New lens line' });
    expect(thread['text']).toMatch(/## Line[^]+When\? 日本[^]+I agree/);
    expect(await call('fetch', { id: 'general-1' })).toMatchObject({ isError: true });
  });

  test('two people see their own, and where there is nothing the lists are empty', async () => {
    expect(await answerOf('list_chats', {}, { as: 'jonas' })).toMatchObject({
      chats: [{ topic: 'Lens project 日本 🎉' }, { lastMessage: null, isUnread: false }],
    });
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
    expect(await rowsOf('messages', 'list_chat_messages', { chatId: lens, limit: 1 })).toMatchObject([{ id, text: 'a < b & 日本 🎉' }]);
    const messageId = textAt(
      await answerOf('send_channel_message', { ...general, subject: 'Größe', body: '<b>x</b>', bodyType: 'html' }),
      'id',
    );
    await answerOf('reply_to_channel_message', { ...general, messageId, body: 'y' });
    expect(await answerOf('list_message_replies', { ...general, messageId })).toMatchObject({ replies: [{ text: 'y' }] });
  });

  test('a chat has this person in it, and one of two is never made twice', async () => {
    const first = await answerOf('create_chat', { members: ['jonas.berg@halden.example'] });
    expect(first).toMatchObject({ type: 'oneOnOne' });
    expect(await answerOf('create_chat', { members: ['jonas.berg@halden.example'] })).toEqual(first);
    const group = await answerOf('create_chat', {
      members: ['jonas.berg@halden.example', 'elif.arslan@halden.example'],
      topic: 'Größe 🎉',
    });
    const members = await rowsOf('members', 'get_chat_members', { chatId: textAt(group, 'id') });
    expect(members.map(({ name }) => name)).toEqual(['Mira Tanaka 田中', 'Jonas Berg', 'Elif Arslan']);
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
