import { defineTool, type OutgoingFile, outgoingFiles, readOutgoingFiles, z } from '../../../connector-kit/index.ts';
import { drafts, sends } from '../hints.ts';
import { stableIds } from '../message.ts';
import { attachToDraft, refuseForOneRequest, toGraphFile } from './attach.ts';

const addresses = z.array(z.email()).max(100);
/** What a new message takes. */
const newMessage = z.object({
  to: addresses.min(1),
  cc: addresses.default([]),
  bcc: addresses.default([]),
  subject: z.string().max(255),
  body: z.string().max(500_000),
  bodyType: z.enum(['text', 'html']).default('text'),
  importance: z.enum(['low', 'normal', 'high']).default('normal'),
  attachments: outgoingFiles,
});

/** A message as the service gives back what lies among the drafts. */
export const graphDraft = z.object({ id: z.string(), subject: z.string().nullish(), webLink: z.string().nullish() });
export const draft = z.object({ id: z.string(), subject: z.string(), url: z.string() });

export const toDraft = ({ id, subject, webLink }: z.output<typeof graphDraft>): z.output<typeof draft> => ({
  id,
  subject: subject ?? '',
  url: webLink ?? '',
});
export const toRecipients = (list: readonly string[]) => list.map((address) => ({ emailAddress: { address } }));

/** A new message that leaves at once. */
export const sendEmail = defineTool({
  name: 'send_email',
  title: 'Send a message',
  description:
    'Sends a new message and keeps it among the sent ones. Use it when the person wants it sent now; draft_email leaves it to them.',
  scopes: ['Mail.Send'],
  ...sends,
  input: newMessage,
  output: z.object({ sent: z.literal(true), to: z.array(z.string()), subject: z.string() }),
  examples: [
    { title: 'Send a note', input: { to: ['mira.tanaka@halden.example'], subject: 'Lens order', body: 'The lenses are here 🎉' } },
    {
      title: 'Send a table',
      input: {
        to: ['mira.tanaka@halden.example'],
        subject: 'Drift',
        body: 'See the table.',
        attachments: [{ name: 'Größe 日本 🎉.csv', mimeType: 'text/csv', text: 'lens,drift\nA,2\n' }],
      },
    },
  ],
  run: async (input, { http }) => {
    const files = readOutgoingFiles(input.attachments);
    refuseForOneRequest(files);
    await http.send('/me/sendMail', { json: { Message: toGraph(input, files), SaveToSentItems: true } });
    return { sent: true as const, to: [...input.to, ...input.cc, ...input.bcc], subject: input.subject };
  },
});

/** A new message that the person sends. */
export const draftEmail = defineTool({
  name: 'draft_email',
  title: 'Draft a message',
  description: 'Writes a new message into the drafts without sending it. Use it when the person should look at it first.',
  scopes: ['Mail.ReadWrite'],
  ...drafts,
  labels: { reads: 'none', untrusted: false, sends: 'workspace' },
  input: newMessage.extend({ to: addresses.default([]) }),
  output: draft,
  examples: [
    {
      title: 'Prepare a note',
      input: { to: ['mira.tanaka@halden.example'], subject: 'Größe der Linsen', body: '<p>Hello</p>', bodyType: 'html' },
    },
    {
      title: 'Prepare one with a file',
      input: { subject: 'Drift', body: 'See the table.', attachments: [{ name: 'drift.csv', mimeType: 'text/csv', text: 'A,2' }] },
    },
  ],
  run: async (input, { http }) => {
    const files = readOutgoingFiles(input.attachments);
    const made = toDraft(await http.read(graphDraft, '/me/messages', { json: toGraph(input), headers: stableIds }));
    await attachToDraft(http, { id: made.id, files });
    return made;
  },
});

function toGraph({ to, cc, bcc, subject, body, bodyType, importance }: z.output<typeof newMessage>, files: readonly OutgoingFile[] = []) {
  return {
    subject,
    importance,
    body: { contentType: bodyType, content: body },
    toRecipients: toRecipients(to),
    ccRecipients: toRecipients(cc),
    bccRecipients: toRecipients(bcc),
    ...(files.length === 0 ? {} : { attachments: files.map(toGraphFile) }),
  };
}
