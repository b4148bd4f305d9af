import { defineTool, fetchInput, fetchOutput, path, searchInput, searchOutput, ToolError, z } from '../../../connector-kit/index.ts';
import { boxHttp } from '../box-http.ts';
import { readContent } from '../content.ts';
import { downloads, reads } from '../hints.ts';
import { boxFile, boxItem, fileFields, nameOf, urlOf } from '../item.ts';

/** The deep-research contract: files by words (https://developer.box.com/reference/get-search). */
export const search = defineTool({
  name: 'search',
  title: 'Search Box',
  description:
    'Finds files by words in name, text, description, comments and tags. Use it when you know what a file says; "in quotes" is a phrase, AND, OR and NOT combine. fetch reads one of them.',
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'What is written about it?', input: { query: 'calibration' } }],
  run: async ({ query }, { http }) => {
    const page = z.object({ entries: z.array(boxItem) });
    const { entries } = await boxHttp(http).read(page, '/search', { query: { query, type: 'file', limit: 20, fields: 'name' } });
    return { results: entries.map((found) => ({ id: found.id, title: found.name ?? '', url: urlOf(found) })) };
  },
});

/** The deep-research contract: what a file says. */
export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch a document',
  description: 'Gives the text of a file: PDF, Word, Excel, PowerPoint and HTML as Markdown. Use it after `search`.',
  ...downloads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'A document that was found', input: { id: '2001' } }],
  run: async ({ id }, { http, signal }) => {
    const found = await boxHttp(http).read(boxFile, path`/files/${id}`, { query: { fields: fileFields } });
    const name = found.name ?? '';
    const read = await readContent(http, { id, name, bytes: found.size ?? 0, signal });
    if (read === null) throw new ToolError(`"${name}" has no text, or more than can be read here. Open it in Box: ${urlOf(found)}`);
    const { content } = read;
    if (content.kind === 'picture') throw new ToolError(`"${name}" is a picture, which has no text. get_file_content shows it.`);
    return {
      id,
      title: name,
      text: content.text,
      url: urlOf(found),
      metadata: {
        bytes: String(found.size ?? 0),
        modifiedAt: found.modified_at ?? '',
        modifiedBy: nameOf(found.modified_by) ?? '',
        ...(content.truncated ? { note: 'Cut: the document goes on.' } : {}),
      },
    };
  },
});
