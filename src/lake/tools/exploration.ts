import { defineTool, type ToolContext, ToolError, z } from '../../connector-kit/index.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAdminister } from '../../domain/principal.ts';
import type { LakeQuestions } from './ports.ts';
import { searchTables } from './table-search.ts';
import { asWritten, visualizationShape } from './visualization-shape.ts';

export const reads = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;
export const labels = { reads: 'private', untrusted: true, sends: 'none' } as const;
export const workspaceParameter = z
  .string()
  .optional()
  .describe('Id or name of the workspace; left out: the default one. list_sentinel_workspaces names them.');

const maxRows = 1000;

/** The rows of a query, as tools give them. */
export const answerSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(z.unknown())),
  truncated: z.boolean().describe('True: there are more rows than were given. Summarize, or filter further.'),
  visualization: visualizationShape.optional().describe('What the render operator of the query asks for; the chat draws it.'),
});

export type ExplorationOptions = {
  readonly lakeOf: (context: ToolContext<unknown>) => LakeQuestions;
  /** True where queries leave this machine. */
  readonly elsewhere?: boolean;
};

/** Finding tables, running KQL, naming workspaces: the names and parameters are those of Microsoft Sentinel's server. */
export function explorationTools({ lakeOf, elsewhere = false }: ExplorationOptions) {
  const annotations = { ...reads, openWorldHint: elsewhere };
  const searchTablesTool = defineTool({
    name: 'search_tables',
    title: 'Search tables',
    description:
      'Finds the tables of the security data lake that fit a question, with their columns, types, row counts and time range. Use it before query_lake, so that the query names tables and columns that exist.',
    scopes: [],
    annotations,
    labels,
    input: z.object({
      query: z.string().min(1).describe('What you look for, in words: "sign-ins", "DNS", "mailbox rules".'),
      workspaceId: workspaceParameter,
    }),
    output: z.object({
      tables: z.array(
        z.object({
          name: z.string(),
          description: z.string().nullable(),
          rows: z.number().nullable().describe('Null: not known.'),
          from: z.string().nullable(),
          to: z.string().nullable(),
          columns: z.array(z.object({ name: z.string(), type: z.string() })),
        }),
      ),
    }),
    examples: [{ title: 'Sign-ins', input: { query: 'failed sign-ins' } }],
    run: async ({ query: words, workspaceId }, context) => {
      const lake = lakeOf(context);
      const tables = await lake.tables(await workspaceOf(lake, workspaceId), { ownTables: mayAdminister(context.principal) });
      return {
        tables: searchTables(tables, words).map(({ table }) => ({ ...table, columns: [...table.columns] })),
      };
    },
  });

  const queryLake = defineTool({
    name: 'query_lake',
    title: 'Query the lake',
    description: `Runs one KQL query on the security data lake and gives its columns and rows (at most ${maxRows}). Use it for focused questions: filter by TimeGenerated first, then summarize or take. Errors name line, column and what would be right.`,
    scopes: [],
    annotations,
    labels,
    input: z.object({ query: z.string().min(1).describe('A KQL query.'), workspaceId: workspaceParameter }),
    output: answerSchema,
    examples: [
      {
        title: 'Failed sign-ins of a day',
        input: { query: 'SigninLogs | where TimeGenerated > ago(1d) | where ResultType != "0" | summarize count() by UserPrincipalName' },
      },
    ],
    run: async ({ query, workspaceId }, context) => {
      const lake = lakeOf(context);
      return answerOf(lake, { query, workspaceId: await workspaceOf(lake, workspaceId), ...askedBy(context) });
    },
  });

  const listWorkspaces = defineTool({
    name: 'list_sentinel_workspaces',
    title: 'List workspaces',
    description: 'Names the workspaces of the lake with their ids. Use it first where more than one may exist.',
    scopes: [],
    annotations,
    labels,
    input: z.object({}),
    output: z.object({ workspaces: z.array(z.object({ workspaceId: z.string(), name: z.string() })) }),
    examples: [{ title: 'All of them', input: {} }],
    run: async (_input, context) => ({
      workspaces: (await lakeOf(context).workspaces()).map(({ id, name }) => ({ workspaceId: id, name })),
    }),
  });

  return [searchTablesTool, queryLake, listWorkspaces];
}

/** How far whoever asks may see. */
export function askedBy({ principal, signal }: Pick<ToolContext<unknown>, 'principal' | 'signal'>) {
  return { ownTables: mayAdminister(principal), signal };
}

/** Runs a query for a tool; what is wrong with it is the model's to correct. */
export async function answerOf(
  lake: Pick<LakeQuestions, 'query'>,
  {
    query,
    ...options
  }: { readonly query: string; readonly workspaceId: string; readonly ownTables: boolean; readonly signal: AbortSignal },
): Promise<z.input<typeof answerSchema>> {
  const { columns, rows, truncated, visualization } = await lake.query(query, { ...options, maxRows }).catch(explain);
  return {
    columns: columns.map((column) => ({ ...column })),
    rows: rows.map((row) => [...row]),
    truncated,
    ...(visualization === null ? {} : { visualization: asWritten(visualization) }),
  };
}

/** The id of a workspace that exists; the default one where none is named. */
export async function workspaceOf(lake: Pick<LakeQuestions, 'workspaces'>, named = 'default'): Promise<string> {
  const found = (await lake.workspaces()).find(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase());
  if (found === undefined) throw new ToolError(`There is no workspace "${named}". list_sentinel_workspaces names those that exist.`);
  return found.id;
}

/** What is wrong with a query is for whoever wrote it: the model reads the place and the words, and corrects itself. */
function explain(error: unknown): never {
  if (!(error instanceof AppError) || !error.code.startsWith('kql.')) throw error;
  const [first] = Array.isArray(error.detail.diagnostics)
    ? (error.detail.diagnostics as { line: number; column: number; code: string }[])
    : [];
  throw new ToolError(
    first === undefined ? error.message : `${error.message} (${first.code}, line ${first.line}, column ${first.column})`,
    { cause: error },
  );
}
