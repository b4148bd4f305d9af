import {
  defineTool,
  fetchInput,
  fetchOutput,
  type Http,
  path,
  readGraphList,
  searchInput,
  searchOutput,
  z,
} from '../../../connector-kit/index.ts';
import { toSearch } from '../filter.ts';
import { reads } from '../hints.ts';
import { graphMessage, graphSummary, message, messageFields, stableIds, summaryFields, toMessage } from '../message.ts';

/** One message, whole. */
export const fetchMessage = defineTool({
  name: 'fetch_message',
  title: 'Fetch a message',
  description: 'Gives a whole message with its body as Markdown. Use it after a list or a search, to read what a message says.',
  scopes: ['Mail.Read'],
  ...reads,
  input: z.object({ messageId: z.string().min(1) }),
  output: message,
  examples: [{ title: 'Read a message', input: { messageId: 'AAMkAD-budget' } }],
  run: async ({ messageId }, { http, signal }) => toMessage(await readMessage(http, messageId), signal),
});

/** Several messages, whole. */
export const fetchMessagesBatch = defineTool({
  name: 'fetch_messages_batch',
  title: 'Fetch several messages',
  description:
    'Gives up to 20 whole messages with their bodies as Markdown. Use it to read several messages that a list or a search found.',
  scopes: ['Mail.Read'],
  ...reads,
  input: z.object({ messageIds: z.array(z.string().min(1)).min(1).max(20) }),
  output: z.object({ messages: z.array(message) }),
  examples: [{ title: 'Read two messages', input: { messageIds: ['AAMkAD-budget', 'AAMkAD-lens'] } }],
  run: async ({ messageIds }, { http, signal }) => {
    const messages: z.output<typeof message>[] = [];
    // One after the other: a mailbox takes four requests at once, and others may be at it.
    for (const id of messageIds) messages.push(await toMessage(await readMessage(http, id), signal));
    return { messages };
  },
});

/** The deep-research contract: messages by words. */
export const search = defineTool({
  name: 'search',
  title: 'Search mail',
  description:
    'Finds messages by words and gives their ids and addresses. Use it for research across the mailbox; fetch reads one of them.',
  scopes: ['Mail.Read'],
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'Find messages', input: { query: 'budget' } }],
  run: async ({ query }, { http }) => {
    const options = { entry: graphSummary, headers: stableIds, limit: 25, cursor: '' };
    const { entries } = await readGraphList(http, '/me/messages', {
      ...options,
      query: { $select: summaryFields, $search: toSearch(query) },
    });
    return { results: entries.map(({ id, subject, webLink }) => ({ id, title: subject ?? '', url: webLink ?? '' })) };
  },
});

/** The deep-research contract: one message. */
export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch mail',
  description: 'Gives a message that `search` found, with its body as Markdown. Use it after `search`.',
  scopes: ['Mail.Read'],
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'A message that was found', input: { id: 'AAMkAD-budget' } }],
  run: async ({ id }, { http, signal }) => {
    const { subject, url, body, from, to, receivedAt } = await toMessage(await readMessage(http, id), signal);
    const metadata = { from: from.address, to: to.map(({ address }) => address).join(', '), receivedAt };
    return { id, title: subject, text: body, url, metadata };
  },
});

function readMessage(http: Http, id: string) {
  return http.read(graphMessage, path`/me/messages/${id}`, { query: { $select: messageFields }, headers: stableIds });
}
