import {
  defineTool,
  googleHttp,
  googleScope,
  type Http,
  outgoingFiles,
  path,
  readOutgoingFiles,
  sizeOf,
  ToolError,
  z,
} from '../../../connector-kit/index.ts';
import { reads, sends, sorts } from '../hints.ts';
import { readHeaders, readRaw } from '../messages.ts';
import { composeMail, type Mail } from '../mime/compose.ts';

/** Gmail takes 25 MB with the encoding (https://support.google.com/mail/answer/6584); what is enclosed is not encoded, but counts alike. */
const maxForwardedBytes = 18_000_000;
const addresses = z.array(z.string().min(3)).max(100);
const fields = {
  to: addresses.min(1).describe('ada@example.com, or Ada <ada@example.com>'),
  cc: addresses.optional(),
  bcc: addresses.optional(),
  subject: z.string().max(900),
  body: z.string().max(500_000).describe('Plain text'),
  attachments: outgoingFiles,
};
const sent = z.object({ id: z.string(), threadId: z.string() });

function send(http: Http, mail: Mail, threadId?: string) {
  return googleHttp(http).read(sent, '/gmail/v1/users/me/messages/send', { json: { raw: composeMail(mail), threadId } });
}

export const sendEmail = defineTool({
  name: 'send_email',
  title: 'Send a mail',
  description: 'Sends a mail at once, in the name of the person. Use it when the person wants it sent; draft_email only prepares one.',
  ...sends,
  input: z.object(fields),
  output: sent,
  examples: [
    { title: 'To one person', input: { to: ['Ben 田中 <ben@halden.example>'], subject: 'Größe 日本 🎉', body: 'Hello,\nit fits.' } },
    {
      title: 'With a table',
      input: {
        to: ['ben@halden.example'],
        subject: 'Drift',
        body: 'See the table.',
        attachments: [{ name: 'Größe 日本 🎉.csv', mimeType: 'text/csv', text: 'lens,drift\nA,2\n' }],
      },
    },
  ],
  run: async ({ body, attachments, ...rest }, { http }) => send(http, { ...rest, text: body, attachments: readOutgoingFiles(attachments) }),
});

export const draftEmail = defineTool({
  name: 'draft_email',
  title: 'Draft a mail',
  description: 'Saves a mail as a draft and sends nothing. Use it when the person wants to look at it first.',
  ...sorts,
  annotations: { ...sorts.annotations, idempotentHint: false },
  scopes: [googleScope('gmail.compose')],
  input: z.object(fields),
  output: z.object({ draftId: z.string(), message: sent }),
  examples: [{ title: 'An answer to look at', input: { to: ['ben@halden.example'], subject: 'Draft', body: 'Hello' } }],
  run: async ({ body, attachments, ...rest }, { http }) => {
    const raw = composeMail({ ...rest, text: body, attachments: readOutgoingFiles(attachments) });
    const answer = z.object({ id: z.string(), message: sent });
    const { id, message } = await googleHttp(http).read(answer, '/gmail/v1/users/me/drafts', { json: { message: { raw } } });
    return { draftId: id, message };
  },
});

export const replyToEmail = defineTool({
  name: 'reply_to_email',
  title: 'Answer a mail',
  description: 'Answers a mail in its conversation, to who wrote it or to all. Use it to answer, rather than send_email.',
  ...sends,
  scopes: [...reads.scopes, ...sends.scopes],
  input: z.object({
    id: z.string().min(1),
    body: fields.body,
    all: z.boolean().default(false).describe('Also those in To and Cc'),
    attachments: outgoingFiles,
  }),
  output: sent,
  examples: [{ title: 'Answer', input: { id: 'msg_order', body: 'Thank you 🎉' } }],
  run: async ({ id, body, all, attachments: given }, { http }) => {
    const attachments = readOutgoingFiles(given);
    const google = googleHttp(http);
    const { threadId, header } = await readHeaders(google, id);
    const to = splitAddresses(header('Reply-To') || header('From'));
    const subject = header('Subject');
    const messageId = header('Message-ID');
    const { emailAddress } = await google.read(z.object({ emailAddress: z.string() }), '/gmail/v1/users/me/profile');
    const others = [...splitAddresses(header('To')), ...splitAddresses(header('Cc'))].filter(
      (address) => ![emailAddress, ...to.map(bare)].includes(bare(address)),
    );
    const mail: Mail = {
      to,
      ...(all && others.length > 0 ? { cc: others } : {}),
      subject: /^re:/i.test(subject) ? subject : `Re: ${subject}`,
      text: body,
      attachments,
      ...(messageId === '' ? {} : { inReplyTo: messageId, references: `${header('References')} ${messageId}`.trim() }),
    };
    return send(http, mail, threadId);
  },
});

