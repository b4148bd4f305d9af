import {
  answer,
  defineTool,
  fetchInput,
  fetchOutput,
  path,
  readGraphFile,
  readOrLink,
  searchGraph,
  searchInput,
  searchOutput,
  ToolError,
  z,
} from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { graphItem, item, itemFields, readId, showId, toItem } from '../item.ts';

/** The deep-research contract: files by words. */
export const search = defineTool({
  name: 'search',
  title: 'Search SharePoint',
  description:
    'Finds files and folders in SharePoint and OneDrive by words in name and text. Use it when you know what a document says; filetype:docx, author: and path: narrow it down. fetch reads one of them.',
  scopes: ['Sites.Read.All', 'Files.Read.All'],
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'Where is the plan?', input: { query: 'plan' } }],
  run: async ({ query }, { http }) => {
    const { hits } = await searchGraph(http, { entityTypes: ['driveItem'], query, resource: graphItem });
    return {
      results: hits.map(({ resource }) => ({
        id: idOf(resource),
        title: resource.name ?? '',
        url: resource.webUrl ?? '',
      })),
    };
  },
});

/** The documents that were changed last. */
export const listRecentDocuments = defineTool({
  name: 'list_recent_documents',
  title: 'Recent documents',
  description:
    'Lists the documents that were changed last among all that this person may see. Use it for "what is new" or "the file we just worked on".',
  scopes: ['Files.Read.All'],
  ...reads,
  input: z.object({ limit: z.int().min(1).max(100).default(25), offset: z.int().min(0).max(900).default(0) }),
  output: z.object({ documents: z.array(item), more: z.boolean() }),
  examples: [{ title: 'What is new?', input: { limit: 10 } }],
  run: async ({ limit, offset }, { http }) => {
    const wanted = { entityTypes: ['driveItem'], query: 'isDocument:true', from: offset, size: limit, newestFirst: true };
    const { hits, more } = await searchGraph(http, { ...wanted, resource: graphItem });
    return { documents: hits.map(({ resource }) => toItem(resource, '')), more };
  },
});

/** The deep-research contract: what a file says. */
export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch a document',
  description:
    'Gives the text of a file that `search` found: PDF, Word, Excel, PowerPoint and HTML as Markdown, of what has no text a link. Use it after `search`, or for a file whose https address you have; ids are DRIVE/ITEM.',
  scopes: ['Files.Read.All'],
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [
    { title: 'A document that was found', input: { id: 'b!optics/plan' } },
    { title: 'A document by its address', input: { id: 'https://halden.sharepoint.example/sites/optics/Minutes.txt' } },
  ],
  run: async ({ id }, { http, signal }) => {
    const to = pathOf(id);
    const found = await http.read(graphItem, to, { query: { $select: itemFields } });
    const { name, url, bytes, changedAt, changedBy, kind } = toItem(found, '');
    if (kind !== 'file') throw new ToolError(`"${name}" is no file. list_folder_items shows what is in a folder.`);
    const mimeType = found.file?.mimeType ?? null;
    const read = () => readGraphFile(http, `${to}/content`, { name, mimeType, signal });
    const { text, truncated, blocks, ...why } = await readOrLink(read, { uri: url, name, mimeType, size: bytes });
    const note = truncated ? { note: 'Cut: the document goes on.' } : why;
    return answer({ id, title: name, text, url, metadata: { bytes: String(bytes), changedAt, changedBy, ...note } }, blocks);
  },
});

/** The service does not always say in which drive a hit lies; its address leads to it too. */
function idOf({ id, parentReference, webUrl }: z.output<typeof graphItem>): string {
  return parentReference?.driveId ? showId(parentReference.driveId, id) : (webUrl ?? id);
}

/** An address goes over as a sharing token (https://learn.microsoft.com/graph/api/shares-get#encoding-sharing-urls). */
function pathOf(id: string): string {
  if (/^https:\/\//i.test(id)) return path`/shares/${`u!${Buffer.from(id).toString('base64url')}`}/driveItem`;
  const { driveId, itemId } = readId(id);
  return path`/drives/${driveId}/items/${itemId}`;
}
