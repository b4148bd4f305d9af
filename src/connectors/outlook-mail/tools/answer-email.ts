import { defineTool, type Http, outgoingFiles, path, readOutgoingFiles, z } from '../../../connector-kit/index.ts';
import { drafts, sends } from '../hints.ts';
import { stableIds } from '../message.ts';
import { attachToDraft, refuseForOneRequest, toGraphFile } from './attach.ts';
import { draft, graphDraft, toDraft, toRecipients } from './send-email.ts';

const answerInput = z.object({
  messageId: z.string().min(1),
  body: z.string().max(500_000).describe('Plain text; it stands above what is quoted'),
  replyAll: z.boolean().default(false),
  attachments: outgoingFiles,
});
type Attachments = z.output<typeof outgoingFiles>;

/** An answer that the person sends. */
export const createReplyDraft = defineTool({
  name: 'create_reply_draft',
  title: 'Draft an answer',
  description: 'Writes an answer to a message into the drafts without sending it. Use it when the person should look at it first.',
  scopes: ['Mail.ReadWrite'],
  ...drafts,
  input: answerInput,
  output: draft,
  examples: [
    { title: 'Prepare an answer', input: { messageId: 'AAMkAD-budget', body: 'I will look at it.' } },
    { title: 'Prepare an answer to all', input: { messageId: 'AAMkAD-budget', body: 'I will look at it.', replyAll: true } },
    {
      title: 'Prepare an answer with a file',
      input: { messageId: 'AAMkAD-budget', body: 'As asked.', attachments: [{ name: 'drift.csv', mimeType: 'text/csv', text: 'A,2' }] },
    },
  ],
  run: async ({ messageId, body, replyAll, attachments }, { http }) => {
    const to = replyAll ? path`/me/messages/${messageId}/createReplyAll` : path`/me/messages/${messageId}/createReply`;
    return draftWith(http, { to, json: { Comment: body }, attachments });
  },
});

/** An answer that leaves at once. */
export const replyToEmail = defineTool({
  name: 'reply_to_email',
  title: 'Answer a message',
  description:
    'Sends an answer to a message, to its sender or to all. Use it when the person wants it sent now; create_reply_draft leaves it to them.',
  scopes: ['Mail.Send'],
  ...sends,
  input: answerInput,
  output: z.object({ sent: z.literal(true), messageId: z.string() }),
  examples: [
    { title: 'Answer', input: { messageId: 'AAMkAD-budget', body: 'Fine with me.' } },
    { title: 'Answer all', input: { messageId: 'AAMkAD-budget', body: 'Fine with me.', replyAll: true } },
    {
      title: 'Answer with a file',
      input: { messageId: 'AAMkAD-budget', body: 'As asked.', attachments: [{ name: 'drift.csv', mimeType: 'text/csv', text: 'A,2' }] },
    },
  ],
  run: async ({ messageId, body, replyAll, attachments }, { http }) => {
    const files = readOutgoingFiles(attachments);
    refuseForOneRequest(files);
    const to = replyAll ? path`/me/messages/${messageId}/replyAll` : path`/me/messages/${messageId}/reply`;
    const message = files.length === 0 ? {} : { Message: { attachments: files.map(toGraphFile) } };
    await http.send(to, { json: { Comment: body, ...message }, headers: stableIds });
    return { sent: true as const, messageId };
  },
});

/** A message passed on, that the person sends. */
export const createForwardDraft = defineTool({
  name: 'create_forward_draft',
  title: 'Draft a forwarded message',
  description: 'Writes a message that passes another one on into the drafts, without sending it. Use it to prepare forwarding.',
  scopes: ['Mail.ReadWrite'],
  ...drafts,
  input: answerInput.omit({ replyAll: true }).extend({ to: z.array(z.email()).max(100).default([]) }),
  output: draft,
  examples: [
    { title: 'Prepare forwarding', input: { messageId: 'AAMkAD-budget', to: ['elif.arslan@halden.example'], body: 'See below.' } },
  ],
  run: ({ messageId, to, body, attachments }, { http }) => {
    const json = { Comment: body, ToRecipients: toRecipients(to) };
    return draftWith(http, { to: path`/me/messages/${messageId}/createForward`, json, attachments });
  },
});

type DraftRequest = { readonly to: string; readonly json: object; readonly attachments: Attachments };

/** A draft that Graph makes of another message, and what is attached to it. */
async function draftWith(http: Http, { to, json, attachments }: DraftRequest): Promise<z.output<typeof draft>> {
  const files = readOutgoingFiles(attachments);
  const made = toDraft(await http.read(graphDraft, to, { json, headers: stableIds }));
  await attachToDraft(http, { id: made.id, files });
  return made;
}