export const forwardEmails = defineTool({
  name: 'forward_emails',
  title: 'Forward mails',
  description: 'Forwards mails whole, each as an enclosed message with everything attached to it. Use it to pass mail on.',
  ...sends,
  scopes: [...reads.scopes, ...sends.scopes],
  input: z.object({
    ids: z.array(z.string().min(1)).min(1).max(10),
    to: fields.to,
    note: z.string().max(100_000).default(''),
    attachments: outgoingFiles,
  }),
  output: z.object({ sent: z.array(sent) }),
  examples: [{ title: 'Pass one on', input: { ids: ['msg_order'], to: ['ben@halden.example'], note: 'For you' } }],
  run: async ({ ids, to, note, attachments: given }, { http }) => {
    const attachments = readOutgoingFiles(given);
    const google = googleHttp(http);
    // All are read before the first is sent, so that a wrong id sends nothing.
    const mails: Mail[] = [];
    for (const id of ids) {
      const { header } = await readHeaders(google, id);
      const enclosed = await readRaw(google, id);
      if (enclosed.length + sizeOf(attachments) > maxForwardedBytes)
        throw new ToolError(`With the mail ${id} it would be larger than ${maxForwardedBytes / 1_000_000} MB. Nothing was sent.`);
      mails.push({ to, subject: `Fwd: ${header('Subject')}`, text: note, attachments, enclosed });
    }
    const all: z.output<typeof sent>[] = [];
    for (const mail of mails) all.push(await send(http, mail));
    return { sent: all };
  },
});

const chosen = z.array(z.string().min(1)).min(1).max(500);
const changed = z.object({ ids: z.array(z.string()) });

async function relabel(
  http: Http,
  change: { readonly ids: readonly string[]; readonly add: readonly string[]; readonly remove: readonly string[] },
) {
  const { ids, add, remove } = change;
  await googleHttp(http).send('/gmail/v1/users/me/messages/batchModify', { json: { ids, addLabelIds: add, removeLabelIds: remove } });
  return { ids: [...ids] };
}

export const applyLabels = defineTool({
  name: 'apply_labels_to_emails',
  title: 'Label mails',
  description: 'Puts labels on mails and takes labels off; UNREAD and STARRED are labels too. Use it to sort mail or mark it read.',
  ...sorts,
  input: z.object({ ids: chosen, add: z.array(z.string()).max(100).default([]), remove: z.array(z.string()).max(100).default([]) }),
  output: changed,
  examples: [{ title: 'Mark as read', input: { ids: ['msg_order'], remove: ['UNREAD'] } }],
  run: (input, { http }) => relabel(http, input),
});

export const archiveEmails = defineTool({
  name: 'archive',
  title: 'Archive mails',
  description: 'Takes mails out of the inbox; they stay under All Mail. Use it for what is dealt with.',
  ...sorts,
  input: z.object({ ids: chosen }),
  output: changed,
  examples: [{ title: 'One mail', input: { ids: ['msg_reply'] } }],
  run: ({ ids }, { http }) => relabel(http, { ids, add: [], remove: ['INBOX'] }),
});

export const trashEmails = defineTool({
  name: 'trash',
  title: 'Move mails to the bin',
  description: 'Moves mails to the bin, which Gmail empties after 30 days. Use it for what the person wants gone.',
  ...sorts,
  annotations: { ...sorts.annotations, destructiveHint: true },
  input: z.object({ ids: chosen.max(100) }),
  output: changed,
  examples: [{ title: 'One mail', input: { ids: ['msg_advert'] } }],
  run: async ({ ids }, { http }) => {
    for (const id of ids) await googleHttp(http).send(path`/gmail/v1/users/me/messages/${id}/trash`, { method: 'POST' });
    return { ids };
  },
});

/** Between addresses stand commas; within quotes they are part of a name. */
function splitAddresses(header: string): readonly string[] {
  return (header.match(/(?:"[^"]*"|[^,"])+/g) ?? []).map((address) => address.trim()).filter((address) => address.includes('@'));
}

const bare = (address: string): string => (/<([^<>]+)>/.exec(address)?.[1] ?? address).trim().toLowerCase();
