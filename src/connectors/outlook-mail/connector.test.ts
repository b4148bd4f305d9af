import { beforeEach, describe, expect, test } from 'vitest';
import { createGraphCalls, textAt } from '../../../testing/services/graph/calls.ts';
import { createGraph } from '../../../testing/services/graph/graph.ts';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import outlookMail from './connector.ts';

let { graph, call, answerOf, rowsOf, pagesOf } = createGraphCalls(outlookMail);
beforeEach(() => {
  ({ graph, call, answerOf, rowsOf, pagesOf } = createGraphCalls(outlookMail));
});

const subjectsOf = async (name: string, input?: JsonObject) => (await rowsOf('messages', name, input)).map(({ subject }) => subject);

testConnector(outlookMail, { fetch: createGraph().fetchAs('mira'), writes: true });

describe('reading mail', () => {
  test('a list has previews and ids but no bodies, newest first', async () => {
    const messages = await rowsOf('messages', 'list_messages', { limit: 3 });
    const times = messages.map(({ receivedAt }) => receivedAt);
    expect(messages).toHaveLength(3);
    expect(times).toEqual(times.toSorted().reverse());
    expect(messages[0]).not.toHaveProperty('body');
    expect(graph.seen[0]?.query.get('$top')).toBe('3');
    expect(graph.seen[0]?.headers.get('prefer')).toBe('IdType="ImmutableId"');
  });

  test('a list goes on to its end, every message once, and each page is no longer than asked for', async () => {
    for (const [name, input] of [
      ['list_messages', { folder: 'inbox' }],
      ['search_messages', { query: 'note' }],
    ] as const) {
      const pages = await pagesOf('messages', name, { ...input, limit: 10 });
      for (const page of pages) expect(page.length).toBeLessThanOrEqual(10);
      const ids = pages.flat().map(({ id }) => id);
      expect(ids).toHaveLength(name === 'list_messages' ? 33 : 31);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('a cursor that expired, or is none, is refused with what to do', async () => {
    const cursor = textAt(await answerOf('search_messages', { query: 'note', limit: 5 }), 'next');
    graph.expirePageTokens();
    expect(await call('search_messages', { query: 'note', limit: 5, cursor })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('without it') }],
    });
    const before = graph.seen.length;
    expect(await call('list_messages', { cursor: '$filter=x' })).toMatchObject({ isError: true });
    expect(graph.seen.length).toBe(before);
  });

  test('filters stand beside the order in the form that the service takes, quotes and all', async () => {
    expect(await subjectsOf('list_messages', { from: 'jonas.berg@halden.example' })).toEqual(['Lens order']);
    expect(await subjectsOf('list_messages', { receivedAfter: '2026-11-20T00:00:00Z', receivedBefore: '2026-11-20T12:00:00Z' })).toContain(
      'Budget 2027: Größe der Linsen 日本 🎉',
    );
    expect(await answerOf('list_messages', { from: "o'neill@halden.example", unreadOnly: true })).toEqual({ messages: [], next: null });
    expect(graph.seen.at(-1)?.query.get('$filter')).toBe(
      "receivedDateTime ge 1900-01-01T00:00:00Z and isRead eq false and from/emailAddress/address eq 'o''neill@halden.example'",
    );
  });

  test('a search takes quotes and backslashes as they are', async () => {
    expect(await subjectsOf('search_messages', { query: 'Größe 日本' })).toHaveLength(1);
    expect(await answerOf('search_messages', { query: 'say "hi" \\ there' })).toEqual({ messages: [], next: null });
    expect(graph.seen.at(-1)?.query.get('$search')).toBe('"say \\"hi\\" \\\\ there"');
  });

  test('a body is Markdown without scripts and styles', async () => {
    const message = await answerOf('fetch_message', { messageId: 'AAMkAD-budget' });
    expect(message).toMatchObject({
      subject: 'Budget 2027: Größe der Linsen 日本 🎉',
      cc: [{ address: 'jonas.berg@halden.example' }],
      importance: 'high',
      hasAttachments: true,
      bodyTruncated: false,
    });
    expect(message['body']).toContain('## Budget');
    expect(message['body']).toContain('[look](https://halden.example/b)');
    expect(message['body']).toMatch(/\| lens \| 12 € \|/);
    expect(message['body']).not.toMatch(/alert|color/);
  });

  test('attachments are text, pictures as blocks, and refused by name otherwise', async () => {
    const attachments = await rowsOf('attachments', 'list_attachments', { messageId: 'AAMkAD-budget' });
    expect(attachments.map(({ kind }) => kind)).toEqual(['file', 'file', 'file', 'link']);
    const read = (attachmentId: string) => call('fetch_attachment', { messageId: 'AAMkAD-budget', attachmentId });
    expect((await read('AAMkAD-budget-sheet')).structuredContent).toMatchObject({
      name: 'Größe 日本.csv',
      text: 'item,price\nlens,12 €\nprism,7 €\n',
    });
    expect((await read('AAMkAD-budget-dot')).content[1]).toMatchObject({ type: 'image', mimeType: 'image/png' });
    expect(await read('AAMkAD-budget-zip')).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('data.zip') }] });
    expect(await read('AAMkAD-budget-link')).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('Plan.docx') }] });
  });

  test('ids with slashes, dots and signs stay in their place', async () => {
    await expect(call('fetch_message', { messageId: '../../users?x=1#y/%2F' })).rejects.toMatchObject({ code: 'upstream.http-error' });
    expect(graph.seen[0]?.path).toBe('/v1.0/me/messages/../../users?x=1#y/%2F');
    await expect(call('fetch_message', { messageId: '..' })).rejects.toMatchObject({ code: 'tool.input-invalid' });
  });

  test('two people see their own mail, and an empty mailbox is an empty list', async () => {
    expect(await answerOf('get_recent_emails', {}, { as: 'jonas' })).toMatchObject({ messages: [{ subject: 'Only for Jonas' }] });
    expect(await answerOf('list_messages', {}, { as: 'nora' })).toEqual({ messages: [], next: null });
    expect(await answerOf('search', { query: 'budget' }, { as: 'nora' })).toEqual({ results: [] });
    await expect(call('fetch_message', { messageId: 'AAMkAD-budget' }, { as: 'jonas' })).rejects.toMatchObject({
      code: 'upstream.http-error',
      message: expect.stringContaining('404'),
    });
    expect(await answerOf('get_profile', {}, { as: 'jonas' })).toMatchObject({ name: 'Jonas Berg', email: 'jonas.berg@halden.example' });
  });
});

