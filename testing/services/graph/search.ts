import { badRequest, type Call, entity, GraphError, type Route, type Row } from './call.ts';

/** A kind of thing that Microsoft Search finds. */
export type Searchable = {
  readonly entityType: string;
  readonly scopes: readonly string[];
  search(call: Call, words: readonly string[]): readonly Row[];
};

/** `/search/query` (https://learn.microsoft.com/graph/api/search-query). */
export function searchRoute(kinds: readonly Searchable[]): Route {
  return {
    method: 'POST',
    path: '/search/query',
    scopes: kinds.flatMap(({ scopes }) => scopes),
    run: async (call) => {
      const { requests } = (await call.json()) as {
        requests: {
          entityTypes: string[];
          query: { queryString: string };
          from?: number;
          size?: number;
          sortProperties?: { name: string; isDescending: boolean }[];
        }[];
      };
      const value = requests.map(({ entityTypes, query, from = 0, size = 25, sortProperties = [] }) => {
        const words = query.queryString.split(/\s+/).filter(Boolean);
        const asked = entityTypes.map((name) => kinds.find(({ entityType }) => entityType === name));
        const hits = asked.flatMap((kind) => {
          if (kind === undefined) throw badRequest(`One of the entity types is not supported: ${entityTypes.join(', ')}.`);
          if (!kind.scopes.some((scope) => call.scopes.includes(scope))) throw new GraphError(403, 'AccessDenied', 'Access is denied.');
          return kind.search(call, words);
        });
        const page = sortHits(hits, sortProperties)
          .slice(from, from + size)
          .map((hit, index) => ({ rank: from + index + 1, ...hit }));
        return {
          searchTerms: words,
          hitsContainers: [
            { total: hits.length, moreResultsAvailable: from + size < hits.length, ...(hits.length > 0 ? { hits: page } : {}) },
          ],
        };
      });
      return entity('Collection(microsoft.graph.searchResponse)', { value });
    },
  };
}

/** The entries whose text holds all words; marked where the first one stands, as the service does. */
export function searchHits<Entry>(
  entries: readonly Entry[],
  words: readonly string[],
  { text, hit }: { readonly text: (entry: Entry) => string; readonly hit: (entry: Entry) => Row },
): readonly Row[] {
  return entries
    .filter((entry) => words.every((word) => text(entry).toLowerCase().includes(word.toLowerCase())))
    .map((entry) => ({ summary: `<c0>${words[0] ?? ''}</c0> <ddd/>`, ...hit(entry) }));
}

function sortHits(hits: readonly Row[], [by]: readonly { readonly name: string; readonly isDescending: boolean }[]): readonly Row[] {
  if (by === undefined) return hits;
  const valueOf = (hit: Row) => String((hit['resource'] as Row)[by.name] ?? '');
  const sorted = hits.toSorted((left, right) => (valueOf(left) < valueOf(right) ? -1 : 1));
  return by.isDescending ? sorted.toReversed() : sorted;
}
