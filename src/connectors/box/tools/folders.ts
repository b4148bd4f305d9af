import { defineTool, findAppError, path, ToolError, z } from '../../../connector-kit/index.ts';
import { boxHttp } from '../box-http.ts';
import { reads } from '../hints.ts';
import { boxItem, folderId, item, itemFields, nextCursor, paging, toItem } from '../item.ts';

/** What lies in a folder, by markers (https://developer.box.com/guides/api-calls/pagination/marker-based). */
export const listFolderItems = defineTool({
  name: 'list_folder_items',
  title: 'List a folder',
  description: 'Lists the files, folders and bookmarks in a folder. Use it to look around; the folder "0" is the top of the account.',
  ...reads,
  input: z.object({ folderId, ...paging }),
  output: z.object({ items: z.array(item), nextCursor }),
  examples: [
    { title: 'The top of my account', input: {} },
    { title: 'A folder', input: { folderId: '1001', limit: 10 } },
  ],
  run: async ({ folderId: id, limit, cursor }, { http }) => {
    const page = z.object({ entries: z.array(boxItem), next_marker: z.string().nullish() });
    const query = { usemarker: true, marker: cursor, limit, fields: itemFields };
    try {
      const { entries, next_marker: next } = await boxHttp(http).read(page, path`/folders/${id}/items`, { query });
      // Box says the end with null, or with an empty text.
      return { items: entries.map(toItem), nextCursor: next || null };
    } catch (error) {
      if (cursor !== undefined && findAppError(error)?.detail['httpStatus'] === 400)
        throw new ToolError('This cursor is no longer good, or belongs to another folder. Ask again without it.', { cause: error });
      throw error;
    }
  },
});
