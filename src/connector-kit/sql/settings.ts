import { z } from 'zod';
import type { Dialect } from './dialects.ts';
import { faultsOf, savedQuery, type SavedQuery } from './saved-query.ts';

/** What settings of every database have. */
export const sqlSettings = {
  schemas: z
    .array(z.string().min(1))
    .default([])
    .meta({ title: 'Schemas' })
    .describe(
      'That list_tables, describe_table, fetch_record, search and fetch show; empty: all. What a query may see, the account decides.',
    ),
  queries: z
    .array(savedQuery)
    .max(200)
    .default([])
    .refine((queries) => new Set(queries.map(({ name }) => name)).size === queries.length, 'two queries have the same name')
    .meta({ title: 'Saved queries' })
    .describe('SQL that becomes tools, with {Name} as places for its parameters'),
};

const taken = new Set([
  'get_profile',
  'list_tables',
  'describe_table',
  'execute_query',
  'fetch_record',
  'execute_statement',
  'search',
  'fetch',
]);

/** Sentences about saved queries that cannot become tools. */
export function queryFaults(queries: readonly SavedQuery[], dialect: Dialect): readonly string[] {
  return queries.flatMap((saved) => [
    ...(taken.has(saved.name) ? [`${saved.name} is the name of another tool here.`] : []),
    ...faultsOf(saved, dialect).map((fault) => `${saved.name}: ${fault}`),
  ]);
}
