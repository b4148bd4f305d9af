import { defineTool, searchInput, searchOutput } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { requirePlace, urlOf } from '../places.ts';
import { runSearch } from '../search/run-search.ts';
import { filesSettings } from '../settings.ts';

const maxResults = 20;

/** The deep-research contract: files that hold all the words, the best first. */
export const search = defineTool({
  name: 'search',
  title: 'Search',
  description:
    'Finds the files whose name or text holds all the words, the best first. Use it with `fetch`, to answer a question from the files.',
  scopes: [],
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'What do the notes say?', input: { query: 'budget 2026' } }],
  settings: filesSettings,
  run: async ({ query }, { settings, signal }) => {
    const words = [...new Set(query.toUpperCase().split(/\s+/).filter(Boolean))];
    const { matches } = await runSearch(settings, {
      path: '',
      signal,
      look: { kind: 'words', words },
      glob: null,
      hidden: false,
      limit: maxResults,
    });
    return {
      results: matches.map(({ path }) => ({ id: path, title: path.split('/').at(-1) ?? path, url: urlOf(requirePlace(settings, path)) })),
    };
  },
});
