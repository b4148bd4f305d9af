import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../testing/failure.ts';
import { createGoogleCalls } from '../../../testing/services/google-calls.ts';
import { type Google, problem, startGoogle } from '../../../testing/services/google.ts';
import { googleScope } from '../../connector-kit/index.ts';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import gmail from './connector.ts';

const service: Google = await startGoogle();
const { connector, ada, as, asAda, asBen, asAdaWith, asNobody } = createGoogleCalls(gmail, service);

describe('reading', () => {
  test('the inbox has its newest mail first, in pages to the end', async () => {
    const first = await asAda('get_recent_emails', { limit: 2 });
    expect(first['emails']).toMatchObject([
      { id: 'msg_reply' },
      { id: 'msg_order', subject: 'Lenses — Größe 日本 🎉', labelIds: ['INBOX', 'UNREAD'] },
    ]);
    const second = await asAda('get_recent_emails', { limit: 2, cursor: String(first['nextCursor']) });
    expect(second).toMatchObject({ emails: [{ id: 'msg_advert' }], nextCursor: null });
  });

  test('an empty mailbox is an empty list, and nobody sees the mail of another', async () => {
    expect(await asBen('get_recent_emails')).toEqual({ emails: [], nextCursor: null });
    expect(await asBen('search', { query: 'lenses' })).toEqual({ results: [] });
    expect(await asBen('get_profile')).toMatchObject({ email: 'ben@halden.example', messages: 0 });
    expect(await failureOf(asBen('read_email', { id: 'msg_order' }))).toMatchObject({ detail: { httpStatus: 404 } });
  });

  test("Gmail's own search words narrow, and ids come alone where they are asked for", async () => {
    expect(await asAda('search_emails', { query: 'from:grace@supplier.example is:unread' })).toMatchObject({
      emails: [{ id: 'msg_order' }],
    });
    expect(await asAda('search_email_ids', { query: 'from:ben@halden.example' })).toEqual({
      ids: [{ id: 'msg_reply', threadId: 'thread_order' }],
      nextCursor: null,
    });
  });

  test('a body in HTML is Markdown, with its links', async () => {
    const { email } = (await asAda('read_email', { id: 'msg_order' })) as { email: Record<string, unknown> };
    expect(email).toMatchObject({ from: 'Grace Ågren <grace@supplier.example>', cut: false, attachments: [] });
    expect(email['body']).toContain('# Order');
    expect(email['body']).toContain('Twelve **lenses**, [order 12](https://supplier.example/o/12).');
  });

  test('what is attached is listed, and read: documents as Markdown, pictures as pictures, and the rest is refused by its type', async () => {
    const { email } = (await asAda('read_email', { id: 'msg_table' })) as {
      email: { body: string; attachments: { partId: string; name: string }[] };
    };
    expect(email.body.trim()).toBe('See the table.');
    expect(email.attachments).toMatchObject([
      { name: 'table.html', mimeType: 'text/html' },
      { name: 'dot.gif', mimeType: 'image/gif', bytes: 37 },
      { name: 'all.zip' },
    ]);
    const input = (name: string) => ({ id: 'msg_table', partId: email.attachments.find((one) => one.name === name)?.partId ?? '' });
    expect((await asAda('read_attachment', input('table.html')))['text']).toContain('## Drift\n\n2 µm');
    const { content } = await callTool(connector, { name: 'read_attachment', input: input('dot.gif'), fetch: ada });
    expect(content[1]).toMatchObject({ type: 'image', mimeType: 'image/gif', data: expect.stringMatching(/^R0lGODlh/) });
    await expect(asAda('read_attachment', input('all.zip'))).rejects.toThrow(/application\/zip, which cannot be shown/);
    await expect(asAda('read_attachment', { id: 'msg_table', partId: 'none' })).rejects.toThrow(/has no attachment/);
  });

  test('what is attached is refused by its size before it is asked for', async () => {
    const asked: string[] = [];
    const swollen: typeof globalThis.fetch = async (input, init) => {
      asked.push(new URL(input instanceof Request ? input.url : input).pathname);
      const response = await ada(input, init);
      return new Response((await response.text()).replaceAll(/"size":\d+/g, '"size":200000000'), { headers: response.headers });
    };
    const { email } = (await asAda('read_email', { id: 'msg_table' })) as { email: { attachments: { partId: string; name: string }[] } };
    for (const [name, most] of [
      ['table.html', 50],
      ['dot.gif', 5],
    ] as const) {
      const partId = email.attachments.find((one) => one.name === name)?.partId ?? '';
      await expect(as(swollen)('read_attachment', { id: 'msg_table', partId })).rejects.toThrow(`is larger than ${most} MB`);
    }
    expect(asked).toEqual(Array(2).fill('/gmail/v1/users/me/messages/msg_table'));
  });

  test('a cursor that Gmail does not know is refused', async () => {
    expect(await failureOf(asAda('get_recent_emails', { cursor: 'stale' }))).toMatchObject({ detail: { httpStatus: 400 } });
  });

  test('a conversation is read in order', async () => {
    const { emails } = (await asAda('read_email_thread', { threadId: 'thread_order' })) as { emails: { id: string }[] };
    expect(emails.map(({ id }) => id)).toEqual(['msg_order', 'msg_reply']);
  });
});

