import { z } from 'zod';
import type { Http } from './http.ts';

export type GraphSearch<Schema extends z.ZodType> = {
  readonly entityTypes: readonly string[];
  readonly query: string;
  readonly from?: number;
  readonly size?: number;
  /** Left out: what fits best comes first. */
  readonly newestFirst?: boolean;
  /** What a hit leads to. */
  readonly resource: Schema;
};
type FoundHit<Resource> = { readonly hitId: string; readonly summary?: string | null; readonly resource: Resource };
export type GraphHit<Resource> = { readonly hitId: string; readonly summary: string; readonly resource: Resource };

/** Microsoft Search over what this person may see (https://learn.microsoft.com/graph/api/search-query). */
export async function searchGraph<Schema extends z.ZodType>(
  http: Http,
  { entityTypes, query, from = 0, size = 25, newestFirst = false, resource }: GraphSearch<Schema>,
): Promise<{ readonly hits: readonly GraphHit<z.output<Schema>>[]; readonly more: boolean }> {
  // zod does not work out the output of an object with a generic field.
  const hit = z.object({ hitId: z.string(), summary: z.string().nullish(), resource }) as unknown as z.ZodType<FoundHit<z.output<Schema>>>;
  const container = z.object({ hits: z.array(hit).default([]), moreResultsAvailable: z.boolean().nullish() });
  const answer = z.object({ value: z.array(z.object({ hitsContainers: z.array(container).default([]) })) });
  const sorted = newestFirst ? { sortProperties: [{ name: 'lastModifiedDateTime', isDescending: true }] } : {};
  const json = { requests: [{ entityTypes, query: { queryString: query }, from, size, ...sorted }] };
  const { value } = await http.read(answer, '/search/query', { json });
  const containers = value.flatMap(({ hitsContainers }) => hitsContainers);
  return {
    hits: containers.flatMap(({ hits }) =>
      hits.map(({ hitId, summary, resource: found }) => ({ hitId, summary: toPlainSummary(summary ?? ''), resource: found })),
    ),
    more: containers.some(({ moreResultsAvailable }) => moreResultsAvailable === true),
  };
}

/** The service marks what fits: `<c0>word</c0>`, and `<ddd/>` where it left something out. */
function toPlainSummary(summary: string): string {
  return summary.replace(/<ddd\s*\/>/g, '…').replace(/<\/?c\d+>/g, '');
}
