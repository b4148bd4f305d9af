import { z } from 'zod';

const lakeColumn = z.object({ name: z.string(), type: z.string() });
const scale = z.enum(['linear', 'log']);

/** A table of the lake; times are those of its first and last row. */
export const lakeTableView = z.object({
  name: z.string(),
  description: z.string().nullable(),
  rows: z.number(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  columns: z.array(lakeColumn).readonly(),
});

/** What the `render` of a query asks for; what is left out is for whoever draws to choose. */
export const visualizationView = z.object({
  chart: z.string(),
  kind: z.string().optional(),
  title: z.string().optional(),
  xtitle: z.string().optional(),
  ytitle: z.string().optional(),
  xcolumn: z.string().optional(),
  ycolumns: z.array(z.string()).readonly().optional(),
  series: z.array(z.string()).readonly().optional(),
  legend: z.enum(['visible', 'hidden']).optional(),
  xaxis: scale.optional(),
  yaxis: scale.optional(),
  ymin: z.number().optional(),
  ymax: z.number().optional(),
  accumulate: z.boolean().optional(),
});

/** What is wrong with a query and where; lines and columns count from 1. */
export const queryDiagnostic = z.object({
  code: z.string(),
  message: z.string(),
  line: z.number(),
  column: z.number(),
  length: z.number(),
  /** A name that exists and is nearly the one that was written. */
  suggestion: z.string().optional(),
});

/** One line of the answer to a query. Rows are arrays in the order of the columns. */
export type LakeQueryLine =
  | {
      readonly kind: 'columns';
      readonly callId: string;
      readonly columns: readonly LakeColumn[];
      readonly visualization: VisualizationView | null;
    }
  | { readonly kind: 'rows'; readonly rows: readonly (readonly unknown[])[] }
  | { readonly kind: 'end'; readonly rows: number; readonly milliseconds: number; readonly truncated: boolean }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** One line of the answer while sample data are taken in. */
export type SampleLine =
  | { readonly kind: 'progress'; readonly table: string; readonly done: number; readonly of: number }
  | { readonly kind: 'end'; readonly tables: readonly { readonly table: string; readonly rows: number }[] }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

export type LakeColumn = z.output<typeof lakeColumn>;
export type LakeTableView = z.output<typeof lakeTableView>;
export type VisualizationView = z.output<typeof visualizationView>;
export type QueryDiagnostic = z.output<typeof queryDiagnostic>;