describe('writing mail', () => {
  test('what is sent lies among the sent messages', async () => {
    await answerOf('send_email', {
      to: ['elif.arslan@halden.example'],
      cc: ['jonas.berg@halden.example'],
      subject: '日本 🎉',
      body: 'a < b',
    });
    const [sent] = await rowsOf('messages', 'list_messages', { folder: 'sentitems' });
    expect(sent).toMatchObject({ subject: '日本 🎉', to: [{ address: 'elif.arslan@halden.example' }] });
    expect(await answerOf('fetch_message', { messageId: sent?.id ?? '' })).toMatchObject({
      body: 'a < b',
      cc: [{ address: 'jonas.berg@halden.example' }],
    });
  });

  test('drafts are not sent, and answers quote what they answer', async () => {
    const reply = await answerOf('create_reply_draft', { messageId: 'AAMkAD-budget', body: 'Yes', replyAll: true });
    expect(reply).toMatchObject({ subject: expect.stringMatching(/^RE: Budget/) });
    expect(await answerOf('fetch_message', { messageId: textAt(reply, 'id') })).toMatchObject({
      isDraft: true,
      to: [{ address: 'elif.arslan@halden.example' }],
      cc: [{ address: 'jonas.berg@halden.example' }],
      body: expect.stringMatching(/^Yes[^]+Budget/),
    });
    const forward = await answerOf('create_forward_draft', { messageId: 'AAMkAD-lens', to: ['elif.arslan@halden.example'], body: 'See' });
    expect(forward).toMatchObject({ subject: 'FW: Lens order' });
    expect(await answerOf('list_messages', { folder: 'sentitems' })).toMatchObject({ messages: [] });
    await answerOf('reply_to_email', { messageId: 'AAMkAD-lens', body: 'Thanks' });
    expect(await subjectsOf('list_messages', { folder: 'sentitems' })).toEqual(['RE: Lens order']);
  });

  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 256));
  const attachments = [
    { name: 'Größe 日本 🎉.csv', mimeType: 'text/csv', text: 'lens,drift\nÄ,2 µm\n' },
    { name: 'a "b".bin', mimeType: 'application/octet-stream', content: bytes.toString('base64') },
  ];
  const message = { to: ['elif.arslan@halden.example'], subject: 'Files', body: 'See.' };
  const answer = { messageId: 'AAMkAD-lens', body: 'See.' };
  test.each([
    ['send_email', message, 'sentitems'],
    ['reply_to_email', answer, 'sentitems'],
    ['draft_email', message, 'drafts'],
    ['create_reply_draft', answer, 'drafts'],
    ['create_forward_draft', { ...answer, to: message.to }, 'drafts'],
  ])('%s attaches files under names in every script, byte for byte', async (name, input, folder) => {
    await answerOf(name, { ...input, attachments });
    const [made] = await rowsOf('messages', 'list_messages', { folder });
    const messageId = made?.id ?? '';
    expect(made).toMatchObject({ hasAttachments: true });
    const listed = await rowsOf('attachments', 'list_attachments', { messageId });
    expect(listed).toMatchObject([{ name: 'Größe 日本 🎉.csv' }, { name: 'a "b".bin', bytes: 1_000 }]);
    expect(await answerOf('fetch_attachment', { messageId, attachmentId: listed[0]?.id ?? '' })).toMatchObject({
      text: 'lens,drift\nÄ,2 µm\n',
    });
    const raw = await graph.fetchAs('mira')(
      `https://graph.microsoft.com/v1.0/me/messages/${messageId}/attachments/${listed[1]?.id}/$value`,
    );
    expect(Buffer.from(await raw.arrayBuffer())).toEqual(bytes);
  });

  test('what leaves at once is refused by its size before anything is sent; a draft takes more', async () => {
    const several = ['a.txt', 'b.txt'].map((name) => ({ name, mimeType: 'text/plain', text: 'x'.repeat(1_600_000) }));
    for (const [name, input] of [
      ['send_email', message],
      ['reply_to_email', answer],
    ] as const)
      await expect(answerOf(name, { ...input, attachments: several })).rejects.toThrow(/3\.2 MB together.*A draft takes more/);
    expect(graph.seen).toEqual([]);
    expect(await answerOf('draft_email', { ...message, attachments: several })).toMatchObject({ subject: 'Files' });
  });

  test('a large file goes into a draft in ranges, to an address that never sees the sign-in', async () => {
    const large = Buffer.from(Array.from({ length: 7_000_000 }, (_, index) => (index * 7) % 251));
    const file = { name: 'Größe.bin', mimeType: 'application/octet-stream', content: large.toString('base64') };
    const id = textAt(await answerOf('create_reply_draft', { ...answer, attachments: [file, ...attachments] }), 'id');
    const listed = await rowsOf('attachments', 'list_attachments', { messageId: id });
    expect(listed).toMatchObject([{ name: 'Größe.bin', bytes: 7_000_000 }, { name: 'Größe 日本 🎉.csv' }, { name: 'a "b".bin' }]);
    const ranges = graph.seen.filter(({ method }) => method === 'PUT');
    expect(ranges).toHaveLength(3);
    for (const { headers } of ranges) expect(headers.has('authorization')).toBe(false);
    const raw = await graph.fetchAs('mira')(`https://graph.microsoft.com/v1.0/me/messages/${id}/attachments/${listed[0]?.id}/$value`);
    expect(Buffer.from(await raw.arrayBuffer()).equals(large)).toBe(true);
  });

  test('a draft whose files cannot all be attached is taken back', async () => {
    const before = await subjectsOf('list_messages', { folder: 'drafts' });
    const fetch = graph.fetchAs('mira');
    const failing: typeof globalThis.fetch = (input, init) => {
      if (String(input).endsWith('/attachments')) graph.faults.push(new Response(null, { status: 503 }));
      return fetch(input, init);
    };
    const drafting = callTool(outlookMail, { name: 'draft_email', input: { ...message, attachments }, fetch: failing });
    await expect(drafting).rejects.toMatchObject({ code: 'upstream.http-error' });
    expect(await subjectsOf('list_messages', { folder: 'drafts' })).toEqual(before);
  });

  test('a message is moved, marked and sorted', async () => {
    const moved = await answerOf('move_email', { messageId: 'AAMkAD-lens', folder: 'archive' });
    const id = textAt(moved, 'id');
    await answerOf('mark_email_read_state', { messageId: id, isRead: false });
    await answerOf('set_message_categories', { messageId: id, categories: ['Größe', '日本'] });
    expect(await answerOf('fetch_message', { messageId: id })).toMatchObject({
      folderId: moved['folderId'],
      isRead: false,
      categories: ['Größe', '日本'],
    });
    expect(await subjectsOf('list_messages', { folder: 'archive' })).toEqual(['Lens order']);
  });

  test('a read is repeated after 429 and 503; a message is never sent twice', async () => {
    graph.faults.push(new Response(null, { status: 429, headers: { 'retry-after': '1' } }), new Response(null, { status: 503 }));
    expect(await answerOf('get_recent_emails', { limit: 1 })).toMatchObject({ messages: [{}] });
    expect(graph.seen).toHaveLength(3);
    graph.faults.push(new Response(null, { status: 503 }));
    const message = { to: ['elif.arslan@halden.example'], subject: 'x', body: 'x' };
    await expect(call('send_email', message)).rejects.toMatchObject({ code: 'upstream.http-error' });
    expect(graph.seen).toHaveLength(4);
  });

  test('what the sign-in does not allow is named, and a token that is not known is the answer of the service', async () => {
    const message = { to: ['elif.arslan@halden.example'], subject: 'x', body: 'x' };
    await expect(call('send_email', message, { scopes: ['Mail.Read'] })).rejects.toMatchObject({
      code: 'connection.scope-required',
      detail: { scopes: ['Mail.Send'] },
    });
    const stranger = callTool(outlookMail, { name: 'get_profile', fetch: (input, init) => graph.handle(new Request(input, init)) });
    await expect(stranger).rejects.toMatchObject({ code: 'upstream.http-error', message: expect.stringContaining('401') });
  });
});
