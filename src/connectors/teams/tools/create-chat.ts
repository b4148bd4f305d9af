import { defineTool, graphUrl, z } from '../../../connector-kit/index.ts';
import { sends } from '../hints.ts';

/** A chat with one or more people. */
export const createChat = defineTool({
  name: 'create_chat',
  title: 'Create a chat',
  description:
    'Creates a chat of this person with one or more others; with one other, a chat that exists already is given. Use it when list_chats has none with these people.',
  scopes: ['Chat.Create', 'User.Read'],
  ...sends,
  input: z.object({
    members: z.array(z.string().min(1)).min(1).max(50).describe('Addresses or user ids of the others'),
    topic: z.string().max(250).default('').describe('Of a chat with several others'),
  }),
  output: z.object({ id: z.string(), type: z.string(), topic: z.string(), url: z.string() }),
  examples: [
    { title: 'With one person', input: { members: ['jonas.berg@halden.example'] } },
    { title: 'With several', input: { members: ['jonas.berg@halden.example', 'elif.arslan@halden.example'], topic: 'Größe 日本 🎉' } },
  ],
  run: async ({ members, topic }, { http }) => {
    const { id: self } = await http.read(graphSelf, '/me', { query: { $select: 'id' } });
    const isGroup = members.length > 1;
    const json = {
      chatType: isGroup ? 'group' : 'oneOnOne',
      ...(isGroup && topic !== '' ? { topic } : {}),
      members: [self, ...members].map(toMember),
    };
    const chat = await http.read(graphChat, '/chats', { json });
    return { id: chat.id, type: chat.chatType ?? json.chatType, topic: chat.topic ?? '', url: chat.webUrl ?? '' };
  },
});
const graphSelf = z.object({ id: z.string() });
const graphChat = z.object({ id: z.string(), chatType: z.string().nullish(), topic: z.string().nullish(), webUrl: z.string().nullish() });

/** The person themselves is named like the others (https://learn.microsoft.com/graph/api/chat-post). */
function toMember(user: string) {
  return {
    '@odata.type': '#microsoft.graph.aadUserConversationMember',
    roles: ['owner'],
    'user@odata.bind': `${graphUrl}/users('${encodeURIComponent(user.replaceAll("'", "''"))}')`,
  };
}
