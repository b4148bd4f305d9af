import { defineTool, graphBody, listNext, path, readGraphList, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { chatMessage, graphChatMessage, graphFrom, readTeamsBody, teamsList, toChatMessage } from '../message.ts';

const graphMember = z.object({
  displayName: z.string().nullish(),
  userId: z.string().nullish(),
  email: z.string().nullish(),
  roles: z.array(z.string()).nullish(),
});
const graphChat = z.object({
  id: z.string(),
  topic: z.string().nullish(),
  chatType: z.string().nullish(),
  webUrl: z.string().nullish(),
  members: z.array(graphMember).nullish(),
  viewpoint: z.object({ lastMessageReadDateTime: z.string().nullish() }).nullish(),
  lastMessagePreview: z.object({ createdDateTime: z.string().nullish(), from: graphFrom.nullish(), body: graphBody.nullish() }).nullish(),
});
const member = z.object({ name: z.string(), userId: z.string(), email: z.string(), roles: z.array(z.string()) });

const toMember = ({ displayName, userId, email, roles }: z.output<typeof graphMember>): z.output<typeof member> => ({
  name: displayName ?? '',
  userId: userId ?? '',
  email: email ?? '',
  roles: roles ?? [],
});

/** The chats of the person. */
export const listChats = defineTool({
  name: 'list_chats',
  title: 'List chats',
  description:
    'Lists the chats of this person with members, the last message and whether it was read. Use it to find a chat, or what is unread.',
  scopes: ['Chat.Read'],
  ...reads,
  input: z.object({ unreadOnly: z.boolean().default(false).describe('Leaves out read ones of each page'), ...teamsList }),
  output: z.object({
    chats: z.array(
      z.object({
        id: z.string(),
        topic: z.string(),
        type: z.string().describe('oneOnOne, group or meeting'),
        members: z.array(z.string()),
        isUnread: z.boolean(),
        lastMessage: z.object({ from: z.string(), text: z.string(), createdAt: z.string() }).nullable(),
        url: z.string(),
      }),
    ),
    next: listNext,
  }),
  examples: [
    { title: 'Which chats are there?', input: { limit: 10 } },
    { title: 'What is unread?', input: { unreadOnly: true } },
  ],
  run: async ({ unreadOnly, limit, cursor }, { http, signal }) => {
    const query = { $expand: 'members,lastMessagePreview' };
    const { entries, next } = await readGraphList(http, '/me/chats', { entry: graphChat, query, limit, cursor });
    const chats = await Promise.all(entries.filter((chat) => !unreadOnly || isUnread(chat)).map((chat) => toChat(chat, signal)));
    return { chats, next };
  },
});

async function toChat(found: z.output<typeof graphChat>, signal: AbortSignal) {
  const { id, topic, chatType, members, lastMessagePreview: last, webUrl } = found;
  const { text } = await readTeamsBody(last?.body, signal);
  return {
    id,
    topic: topic ?? '',
    type: chatType ?? 'unknown',
    members: (members ?? []).map(({ displayName }) => displayName ?? ''),
    isUnread: isUnread(found),
    lastMessage: last
      ? { from: last.from?.user?.displayName ?? last.from?.application?.displayName ?? '', text, createdAt: last.createdDateTime ?? '' }
      : null,
    url: webUrl ?? '',
  };
}

function isUnread({ viewpoint, lastMessagePreview }: z.output<typeof graphChat>): boolean {
  const [read, written] = [viewpoint?.lastMessageReadDateTime, lastMessagePreview?.createdDateTime];
  return Boolean(written) && (!read || Date.parse(read) < Date.parse(written ?? ''));
}

/** What was said in a chat. */
export const listChatMessages = defineTool({
  name: 'list_chat_messages',
  title: 'List messages of a chat',
  description: 'Lists the messages of a chat, newest first, as Markdown. Use it to read a conversation; list_chats gives the ids.',
  scopes: ['Chat.Read'],
  ...reads,
  input: z.object({ chatId: z.string().min(1), ...teamsList }),
  output: z.object({ messages: z.array(chatMessage), next: listNext }),
  examples: [{ title: 'What was said last?', input: { chatId: '19:lens@thread.v2', limit: 5 } }],
  run: async ({ chatId, limit, cursor }, { http, signal }) => {
    const options = { entry: graphChatMessage, query: { $orderby: 'createdDateTime desc' }, limit, cursor };
    const { entries, next } = await readGraphList(http, path`/chats/${chatId}/messages`, options);
    return { messages: await Promise.all(entries.map((found) => toChatMessage(found, signal))), next };
  },
});

/** Who is in a chat. */
export const getChatMembers = defineTool({
  name: 'get_chat_members',
  title: 'Members of a chat',
  description: 'Lists who is in a chat, with addresses. Use it to know whom a message in it would reach.',
  scopes: ['Chat.Read'],
  ...reads,
  input: z.object({ chatId: z.string().min(1), cursor: teamsList.cursor }),
  output: z.object({ members: z.array(member), next: listNext }),
  examples: [{ title: 'Who is in it?', input: { chatId: '19:lens@thread.v2' } }],
  run: async ({ chatId, cursor }, { http }) => {
    const { entries, next } = await readGraphList(http, path`/chats/${chatId}/members`, { entry: graphMember, cursor });
    return { members: entries.map(toMember), next };
  },
});
