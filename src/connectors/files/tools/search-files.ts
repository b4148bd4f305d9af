import { defineTool, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { runSearch } from '../search/run-search.ts';
import { filesSettings } from '../settings.ts';

/** Files by name, lines by what they hold. */
export const searchFiles = defineTool({
  name: 'search_files',
  title: 'Search files',
  description:
    'Finds files by a glob on their name, and lines by what they hold, in text files and in PDF, Word, Excel and PowerPoint documents as read_file shows them. Use it when you do not know the path, or to see where something is said. Other binary files are found by name only.',
  scopes: [],
  ...reads,
  input: z.object({
    query: z.string().default('').describe('What a line holds; empty: look at names only'),
    name: z.string().default('').describe('A glob, such as *.md or 2026/**/*.csv'),
    path: z.string().default('').describe('Where to look, such as notes/2026; empty: everywhere'),
    regularExpression: z.boolean().default(false),
    matchCase: z.boolean().default(false),
    hidden: z.boolean().default(false).describe('Also what begins with a dot'),
    limit: z.int().min(1).max(500).default(50),
  }),
  output: z.object({
    matches: z.array(z.object({ path: z.string(), line: z.int().optional(), text: z.string().optional() })),
    filesLookedAt: z.int(),
    more: z.boolean().describe('Something was left out: the limit or the time was reached'),
  }),
  examples: [
    { title: 'Where is something said?', input: { query: 'budget' } },
    { title: 'Files of a kind', input: { name: '*.pdf', path: 'notes' } },
  ],
  settings: filesSettings,
  run: async ({ query, name, path, regularExpression, matchCase, hidden, limit }, { settings, signal }) => {
    const look = query === '' ? ({ kind: 'names' } as const) : ({ kind: 'lines', query, isPattern: regularExpression, matchCase } as const);
    const { matches, ...rest } = await runSearch(settings, { path, signal, look, glob: name === '' ? null : name, hidden, limit });
    return { matches: [...matches], ...rest };
  },
});
