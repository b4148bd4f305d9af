import { defineTool, z } from '../../../connector-kit/index.ts';
import { type Dropbox, openDropbox } from '../api.ts';
import { entry, folder, metadata, toEntry, toPath } from '../entries.ts';
import { reads, scopesFor } from '../hints.ts';

const page = z.object({ entries: z.array(metadata), cursor: z.string(), has_more: z.boolean() });

export type FolderPage = {
  readonly path: string;
  readonly recursive: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

/** One page of a folder; what was deleted while it was being read is left out. */
export async function readFolder(dropbox: Dropbox, { path, recursive, limit, cursor }: FolderPage) {
  const found =
    cursor === undefined
      ? await dropbox.call(page, 'files/list_folder', { path: toPath(path), recursive, limit })
      : await dropbox.call(page, 'files/list_folder/continue', { cursor });
  const entries = found.entries.filter((one) => one['.tag'] !== 'deleted').map(toEntry);
  return { entries, next: found.has_more ? found.cursor : null };
}

/** What lies in a folder. */
export const listFolder = defineTool({
  name: 'list_folder',
  title: 'List a folder',
  description:
    'Lists what lies in a folder, or with `recursive` in all folders below it too. Use it to look around; search_files finds by words. A cursor goes on where the page before ended.',
  scopes: scopesFor('files.metadata.read'),
  ...reads,
  input: z.object({
    path: folder,
    recursive: z.boolean().default(false),
    limit: z.int().min(1).max(500).default(100).describe('Roughly: Dropbox may give a few more'),
    cursor: z.string().min(1).optional().describe('`nextCursor` of the page before; the other arguments are then those of the first page'),
  }),
  output: z.object({ entries: z.array(entry), nextCursor: z.string().nullable() }),
  examples: [
    { title: 'The top', input: {} },
    { title: 'A folder with all below it', input: { path: '/Offers', recursive: true } },
  ],
  run: async (input, context) => {
    const { entries, next } = await readFolder(await openDropbox(context), input);
    return { entries, nextCursor: next };
  },
});
