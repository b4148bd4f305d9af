import {
  defineTool,
  fetchInput,
  fetchOutput,
  googleHttp,
  profileOutput,
  searchInput,
  searchOutput,
  z,
} from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { headline, listIds, mail, mailUrl, readHeadlines, readMail, readMails, readThread } from '../messages.ts';

const paging = {
  limit: z.int().min(1).max(100).default(20),
  cursor: z.string().optional().describe('`nextCursor` of the page before'),
};
const query = z.string().min(1).describe("Gmail's own search words, such as from:ada@example.com is:unread after:2026/01/01");
const nextCursor = z.string().nullable();

export const getProfile = defineTool({
  name: 'get_profile',
  title: 'Whose mailbox',
  description: 'Says whose mailbox it is. Use it to know whose mail these tools read.',
  ...reads,
  labels: { ...reads.labels, untrusted: false },
  input: z.object({}),
  output: profileOutput.extend({ messages: z.int() }),
  examples: [{ title: 'Who am I?', input: {} }],
  run: async (_input, { http }) => {
    const profile = z.object({ emailAddress: z.string(), messagesTotal: z.int() });
    const { emailAddress: email, messagesTotal } = await googleHttp(http).read(profile, '/gmail/v1/users/me/profile');
    return { id: email, name: email, email, messages: messagesTotal };
  },
});

export const searchEmails = defineTool({
  name: 'search_emails',
  title: 'Search mail',
  description:
    "Finds mail with Gmail's own search words, the newest first, with sender, subject and a snippet. Use it to find a mail; read_email gives its text.",
  ...reads,
  input: z.object({ query, ...paging }),
  output: z.object({ emails: z.array(headline), nextCursor }),
  examples: [{ title: 'From one person', input: { query: 'from:ada@halden.example' } }],
  run: async (input, { http }) => {
    const google = googleHttp(http);
    const page = await listIds(google, input);
    return { emails: await readHeadlines(google, page.ids), nextCursor: page.nextCursor };
  },
});

export const searchEmailIds = defineTool({
  name: 'search_email_ids',
  title: 'Search ids of mail',
  description: 'Finds the ids of mail, and nothing else. Use it before a tool that takes many ids, such as one that labels.',
  ...reads,
  input: z.object({ query, ...paging, limit: z.int().min(1).max(500).default(100) }),
  output: z.object({ ids: z.array(z.object({ id: z.string(), threadId: z.string() })), nextCursor }),
  examples: [{ title: 'All that is unread', input: { query: 'is:unread' } }],
  run: (input, { http }) => listIds(googleHttp(http), input),
});

export const getRecentEmails = defineTool({
  name: 'get_recent_emails',
  title: 'Recent mail',
  description: 'Gives the newest mail of the inbox, or of another label. Use it to see what has come in.',
  ...reads,
  input: z.object({ labelId: z.string().default('INBOX').describe('An id that list_labels gives'), ...paging }),
  output: z.object({ emails: z.array(headline), nextCursor }),
  examples: [{ title: 'The inbox', input: { limit: 10 } }],
  run: async ({ labelId, limit, cursor }, { http }) => {
    const google = googleHttp(http);
    const page = await listIds(google, { labelIds: [labelId], limit, cursor });
    return { emails: await readHeadlines(google, page.ids), nextCursor: page.nextCursor };
  },
});

export const readEmail = defineTool({
  name: 'read_email',
  title: 'Read a mail',
  description: 'Gives one mail with its body as Markdown, and the names of what is attached. Use it when you know the id.',
  ...reads,
  input: z.object({ id: z.string().min(1) }),
  output: z.object({ email: mail }),
  examples: [{ title: 'One mail', input: { id: 'msg_order' } }],
  run: async ({ id }, { http, signal }) => ({ email: await readMail(googleHttp(http), { id, signal }) }),
});

export const batchReadEmail = defineTool({
  name: 'batch_read_email',
  title: 'Read several mails',
  description: 'Gives up to 25 mails with their bodies. Use it instead of many calls of read_email.',
  ...reads,
  input: z.object({ ids: z.array(z.string().min(1)).min(1).max(25) }),
  output: z.object({ emails: z.array(mail) }),
  examples: [{ title: 'Two mails', input: { ids: ['msg_order', 'msg_reply'] } }],
  run: async ({ ids }, { http, signal }) => ({ emails: await readMails(googleHttp(http), { ids, signal }) }),
});

export const readEmailThread = defineTool({
  name: 'read_email_thread',
  title: 'Read a conversation',
  description: 'Gives all mails of a conversation, the oldest first. Use it to follow who answered what.',
  ...reads,
  input: z.object({ threadId: z.string().min(1) }),
  output: z.object({ emails: z.array(mail) }),
  examples: [{ title: 'One conversation', input: { threadId: 'thread_order' } }],
  run: async ({ threadId }, { http, signal }) => ({ emails: await readThread(googleHttp(http), { id: threadId, signal }) }),
});

const label = z.object({ id: z.string(), name: z.string(), type: z.string().optional() });

export const listLabels = defineTool({
  name: 'list_labels',
  title: 'List labels',
  description: "Lists the mailbox's labels, Gmail's own and the person's. Use it to find the id of a label.",
  ...reads,
  labels: { ...reads.labels, untrusted: false },
  input: z.object({}),
  output: z.object({ labels: z.array(label) }),
  examples: [{ title: 'Which labels are there?', input: {} }],
  run: (_input, { http }) => googleHttp(http).read(z.object({ labels: z.array(label).default([]) }), '/gmail/v1/users/me/labels'),
});

export const search = defineTool({
  name: 'search',
  title: 'Search',
  description: 'Finds mail that holds the words. Use it with `fetch`, to answer a question from the mailbox.',
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'What was written about it?', input: { query: 'lenses' } }],
  run: async ({ query: words }, { http }) => {
    const google = googleHttp(http);
    const { ids } = await listIds(google, { query: words, limit: 20 });
    const found = await readHeadlines(google, ids);
    return { results: found.map(({ id, subject, threadId }) => ({ id, title: subject || '(no subject)', url: mailUrl(threadId) })) };
  },
});

export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch',
  description: 'Gives the text of a mail that `search` found. Use it after `search`.',
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'A mail that was found', input: { id: 'msg_order' } }],
  run: async ({ id }, { http, signal }) => {
    const { subject, body, threadId, from, to, date, cut } = await readMail(googleHttp(http), { id, signal });
    const metadata = { from, to, date, ...(cut ? { note: 'Only the beginning is shown.' } : {}) };
    return { id, title: subject || '(no subject)', text: body, url: mailUrl(threadId), metadata };
  },
});
