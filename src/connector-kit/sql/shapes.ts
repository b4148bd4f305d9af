import { z } from 'zod';
import type { ToolHints, ToolLabels } from '../tool.ts';
import type { Rows } from './database.ts';

/** Reading a database reaches nobody else; its rows may hold what strangers wrote. */
export const reads: { readonly annotations: ToolHints; readonly labels: ToolLabels } = {
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  labels: { reads: 'private', untrusted: true, sends: 'none' },
};

export const writes: { readonly annotations: ToolHints; readonly labels: ToolLabels } = {
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  labels: { reads: 'private', untrusted: true, sends: 'workspace' },
};

export const parametersInput = z
  .array(z.union([z.string(), z.number(), z.boolean(), z.null()]))
  .max(200)
  .default([])
  .describe('Values for the places in the statement, in order; never write a value into the statement');

export const limitInput = z.int().min(1).max(1000).default(100).describe('Rows at most');
export const secondsInput = z.int().min(1).max(60).default(20).describe('Seconds at most, then it is stopped in the database');

export const rowsOutput = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.json())),
  truncated: z.enum(['rows', 'bytes']).nullable().describe('What cut the answer off: ask for less or aggregate; null: it is whole'),
  clippedValues: z.int().describe('Values that were too long; each ends with a mark'),
});

export const maxAnswerBytes = 400_000;

/** As the schema above has it, which knows no readonly lists. */
export function toOutput({ columns, rows, truncated, clippedValues }: Rows): z.input<typeof rowsOutput> {
  // Cells are JSON by type; zod's own JSON type has mutable lists.
  return { columns: [...columns], rows: rows.map((row) => [...row]) as z.input<typeof rowsOutput>['rows'], truncated, clippedValues };
}
