import { defineTool, path, z } from '../../../connector-kit/index.ts';
import { sends } from '../hints.ts';

const newMessage = { body: z.string().min(1).max(28_000), bodyType: z.enum(['text', 'html']).default('text') };
const graphSent = z.object({ id: z.string(), createdDateTime: z.string().nullish(), webUrl: z.string().nullish() });
const sent = z.object({ id: z.string(), createdAt: z.string(), url: z.string() });

const toSent = ({ id, createdDateTime, webUrl }: z.output<typeof graphSent>): z.output<typeof sent> => ({
  id,
  createdAt: createdDateTime ?? '',
  url: webUrl ?? '',
});
const bodyOf = ({ body, bodyType }: { readonly body: string; readonly bodyType: string }) => ({ contentType: bodyType, content: body });

/** Into a chat. */
export const sendChatMessage = defineTool({
  name: 'send_chat_message',
  title: 'Write in a chat',
  description: 'Sends a message into a chat. Use it when the person wants it sent; get_chat_members says whom it reaches.',
  scopes: ['ChatMessage.Send'],
  ...sends,
  input: z.object({ chatId: z.string().min(1), ...newMessage }),
  output: sent,
  examples: [{ title: 'Say something', input: { chatId: '19:lens@thread.v2', body: 'The lenses are here 🎉' } }],
  run: async ({ chatId, ...given }, { http }) =>
    toSent(await http.read(graphSent, path`/chats/${chatId}/messages`, { json: { body: bodyOf(given) } })),
});

const channel = { teamId: z.string().min(1), channelId: z.string().min(1) };

/** A new thread. */
export const sendChannelMessage = defineTool({
  name: 'send_channel_message',
  title: 'Write in a channel',
  description: 'Begins a thread in a channel. Use it for something new; reply_to_channel_message goes on with a thread.',
  scopes: ['ChannelMessage.Send'],
  ...sends,
  input: z.object({ ...channel, subject: z.string().max(255).default(''), ...newMessage }),
  output: sent,
  examples: [
    {
      title: 'Begin a thread',
      input: {
        teamId: 'team-optics',
        channelId: '19:general@thread.tacv2',
        subject: 'Lenses',
        body: '<b>Größe</b> 日本',
        bodyType: 'html',
      },
    },
  ],
  run: async ({ teamId, channelId, subject, ...given }, { http }) => {
    const json = { ...(subject === '' ? {} : { subject }), body: bodyOf(given) };
    return toSent(await http.read(graphSent, path`/teams/${teamId}/channels/${channelId}/messages`, { json }));
  },
});

/** Into a thread. */
export const replyToChannelMessage = defineTool({
  name: 'reply_to_channel_message',
  title: 'Reply in a channel',
  description: 'Replies to a message of a channel. Use it to go on with a thread; messageId is that of the message it begins with.',
  scopes: ['ChannelMessage.Send'],
  ...sends,
  input: z.object({ ...channel, messageId: z.string().min(1), ...newMessage }),
  output: sent,
  examples: [
    { title: 'Reply', input: { teamId: 'team-optics', channelId: '19:general@thread.tacv2', messageId: 'general-1', body: 'Thanks' } },
  ],
  run: async ({ teamId, channelId, messageId, ...given }, { http }) => {
    const to = path`/teams/${teamId}/channels/${channelId}/messages/${messageId}/replies`;
    return toSent(await http.read(graphSent, to, { json: { body: bodyOf(given) } }));
  },
});
