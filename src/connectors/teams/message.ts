import { graphBody, listInput, readGraphBody, z } from '../../connector-kit/index.ts';

/** The service gives at most 50 messages or chats at once. */
export const teamsList = { ...listInput, limit: z.int().min(1).max(50).default(25) };

const graphIdentity = z.object({ id: z.string().nullish(), displayName: z.string().nullish() });
export const graphFrom = z.object({ user: graphIdentity.nullish(), application: graphIdentity.nullish() });

/** A message of a chat or channel (https://learn.microsoft.com/graph/api/resources/chatmessage). */
export const graphChatMessage = z.object({
  id: z.string(),
  messageType: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  lastEditedDateTime: z.string().nullish(),
  deletedDateTime: z.string().nullish(),
  subject: z.string().nullish(),
  importance: z.string().nullish(),
  from: graphFrom.nullish(),
  body: graphBody.nullish(),
  attachments: z.array(z.object({ name: z.string().nullish(), contentUrl: z.string().nullish() })).nullish(),
  replyToId: z.string().nullish(),
  webUrl: z.string().nullish(),
});

export const chatMessage = z.object({
  id: z.string(),
  from: z.string(),
  fromId: z.string(),
  createdAt: z.string(),
  isEdited: z.boolean(),
  isDeleted: z.boolean(),
  isSystem: z.boolean().describe('The service says that something happened, such as that somebody joined'),
  subject: z.string(),
  importance: z.string(),
  text: z.string().describe('As Markdown'),
  truncated: z.boolean(),
  files: z.array(z.object({ name: z.string(), url: z.string() })),
  url: z.string(),
});

const maxCharacters = 10_000;

export async function toChatMessage(found: z.output<typeof graphChatMessage>, signal: AbortSignal): Promise<z.output<typeof chatMessage>> {
  const sender = found.from?.user ?? found.from?.application;
  return {
    id: found.id,
    from: sender?.displayName ?? '',
    fromId: sender?.id ?? '',
    createdAt: found.createdDateTime ?? '',
    isEdited: Boolean(found.lastEditedDateTime),
    isDeleted: Boolean(found.deletedDateTime),
    isSystem: (found.messageType ?? 'message') !== 'message',
    subject: found.subject ?? '',
    importance: found.importance ?? 'normal',
    ...(await readTeamsBody(found.body, signal)),
    files: (found.attachments ?? []).flatMap(({ name, contentUrl }) => (contentUrl ? [{ name: name ?? '', url: contentUrl }] : [])),
    url: found.webUrl ?? '',
  };
}

/** Emoji are elements of the service's own, with the sign in an attribute. */
export function readTeamsBody(body: z.output<typeof graphBody> | null | undefined, signal: AbortSignal) {
  const content = body?.content?.replace(/<emoji\b[^>]*?\balt="([^"]*)"[^>]*>/gi, '$1');
  return readGraphBody({ ...body, content }, { signal, limit: maxCharacters });
}