describe('writing', () => {
  const raw = async (who: string, id: string) => {
    const { raw: encoded } = (await service.look(who, `/gmail/v1/users/me/messages/${id}?format=raw`)) as { raw: string };
    return Buffer.from(encoded, 'base64url').toString('utf8');
  };

  test('a mail that is sent reads as it was written, in every script; what goes over the wire is ASCII', async () => {
    const subject = 'Größe 日本 🎉 '.repeat(12).trim();
    const sent = await asBen('send_email', {
      to: ['田中 "B" <ben@halden.example>'],
      cc: ['ada@halden.example'],
      subject,
      body: 'Zeile 1\nZeile 2 🎉',
    });
    const { email } = (await asBen('read_email', { id: String(sent['id']) })) as { email: Record<string, unknown> };
    expect(email).toMatchObject({ subject, cc: 'ada@halden.example', labelIds: ['SENT'] });
    expect(email['to']).toBe('田中 "B" <ben@halden.example>');
    expect(String(email['body']).replaceAll('\r', '')).toBe('Zeile 1\nZeile 2 🎉');
    const wire = await raw('ben@halden.example', String(sent['id']));
    expect(wire).not.toMatch(/[^\r\n -~]/);
    expect(Math.max(...wire.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(78);
  });

  const longName = `${'Größe der Linsen 日本 🎉 '.repeat(8).trim()}.csv`;
  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 256));
  const attachments = [
    { name: longName, mimeType: 'text/csv', text: 'lens,drift\nÄ,2 µm\n' },
    { name: 'a "b" é.bin', mimeType: 'application/octet-stream', content: bytes.toString('base64') },
    { name: 'plain.txt', mimeType: 'text/plain', text: '' },
  ];
  const message = { to: ['ben@halden.example'], subject: 'Files', body: 'See.', attachments };
  test.each([
    ['send_email', message, ['id']],
    ['draft_email', message, ['message', 'id']],
    ['reply_to_email', { id: 'msg_order', body: 'See.', attachments }, ['id']],
    ['forward_emails', { ids: ['msg_order'], to: message.to, attachments }, ['sent', '0', 'id']],
  ])('%s attaches files under names in every script, byte for byte; the wire carries ASCII in short lines', async (name, input, place) => {
    const answer = await asAda(name, input);
    const id = String(place.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], answer));
    const { email } = (await asAda('read_email', { id })) as { email: { body: string; attachments: { partId: string }[] } };
    expect(email.attachments.slice(0, 3)).toMatchObject([
      { name: longName, mimeType: 'text/csv', bytes: 20 },
      { name: 'a "b" é.bin', mimeType: 'application/octet-stream', bytes: 1_000 },
      { name: 'plain.txt', mimeType: 'text/plain', bytes: 0 },
    ]);
    const read = await asAda('read_attachment', { id, partId: email.attachments[0]?.partId ?? '' });
    expect(read['text']).toBe('lens,drift\nÄ,2 µm\n');
    const [own = ''] = (await raw('ada@halden.example', id)).split('Content-Type: message/rfc822');
    expect(own).not.toMatch(/[^\r\n -~]/);
    expect(Math.max(...own.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(78);
    expect(own.replaceAll('\r\n', '')).toContain(bytes.toString('base64'));
  });

  test('an attachment that cannot be sent is named, and nothing is sent', async () => {
    const before = await asAda('get_profile');
    const file = { name: 'a.bin', mimeType: 'application/octet-stream' };
    for (const [given, says] of [
      [[file], /a\.bin needs either/],
      [[{ ...file, text: 'x', content: 'eA==' }], /a\.bin needs either/],
      [[{ ...file, content: 'not base64!' }], /a\.bin is not base64/],
      [[1, 2].map(() => ({ ...file, text: 'x'.repeat(9_500_000) })), /19\.0 MB together; a mail takes 18 MB/],
    ] as const)
      await expect(asAda('send_email', { ...message, attachments: [...given] })).rejects.toThrow(says);
    for (const wrong of [{ name: '../a' }, { name: 'a\r\nX: y' }, { mimeType: 'text/plain\r\nX: y' }, { mimeType: 'text' }])
      await expect(asAda('send_email', { ...message, attachments: [{ ...file, text: 'x', ...wrong }] })).rejects.toMatchObject({
        code: 'tool.input-invalid',
      });
    expect(await asAda('get_profile')).toEqual(before);
  });

  test('no header can be smuggled in', async () => {
    const sent = await asBen('send_email', { to: ['ben@halden.example'], subject: 'x\r\nBcc: evil@example.com', body: 'x' });
    expect(await raw('ben@halden.example', String(sent['id']))).not.toMatch(/^Bcc:/m);
    for (const address of ['ben@halden.example\r\nBcc: evil@example.com', 'A <a@b.example>\r\nX: y', 'nobody', 'a@b.example, c@d.example'])
      await expect(asBen('send_email', { to: [address], subject: 'x', body: 'x' })).rejects.toThrow(/is not an e-mail address/);
    const named = await asBen('send_email', { to: ['Eve\r\nBcc: evil@example.com <ben@halden.example>'], subject: 'x', body: 'x' }).catch(
      String,
    );
    if (typeof named !== 'string') expect(await raw('ben@halden.example', String(named['id']))).not.toMatch(/^Bcc:/m);
  });

  test('an answer stays in its conversation, goes to who wrote, and to all when asked', async () => {
    const sent = await asAda('reply_to_email', { id: 'msg_order', body: 'Danke', all: true });
    expect(sent['threadId']).toBe('thread_order');
    const wire = await raw('ada@halden.example', String(sent['id']));
    expect(wire).toContain('In-Reply-To: <order-12@supplier.example>');
    const { email } = (await asAda('read_email', { id: String(sent['id']) })) as { email: Record<string, unknown> };
    expect(email).toMatchObject({ to: 'Grace Ågren <grace@supplier.example>', subject: 'Re: Lenses — Größe 日本 🎉' });
    expect(email['cc']).toContain('ben@halden.example');
    expect(email['cc']).not.toContain('ada@halden.example');
  });

  test('a forward encloses the mail whole; a wrong id among others sends nothing', async () => {
    const { sent } = (await asAda('forward_emails', { ids: ['msg_order'], to: ['ben@halden.example'], note: 'For you' })) as {
      sent: { id: string }[];
    };
    const { email } = (await asAda('read_email', { id: sent[0]?.id ?? '' })) as { email: Record<string, unknown> };
    expect(email).toMatchObject({
      subject: 'Fwd: Lenses — Größe 日本 🎉',
      attachments: [{ name: 'forwarded.eml', mimeType: 'message/rfc822' }],
    });
    expect(await raw('ada@halden.example', sent[0]?.id ?? '')).toContain('order 12');
    const before = await asAda('get_profile');
    await expect(asAda('forward_emails', { ids: ['msg_order', 'none'], to: ['ben@halden.example'] })).rejects.toThrow(
      /nothing under this id/,
    );
    expect(await asAda('get_profile')).toEqual(before);
  });

  test('drafts are kept and not sent; labels, archive and bin change what they say', async () => {
    const { message } = (await asAda('draft_email', { to: ['ben@halden.example'], subject: 'Entwurf', body: 'x' })) as {
      message: { id: string };
    };
    expect(await asAda('read_email', { id: message.id })).toMatchObject({ email: { labelIds: ['DRAFT'] } });
    await asAda('apply_labels_to_emails', { ids: ['msg_order'], add: ['Label_optics'], remove: ['UNREAD'] });
    await asAda('archive', { ids: ['msg_reply'] });
    await asAda('trash', { ids: ['msg_advert'] });
    const labelsOf = async (id: string) => ((await asAda('read_email', { id })) as { email: { labelIds: string[] } }).email.labelIds;
    expect((await labelsOf('msg_order')).toSorted()).toEqual(['INBOX', 'Label_optics']);
    expect(await labelsOf('msg_reply')).not.toContain('INBOX');
    expect(await labelsOf('msg_advert')).toContain('TRASH');
    expect(await asAda('list_labels')).toMatchObject({
      labels: expect.arrayContaining([expect.objectContaining({ name: 'Optics/Größe 🔭' })]),
    });
    expect(await failureOf(asAda('apply_labels_to_emails', { ids: ['msg_order'], add: ['none'] }))).toMatchObject({
      detail: { httpStatus: 400 },
    });
  });
});

