import { graphBody, graphRecipient, mailPerson, readGraphBody, toMailPerson, z } from '../../connector-kit/index.ts';

/** Ids that stay when a message is moved (https://learn.microsoft.com/graph/outlook-immutable-id). */
export const stableIds = { prefer: 'IdType="ImmutableId"' };

/** A message as lists ask for it. */
export const graphSummary = z.object({
  id: z.string(),
  conversationId: z.string().nullish(),
  subject: z.string().nullish(),
  from: graphRecipient.nullish(),
  toRecipients: z.array(graphRecipient).default([]),
  receivedDateTime: z.string().nullish(),
  bodyPreview: z.string().nullish(),
  isRead: z.boolean().nullish(),
  hasAttachments: z.boolean().nullish(),
  webLink: z.string().nullish(),
});
export const summaryFields = Object.keys(graphSummary.shape).join(',');

/** A message with its body. */
export const graphMessage = graphSummary.extend({
  ccRecipients: z.array(graphRecipient).default([]),
  bccRecipients: z.array(graphRecipient).default([]),
  replyTo: z.array(graphRecipient).default([]),
  sentDateTime: z.string().nullish(),
  categories: z.array(z.string()).default([]),
  importance: z.string().nullish(),
  isDraft: z.boolean().nullish(),
  parentFolderId: z.string().nullish(),
  body: graphBody.nullish(),
});
export const messageFields = Object.keys(graphMessage.shape).join(',');

/** What a list says of a message. */
export const summary = z.object({
  id: z.string(),
  conversationId: z.string(),
  subject: z.string(),
  from: mailPerson,
  to: z.array(mailPerson),
  receivedAt: z.string(),
  preview: z.string(),
  isRead: z.boolean(),
  hasAttachments: z.boolean(),
  url: z.string(),
});

/** A whole message. */
export const message = summary.omit({ preview: true }).extend({
  cc: z.array(mailPerson),
  bcc: z.array(mailPerson),
  replyTo: z.array(mailPerson),
  sentAt: z.string(),
  categories: z.array(z.string()),
  importance: z.string(),
  isDraft: z.boolean(),
  folderId: z.string(),
  body: z.string().describe('As Markdown'),
  bodyTruncated: z.boolean(),
});

export function toSummary(found: z.output<typeof graphSummary>): z.output<typeof summary> {
  return {
    id: found.id,
    conversationId: found.conversationId ?? '',
    subject: found.subject ?? '',
    from: toMailPerson(found.from),
    to: found.toRecipients.map(toMailPerson),
    receivedAt: found.receivedDateTime ?? '',
    preview: found.bodyPreview ?? '',
    isRead: found.isRead ?? false,
    hasAttachments: found.hasAttachments ?? false,
    url: found.webLink ?? '',
  };
}

export async function toMessage(found: z.output<typeof graphMessage>, signal: AbortSignal): Promise<z.output<typeof message>> {
  const { preview: _, ...rest } = toSummary(found);
  const { text, truncated } = await readGraphBody(found.body, { signal });
  return {
    ...rest,
    cc: found.ccRecipients.map(toMailPerson),
    bcc: found.bccRecipients.map(toMailPerson),
    replyTo: found.replyTo.map(toMailPerson),
    sentAt: found.sentDateTime ?? '',
    categories: found.categories,
    importance: found.importance ?? 'normal',
    isDraft: found.isDraft ?? false,
    folderId: found.parentFolderId ?? '',
    body: text,
    bodyTruncated: truncated,
  };
}
