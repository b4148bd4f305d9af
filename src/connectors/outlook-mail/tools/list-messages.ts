import { defineTool, type Http, listInput, listNext, path, readGraphList, z } from '../../../connector-kit/index.ts';
import { toFilter, toSearch } from '../filter.ts';
import { reads } from '../hints.ts';
import { graphSummary, stableIds, summary, summaryFields, toSummary } from '../message.ts';

const folder = z
  .string()
  .default('')
  .describe('A folder id, or inbox, sentitems, drafts, deleteditems, archive, junkemail; empty: the whole mailbox');
const moment = z.union([z.iso.datetime({ offset: true }), z.literal('')]).default('');
const output = z.object({ messages: z.array(summary), next: listNext });

/** Messages by folder, state, sender and time. */
export const listMessages = defineTool({
  name: 'list_messages',
  title: 'List messages',
  description:
    'Lists messages, newest first, by folder, sender, time and whether they are unread. Use it to see what is in a folder; search_messages finds by words.',
  scopes: ['Mail.Read'],
  ...reads,
  input: z.object({
    folder,
    unreadOnly: z.boolean().default(false),
    from: z.string().default('').describe('The address of the sender'),
    receivedAfter: moment.describe('Such as 2026-11-01T00:00:00Z'),
    receivedBefore: moment,
    ...listInput,
  }),
  output,
  examples: [
    { title: 'What is unread in the inbox?', input: { folder: 'inbox', unreadOnly: true } },
    { title: 'What came since Monday?', input: { receivedAfter: '2026-11-02T00:00:00Z', limit: 5 } },
  ],
  run: ({ folder: place, limit, cursor, ...wanted }, { http }) => {
    const filter = toFilter(wanted);
    return readMessages(http, place, { limit, cursor, query: { $orderby: newestFirst, ...(filter === '' ? {} : { $filter: filter }) } });
  },
});

/** Messages by words. */
export const searchMessages = defineTool({
  name: 'search_messages',
  title: 'Search messages',
  description:
    'Finds messages by words in subject, body, sender and attachments. Use it when you know what a message says; from:, subject:, to:, hasAttachments:true and received>=2026-11-01 narrow it down.',
  scopes: ['Mail.Read'],
  ...reads,
  input: z.object({ query: z.string().min(1).max(1000), folder, ...listInput }),
  output,
  examples: [
    { title: 'Where is a topic spoken of?', input: { query: 'budget' } },
    { title: 'By sender and subject', input: { query: 'from:mira subject:lens', folder: 'inbox' } },
  ],
  run: ({ query, folder: place, limit, cursor }, { http }) =>
    readMessages(http, place, { limit, cursor, query: { $search: toSearch(query) } }),
});

/** The newest messages of the inbox. */
export const getRecentEmails = defineTool({
  name: 'get_recent_emails',
  title: 'Recent messages',
  description: 'Gives the newest messages of the inbox. Use it for "what is new"; list_messages looks into other folders and times.',
  scopes: ['Mail.Read'],
  ...reads,
  input: z.object({ limit: listInput.limit.default(10) }),
  output,
  examples: [{ title: 'What is new?', input: { limit: 5 } }],
  run: ({ limit }, { http }) => readMessages(http, 'inbox', { limit, cursor: '', query: { $orderby: newestFirst } }),
});

const newestFirst = 'receivedDateTime desc';

async function readMessages(
  http: Http,
  place: string,
  { query, limit, cursor }: { readonly query: Readonly<Record<string, string>>; readonly limit: number; readonly cursor: string },
): Promise<z.output<typeof output>> {
  const to = place === '' ? '/me/messages' : path`/me/mailFolders/${place}/messages`;
  const options = { entry: graphSummary, headers: stableIds, limit, cursor };
  const { entries, next } = await readGraphList(http, to, { ...options, query: { $select: summaryFields, ...query } });
  return { messages: entries.map(toSummary), next };
}
