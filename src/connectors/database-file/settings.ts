import { isAbsolute } from 'node:path';
import { type Dialect, duckdb, queryFaults, sqlite, sqlSettings, z } from '../../connector-kit/index.ts';

export const dialects = { sqlite, duckdb } as const satisfies Record<string, Dialect>;

/** What the owner says when adding the connector. */
export const fileSettings = z
  .object({
    kind: z.enum(['sqlite', 'duckdb']).meta({ title: 'Kind' }),
    file: z
      .string()
      .refine(isAbsolute, 'a file is a whole path, such as /home/ada/orders.db')
      .meta({ title: 'File' })
      .describe('The database, as a whole path. The tools reach this file and no other.'),
    ...sqlSettings,
  })
  .superRefine(({ kind, queries }, context) => {
    for (const message of queryFaults(queries, dialects[kind])) context.addIssue({ code: 'custom', path: ['queries'], message });
  });
export type FileSettings = z.output<typeof fileSettings>;
