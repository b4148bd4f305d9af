import { defineTool, listInput, listNext, path, readGraphList, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { stableIds } from '../message.ts';

const graphFolder = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  parentFolderId: z.string().nullish(),
  childFolderCount: z.number().nullish(),
  totalItemCount: z.number().nullish(),
  unreadItemCount: z.number().nullish(),
});

/** The folders of the mailbox. */
export const listMailFolders = defineTool({
  name: 'list_mail_folders',
  title: 'List mail folders',
  description: 'Lists the folders of the mailbox, or those in a folder. Use it to find the folder to list or to move to.',
  scopes: ['Mail.Read'],
  ...reads,
  input: z.object({ parentFolder: z.string().default('').describe('A folder id or inbox; empty: the top'), ...listInput }),
  output: z.object({
    folders: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        parentFolderId: z.string(),
        childFolders: z.int(),
        messages: z.int(),
        unread: z.int(),
      }),
    ),
    next: listNext,
  }),
  examples: [
    { title: 'Which folders are there?', input: {} },
    { title: 'What is in the inbox?', input: { parentFolder: 'inbox' } },
  ],
  run: async ({ parentFolder, limit, cursor }, { http }) => {
    const to = parentFolder === '' ? '/me/mailFolders' : path`/me/mailFolders/${parentFolder}/childFolders`;
    const query = { $select: Object.keys(graphFolder.shape).join(',') };
    const { entries, next } = await readGraphList(http, to, { entry: graphFolder, query, headers: stableIds, limit, cursor });
    return {
      folders: entries.map((found) => ({
        id: found.id,
        name: found.displayName ?? '',
        parentFolderId: found.parentFolderId ?? '',
        childFolders: found.childFolderCount ?? 0,
        messages: found.totalItemCount ?? 0,
        unread: found.unreadItemCount ?? 0,
      })),
      next,
    };
  },
});
