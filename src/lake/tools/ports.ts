import type { Analyses } from '../analysis/analyses.ts';
import type { Visualization } from '../../kql/index.ts';
import type { Workspace } from '../data/catalogue.ts';

/** A table as people and models read of it; times are ISO 8601. */
export type TableView = {
  readonly name: string;
  readonly description: string | null;
  /** Null: not known. */
  readonly rows: number | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};

/** A table of the lake here, where rows are counted. */
export type CountedTable = TableView & { readonly rows: number };

/** A query's answer, bounded for people and models. */
export type QueryAnswer = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** What the query's `render` asks for. */
  readonly visualization: Visualization | null;
  readonly rows: readonly (readonly unknown[])[];
  /** True: there were more rows. */
  readonly truncated: boolean;
};

/** A query's answer as it comes: each row as the JSON text of an array. */
export type QueryStream = Pick<QueryAnswer, 'columns' | 'visualization'> & { readonly rows: AsyncIterable<readonly string[]> };

/** Instants between which rows are seen, ISO 8601; null is open. */
export type TimeRange = { readonly from: string | null; readonly to: string | null };

/** The lake as its tools see it. `ownTables`: Patchbay's own log is seen too, which is everyone's; it is for those who administer. */
export type LakeReader = {
  workspaces(): Promise<readonly Workspace[]>;
  /** How many tables hold how many rows of what was taken in. */
  summary(workspaceId: string): Promise<{ readonly tables: number; readonly rows: number }>;
  tables(workspaceId: string, options?: { readonly ownTables?: boolean }): Promise<readonly CountedTable[]>;
  query(
    kql: string,
    options: { readonly workspaceId: string; readonly maxRows: number; readonly ownTables?: boolean; readonly signal: AbortSignal },
  ): Promise<QueryAnswer>;
  /** Every row up to the engine's limits, as the engine makes them. */
  stream(
    kql: string,
    options: { readonly workspaceId: string; readonly timeRange?: TimeRange; readonly ownTables?: boolean; readonly signal: AbortSignal },
  ): Promise<QueryStream>;
};

/** What the tools that explore need, of the lake here or of an engine elsewhere. */
export type LakeQuestions = Pick<LakeReader, 'workspaces' | 'query'> & {
  tables(...asked: Parameters<LakeReader['tables']>): Promise<readonly TableView[]>;
};

export type LakeToolPorts = { readonly lake: LakeReader; readonly analyses: Analyses };
