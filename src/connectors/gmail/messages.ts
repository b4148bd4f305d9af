import { documentKind, type Http, path, readDocument, z } from '../../connector-kit/index.ts';
import { decodeWords } from './mime/words.ts';

const me = '/gmail/v1/users/me';
const maxBodyCharacters = 100_000;
const atOnce = 5;

type Part = {
  readonly partId?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly filename?: string | undefined;
  readonly headers?: readonly { readonly name: string; readonly value: string }[] | undefined;
  readonly body?:
    | { readonly size?: number | undefined; readonly data?: string | undefined; readonly attachmentId?: string | undefined }
    | undefined;
  readonly parts?: readonly Part[] | undefined;
};

const part: z.ZodType<Part> = z.lazy(() =>
  z.object({
    partId: z.string().optional(),
    mimeType: z.string().optional(),
    filename: z.string().optional(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    body: z.object({ size: z.number().optional(), data: z.string().optional(), attachmentId: z.string().optional() }).optional(),
    parts: z.array(part).optional(),
  }),
);
const message = z.object({
  id: z.string(),
  threadId: z.string(),
  labelIds: z.array(z.string()).default([]),
  snippet: z.string().default(''),
  internalDate: z.string().optional(),
  payload: part.optional(),
});
type Message = z.output<typeof message>;

export const headline = z.object({
  id: z.string(),
  threadId: z.string(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  date: z.string(),
  snippet: z.string(),
  labelIds: z.array(z.string()),
});
export const mail = headline.extend({
  cc: z.string(),
  body: z.string().describe('Markdown'),
  cut: z.boolean().describe('The body is longer than what is shown'),
  attachments: z.array(z.object({ partId: z.string(), name: z.string(), mimeType: z.string(), bytes: z.int() })),
});

const ids = z.object({
  messages: z.array(z.object({ id: z.string(), threadId: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});

export type Search = {
  readonly query?: string;
  readonly labelIds?: readonly string[];
  readonly limit: number;
  readonly cursor?: string | undefined;
};

/** One page of ids; Gmail gives no more than ids when it lists. */
export async function listIds(http: Http, { query, labelIds = [], limit, cursor }: Search) {
  const page = await http.read(ids, `${me}/messages`, { query: { q: query, labelIds, maxResults: limit, pageToken: cursor } });
  return { ids: page.messages, nextCursor: page.nextPageToken ?? null };
}

/** Who wrote what and when, a few at a time. */
export async function readHeadlines(http: Http, found: readonly { readonly id: string }[]): Promise<z.output<typeof headline>[]> {
  const query = { format: 'metadata', metadataHeaders: ['From', 'To', 'Subject', 'Date'] };
  return fewAtOnce(found, async ({ id }) => toHeadline(await http.read(message, path`/gmail/v1/users/me/messages/${id}`, { query })));
}

/** The whole mail; its body as Markdown. */
export async function readMail(http: Http, { id, signal }: { readonly id: string; readonly signal: AbortSignal }) {
  return toMail(http, await http.read(message, path`/gmail/v1/users/me/messages/${id}`, { query: { format: 'full' } }), signal);
}

export async function readMails(http: Http, { ids: all, signal }: { readonly ids: readonly string[]; readonly signal: AbortSignal }) {
  return fewAtOnce(all, (id) => readMail(http, { id, signal }));
}

export async function readThread(http: Http, { id, signal }: { readonly id: string; readonly signal: AbortSignal }) {
  const thread = z.object({ id: z.string(), messages: z.array(message).default([]) });
  const { messages } = await http.read(thread, path`/gmail/v1/users/me/threads/${id}`, { query: { format: 'full' } });
  return fewAtOnce(messages, (one) => toMail(http, one, signal));
}

/** The headers that an answer or a forward needs. */
export async function readHeaders(http: Http, id: string) {
  const metadataHeaders = ['From', 'Reply-To', 'To', 'Cc', 'Subject', 'Message-ID', 'References'];
  const found = await http.read(message, path`/gmail/v1/users/me/messages/${id}`, { query: { format: 'metadata', metadataHeaders } });
  return { threadId: found.threadId, header: (name: string) => headerOf(found, name) };
}

/** The bytes of a mail as it came. */
export async function readRaw(http: Http, id: string): Promise<Buffer> {
  const { raw } = await http.read(z.object({ raw: z.string() }), path`/gmail/v1/users/me/messages/${id}`, { query: { format: 'raw' } });
  return Buffer.from(raw, 'base64url');
}

/** One attachment with its bytes, by the part that it is; ids of attachments change with every reading. Null: no such part. */
export async function openAttachment(http: Http, { id, partId }: { readonly id: string; readonly partId: string }) {
  const { payload } = await http.read(message, path`/gmail/v1/users/me/messages/${id}`, { query: { format: 'full' } });
  const found = attachedParts(payload === undefined ? [] : allParts(payload)).find((one) => one.partId === partId);
  return found === undefined ? null : { ...aboutAttachment(found), read: () => readPart(http, { part: found, messageId: id }) };
}

export const mailUrl = (threadId: string): string => `https://mail.google.com/mail/#all/${threadId}`;

function headerOf({ payload }: Message, name: string): string {
  const found = payload?.headers?.find((header) => header.name.toLowerCase() === name.toLowerCase());
  return decodeWords(found?.value ?? '');
}

function toHeadline(found: Message): z.output<typeof headline> {
  const { id, threadId, snippet, labelIds, internalDate } = found;
  const date = internalDate === undefined ? headerOf(found, 'Date') : new Date(Number(internalDate)).toISOString();
  return {
    id,
    threadId,
    from: headerOf(found, 'From'),
    to: headerOf(found, 'To'),
    subject: headerOf(found, 'Subject'),
    date,
    snippet,
    labelIds,
  };
}

async function toMail(http: Http, found: Message, signal: AbortSignal): Promise<z.output<typeof mail>> {
  const parts = found.payload === undefined ? [] : allParts(found.payload);
  const body = await readBody(http, { parts, messageId: found.id, signal });
  const attachments = attachedParts(parts).map(aboutAttachment);
  return {
    ...toHeadline(found),
    cc: headerOf(found, 'Cc'),
    body: body.slice(0, maxBodyCharacters),
    cut: body.length > maxBodyCharacters,
    attachments,
  };
}

function attachedParts(parts: readonly Part[]): readonly Part[] {
  return parts.filter(({ filename }) => filename !== undefined && filename !== '');
}

function aboutAttachment({ partId = '', filename = '', mimeType = '', body }: Part) {
  return { partId, name: decodeWords(filename), mimeType, bytes: body?.size ?? 0 };
}

function allParts(one: Part): readonly Part[] {
  return [one, ...(one.parts ?? []).flatMap(allParts)];
}

/** HTML says more than the text beside it, and becomes Markdown; else the text. */
async function readBody(
  http: Http,
  { parts, messageId, signal }: { readonly parts: readonly Part[]; readonly messageId: string; readonly signal: AbortSignal },
): Promise<string> {
  const find = (type: string) => parts.find(({ mimeType, filename = '' }) => mimeType === type && filename === '');
  const html = find('text/html');
  const chosen = html ?? find('text/plain');
  if (chosen?.body === undefined) return '';
  const bytes = await readPart(http, { part: chosen, messageId });
  const kind = html === undefined ? null : documentKind({ name: '', mimeType: 'text/html' });
  return kind === null ? new TextDecoder().decode(bytes) : readDocument(bytes, { kind, signal });
}

/** What is large lies apart, and is asked for by itself. */
async function readPart(http: Http, { part: { body }, messageId }: { readonly part: Part; readonly messageId: string }) {
  const { data, attachmentId = '' } = body ?? {};
  if (data !== undefined) return new Uint8Array(Buffer.from(data, 'base64url'));
  if (attachmentId === '') return new Uint8Array();
  const to = path`/gmail/v1/users/me/messages/${messageId}/attachments/${attachmentId}`;
  const apart = await http.read(z.object({ data: z.string() }), to);
  return new Uint8Array(Buffer.from(apart.data, 'base64url'));
}

async function fewAtOnce<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += atOnce)
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))));
  return results;
}