describe('what Google refuses', () => {
  test('a missing scope asks for it by name, and an unknown token is 401', async () => {
    const reader = asAdaWith('gmail.readonly');
    expect(await failureOf(reader('send_email', { to: ['ben@halden.example'], subject: 'x', body: 'x' }))).toMatchObject({
      code: 'connection.scope-required',
      detail: { scopes: [googleScope('gmail.send')] },
    });
    expect(await failureOf(asNobody('get_profile'))).toMatchObject({ detail: { httpStatus: 401 } });
  });

  test('a 403 that is a limit is repeated by reads; another 403 is not', async () => {
    service.gate.faults.push(
      problem(403, { reason: 'userRateLimitExceeded', status: 'PERMISSION_DENIED' }),
      new Response(null, { status: 429 }),
    );
    expect(await asAda('get_profile')).toMatchObject({ email: 'ada@halden.example' });
    service.gate.faults.push(problem(403, { reason: 'userRateLimitExceeded', status: 'PERMISSION_DENIED' }));
    expect(await failureOf(asAda('send_email', { to: ['ben@halden.example'], subject: 'x', body: 'x' }))).toMatchObject({
      detail: { httpStatus: 429 },
    });
    service.gate.faults.push(problem(403, { reason: 'domainPolicy', status: 'PERMISSION_DENIED' }));
    expect(await failureOf(asAda('get_profile'))).toMatchObject({ detail: { httpStatus: 403 } });
    service.gate.faults.push(new Response(null, { status: 503 }));
    expect(await asAda('list_labels')).toHaveProperty('labels');
    service.gate.faults.push(new Response(null, { status: 503 }));
    const before = service.gate.seen.length;
    expect(await failureOf(asAda('send_email', { to: ['ben@halden.example'], subject: 'x', body: 'x' }))).toMatchObject({
      detail: { httpStatus: 503 },
    });
    expect(service.gate.seen.length).toBe(before + 1);
  });
});

// Last: its examples send, label and throw away.
describe('the shared suite', () => {
  testConnector(connector, { fetch: ada, writes: true });
});
