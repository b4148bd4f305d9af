import { z } from 'zod';
import { lakeTableView } from '../lake-objects.ts';
import type { Route } from '../route.ts';

const takenIn = z.object({
  table: z.string(),
  rows: z.number(),
  /** Records that did not fit, with the first few and why. */
  setAside: z.number(),
  examples: z.array(z.object({ line: z.number(), reason: z.string(), text: z.string() })),
  addedColumns: z.array(z.object({ name: z.string(), type: z.string() })),
});

/** What goes into the security lake, and what is asked of it. */
export const lakeRoutes = {
  listLakeWorkspaces: {
    method: 'GET',
    path: '/lake/workspaces',
    summary: 'The workspaces of the lake',
    access: 'member',
    answer: z.object({ workspaces: z.array(z.object({ id: z.string(), name: z.string() })) }),
  },
  summarizeLake: {
    method: 'GET',
    path: '/lake/{workspace}/summary',
    summary: "How much was taken into a workspace; Patchbay's own log does not count",
    access: 'member',
    answer: z.object({ tables: z.number(), rows: z.number() }),
  },
  listLakeTables: {
    method: 'GET',
    path: '/lake/{workspace}/tables',
    summary: 'The tables of a workspace with their columns, rows and time range; known tables that are empty as well',
    access: 'member',
    answer: z.object({ tables: z.array(lakeTableView) }),
  },
  /** Each line is a `LakeQueryLine`. The query stops when the request is aborted; it is in the call log as `query_lake`. */
  queryLake: {
    method: 'POST',
    path: '/lake/{workspace}/query',
    summary: 'Run a KQL query; columns first, then rows as they come',
    access: 'member',
    body: z.object({
      query: z.string().min(1).max(1_000_000),
      /** The answer ends after so many rows, and says so. */
      maxRows: z.number().int().min(1).max(500_000).default(30_000),
    }),
    answer: 'ndjson',
  },
  /** The body is NDJSON, a JSON array (`application/json`) or CSV (`text/csv`), plain or gzip. */
  ingestRows: {
    method: 'POST',
    path: '/lake/{workspace}/tables/{table}/rows',
    summary: 'Take rows into a table; on disk when it answers',
    access: 'admin',
    query: z.object({ time: z.string().optional() }),
    answer: takenIn,
  },
  /** Each line is a `SampleLine`. It goes on when the request is aborted: half a month would answer no question rightly. */
  installSamples: {
    method: 'POST',
    path: '/lake/{workspace}/samples',
    summary: 'Fill the lake with a generated month of a small company, telling how far it is',
    access: 'admin',
    body: z.object({
      seed: z.number().int().min(0).default(1),
      until: z.iso.date().optional(),
    }),
    answer: 'ndjson',
  },
  refreshOwnTables: {
    method: 'POST',
    path: '/lake/own-tables/refresh',
    summary: 'Bring PatchbayToolCalls and PatchbayAudit up to date',
    access: 'admin',
    answer: 'nothing',
  },
} as const satisfies Record<string, Route>;
