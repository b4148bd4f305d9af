import { defineTool, z } from '../../../connector-kit/index.ts';
import { entry, readEntries } from '../entries.ts';
import { reads } from '../hints.ts';
import { findPlace, namedFolders } from '../places.ts';
import { filesSettings } from '../settings.ts';

/** What is in a directory; without a path, the folders that may be seen. */
export const listDirectory = defineTool({
  name: 'list_directory',
  title: 'List a directory',
  description:
    'Lists what is in a directory, directories first. Use it to find out which files there are; without a path it lists the folders that paths begin with.',
  scopes: [],
  ...reads,
  input: z.object({
    path: z.string().default('').describe('Such as notes/2026; empty for the list of folders'),
    offset: z.int().min(0).default(0),
    limit: z.int().min(1).max(1000).default(200),
  }),
  output: z.object({ entries: z.array(entry), total: z.int() }),
  examples: [
    { title: 'Which folders are there?', input: {} },
    { title: 'What is in a folder?', input: { path: 'notes', limit: 50 } },
  ],
  settings: filesSettings,
  run: async ({ path, offset, limit }, { settings }) => {
    const place = findPlace(settings, path);
    if (place !== null) {
      const { entries, total } = await readEntries(place, { offset, limit });
      return { entries: [...entries], total };
    }
    const folders = namedFolders(settings);
    return {
      entries: folders.slice(offset, offset + limit).map(({ name }) => ({ path: name, kind: 'directory' as const })),
      total: folders.length,
    };
  },
});
