import { collectPages, defineTool, searchInput, searchOutput, ToolError, z } from '../../../connector-kit/index.ts';
import { type Dropbox, openDropbox } from '../api.ts';
import { entry, folder, metadata, toEntry, toPath } from '../entries.ts';
import { reads, scopesFor } from '../hints.ts';
import { readFolder } from './list-folder.ts';

const maxQuery = 1000;
const page = z.object({
  // Matches of kinds that are not known here are left out.
  matches: z.array(z.object({ metadata: z.object({ '.tag': z.string(), metadata: metadata.optional() }) })),
  has_more: z.boolean(),
  cursor: z.string().nullish(),
});

type Wanted = { readonly query: string; readonly options: Readonly<Record<string, unknown>>; readonly cursor?: string | undefined };

async function find(dropbox: Dropbox, { query, options, cursor }: Wanted) {
  if (query.length > maxQuery) throw new ToolError(`Dropbox takes at most ${maxQuery} characters to search for. Say it in fewer words.`);
  const found =
    cursor === undefined
      ? await dropbox.call(page, 'files/search_v2', { query, options })
      : await dropbox.call(page, 'files/search/continue_v2', { cursor });
  const entries = found.matches.flatMap(({ metadata: { metadata: match } }) => (match === undefined ? [] : [toEntry(match)]));
  return { entries, nextCursor: found.has_more ? (found.cursor ?? null) : null };
}

/** The deep-research contract: what holds the words. */
export const search = defineTool({
  name: 'search',
  title: 'Search',
  description: 'Finds files whose name or text holds the words. Use it with `fetch`, to answer a question from Dropbox.',
  scopes: scopesFor('files.metadata.read'),
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'What is written about it?', input: { query: 'calibration' } }],
  run: async ({ query }, context) => {
    const { entries } = await find(await openDropbox(context), { query, options: { max_results: 20 } });
    return { results: entries.filter(({ kind }) => kind === 'file').map(({ id, name, url }) => ({ id, title: name, url })) };
  },
});

const categories = ['image', 'document', 'pdf', 'spreadsheet', 'presentation', 'audio', 'video', 'folder', 'paper', 'others'] as const;

/** The same with all that Dropbox can narrow a search by. */
export const searchFiles = defineTool({
  name: 'search_files',
  title: 'Search for files and folders',
  description:
    'Finds files and folders by words in their name or text, within a folder, of certain kinds or endings, the best or the newest first. Use it when more than words is known.',
  scopes: scopesFor('files.metadata.read'),
  ...reads,
  input: z.object({
    query: z.string().min(1).max(maxQuery),
    path: folder,
    kinds: z.array(z.enum(categories)).max(categories.length).default([]).describe('Empty: all'),
    extensions: z.array(z.string().regex(/^\w+$/)).max(20).default([]).describe('Such as pdf; empty: all'),
    inNamesOnly: z.boolean().default(false),
    orderBy: z.enum(['relevance', 'modified']).default('relevance'),
    limit: z.int().min(1).max(100).default(25),
    cursor: z.string().min(1).optional().describe('`nextCursor` of the page before; the other arguments are then those of the first page'),
  }),
  output: z.object({ entries: z.array(entry), nextCursor: z.string().nullable() }),
  examples: [
    { title: 'In one folder', input: { query: 'offer', path: '/Offers' } },
    { title: 'The newest PDF', input: { query: 'plan', extensions: ['pdf'], orderBy: 'modified', limit: 1 } },
  ],
  run: async ({ query, path, kinds, extensions, inNamesOnly, orderBy, limit, cursor }, context) => {
    const options = {
      ...(toPath(path) === '' ? {} : { path: toPath(path) }),
      ...(kinds.length === 0 ? {} : { file_categories: kinds }),
      ...(extensions.length === 0 ? {} : { file_extensions: extensions }),
      filename_only: inNamesOnly,
      order_by: orderBy === 'relevance' ? 'relevance' : 'last_modified_time',
      max_results: limit,
    };
    return find(await openDropbox(context), { query, options, cursor });
  },
});

const maxLooked = 20_000;

/** Dropbox has no list of what is recent, so it is picked from all there is, as far as that goes. */
export const listRecentFiles = defineTool({
  name: 'list_recent_files',
  title: 'Recent files',
  description:
    'Lists the files that were changed last, in all of Dropbox or below a folder. Use it to find what was worked on; `complete` is false where there were too many files to look at them all.',
  scopes: scopesFor('files.metadata.read'),
  ...reads,
  input: z.object({ path: folder, limit: z.int().min(1).max(100).default(25) }),
  output: z.object({ files: z.array(entry), complete: z.boolean() }),
  examples: [{ title: 'The last ten', input: { limit: 10 } }],
  run: async ({ path, limit }, context) => {
    const dropbox = await openDropbox(context);
    const { entries, more } = await collectPages(
      async (cursor: string | null) => readFolder(dropbox, { path, recursive: true, limit: 2000, cursor: cursor ?? undefined }),
      { limit: maxLooked },
    );
    const files = entries
      .filter(({ kind }) => kind === 'file')
      .toSorted((left, right) => (right.modifiedAt ?? '').localeCompare(left.modifiedAt ?? ''));
    return { files: files.slice(0, limit), complete: !more };
  },
});
