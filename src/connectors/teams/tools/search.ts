import {
  defineTool,
  fetchInput,
  fetchOutput,
  type Http,
  path,
  readGraphList,
  searchGraph,
  searchInput,
  searchOutput,
  z,
} from '../../../connector-kit/index.ts';
import { addressOfHit, type MessageAddress, readAddress, showAddress } from '../address.ts';
import { reads } from '../hints.ts';
import { chatMessage, graphChatMessage, toChatMessage } from '../message.ts';

const scopes = ['Chat.Read', 'ChannelMessage.Read.All'];

/** The deep-research contract: messages by words, in chats and channels. */
export const search = defineTool({
  name: 'search',
  title: 'Search Teams',
  description:
    'Finds messages in chats and channels by words. Use it when you know what was said but not where; from:, sent>=2026-11-01 and hasAttachment:true narrow it down. fetch reads one of them.',
  scopes,
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'Where was it spoken of?', input: { query: 'lens' } }],
  run: async ({ query }, { http }) => {
    const { hits } = await searchGraph(http, { entityTypes: ['chatMessage'], query, resource: graphFound });
    // Two replies of one thread are one result.
    const results = new Map<string, z.output<typeof searchOutput>['results'][number]>();
    for (const { summary, resource } of hits) {
      const address = addressOfHit(resource);
      if (address === null) continue;
      const id = showAddress(address);
      const title = [resource.from?.emailAddress?.name, resource.subject || summary].filter(Boolean).join(': ');
      if (!results.has(id)) results.set(id, { id, title, url: resource.webLink ?? '' });
    }
    return { results: [...results.values()] };
  },
});
const graphFound = z.object({
  id: z.string(),
  chatId: z.string().nullish(),
  channelIdentity: z.object({ teamId: z.string().nullish(), channelId: z.string().nullish() }).nullish(),
  replyToId: z.string().nullish(),
  subject: z.string().nullish(),
  webLink: z.string().nullish(),
  from: z.object({ emailAddress: z.object({ name: z.string().nullish() }).nullish() }).nullish(),
});

/** The deep-research contract: one message, in a channel with its thread. */
export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch from Teams',
  description: 'Gives a message that `search` found as Markdown; one of a channel comes with the replies to it. Use it after `search`.',
  scopes,
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [
    { title: 'A message of a chat', input: { id: 'chat/19%3Alens%40thread.v2/lens-1' } },
    { title: 'A thread of a channel', input: { id: 'channel/team-optics/19%3Ageneral%40thread.tacv2/general-1' } },
  ],
  run: async ({ id }, { http, signal }) => {
    const address = readAddress(id);
    const to = pathOf(address);
    const first = await toChatMessage(await http.read(graphChatMessage, to), signal);
    const { replies, isWhole } =
      address.kind === 'channel' ? await readReplies(http, { to: `${to}/replies`, signal }) : { replies: [], isWhole: true };
    const { from, createdAt, url, subject, files } = first;
    return {
      id,
      title: subject || `${from}, ${createdAt}`,
      text: [first, ...replies].map(({ from: author, createdAt: time, text }) => `**${author}**, ${time}\n\n${text}`).join('\n\n---\n\n'),
      url,
      metadata: {
        from,
        createdAt,
        replies: String(replies.length),
        ...(isWhole ? {} : { note: 'Older replies are left out; list_message_replies gives them.' }),

        ...(files.length > 0 ? { files: files.map(({ name }) => name).join(', ') } : {}),
      },
    };
  },
});

function pathOf(address: MessageAddress): string {
  switch (address.kind) {
    case 'chat':
      return path`/chats/${address.chatId}/messages/${address.messageId}`;
    case 'channel':
      return path`/teams/${address.teamId}/channels/${address.channelId}/messages/${address.messageId}`;
  }
}

type Thread = { readonly replies: readonly z.output<typeof chatMessage>[]; readonly isWhole: boolean };

/** In the order in which they were written; not more than the service gives at once. */
async function readReplies(http: Http, { to, signal }: { readonly to: string; readonly signal: AbortSignal }): Promise<Thread> {
  const { entries, next } = await readGraphList(http, to, { entry: graphChatMessage, limit: 50, cursor: '' });
  const replies = await Promise.all(entries.map((found) => toChatMessage(found, signal)));
  return { replies: replies.toSorted((left, right) => Date.parse(left.createdAt) - Date.parse(right.createdAt)), isWhole: next === null };
}
