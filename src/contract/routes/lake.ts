import { z } from 'zod';
import type { Route } from '../route.ts';

const takenIn = z.object({
  table: z.string(),
  rows: z.number(),
  /** Records that did not fit, with the first few and why. */
  setAside: z.number(),
  examples: z.array(z.object({ line: z.number(), reason: z.string(), text: z.string() })),
  addedColumns: z.array(z.object({ name: z.string(), type: z.string() })),
});

/** What goes into the security lake. */
export const lakeRoutes = {
  /** The body is NDJSON, a JSON array (`application/json`) or CSV (`text/csv`), plain or gzip. */
  ingestRows: {
    method: 'POST',
    path: '/lake/{workspace}/tables/{table}/rows',
    summary: 'Take rows into a table; on disk when it answers',
    access: 'admin',
    query: z.object({ time: z.string().optional() }),
    answer: takenIn,
  },
  installSamples: {
    method: 'POST',
    path: '/lake/{workspace}/samples',
    summary: 'Fill the lake with a generated month of a small company',
    access: 'admin',
    body: z.object({
      seed: z.number().int().min(0).default(1),
      until: z.iso.date().optional(),
    }),
    answer: z.object({ tables: z.array(takenIn.pick({ table: true, rows: true })) }),
  },
  refreshOwnTables: {
    method: 'POST',
    path: '/lake/own-tables/refresh',
    summary: 'Bring PatchbayToolCalls and PatchbayAudit up to date',
    access: 'admin',
    answer: 'nothing',
  },
} as const satisfies Record<string, Route>;
