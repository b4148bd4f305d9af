import { z } from 'zod';
import { savedQuery } from '../../domain/saved-query.ts';
import type { Route } from '../route.ts';

export { parameterTypes } from '../../domain/saved-query.ts';

/** A collection is a connector: its slug is the name under `/mcp`. */
const collection = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  mayEdit: z.boolean(),
  queries: z.array(savedQuery),
});
const collectionName = z.string().trim().min(1).max(100);

/** KQL queries that are tools. */
export const savedQueryRoutes = {
  listSavedQueries: {
    method: 'GET',
    path: '/saved-queries',
    summary: 'Saved queries by collection',
    access: 'member',
    answer: z.object({ collections: z.array(collection) }),
  },
  createSavedQuery: {
    method: 'POST',
    path: '/saved-queries',
    summary: 'Save a KQL query as a tool; the collection is made if it is not there',
    access: 'member',
    body: savedQuery.extend({ collection: collectionName.default('Saved queries') }),
    answer: collection,
  },
  changeSavedQuery: {
    method: 'PUT',
    path: '/saved-queries/{collection}/{name}',
    summary: 'Change a saved query',
    access: 'member',
    body: savedQuery,
    answer: collection,
  },
  removeSavedQuery: {
    method: 'DELETE',
    path: '/saved-queries/{collection}/{name}',
    summary: 'Remove a saved query',
    access: 'member',
    answer: collection,
  },
} as const satisfies Record<string, Route>;
