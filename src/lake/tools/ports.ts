import type { Analyses } from '../analysis/analyses.ts';
import type { Workspace } from '../data/catalogue.ts';

/** A table as people and models read of it; times are ISO 8601. */
export type TableView = {
  readonly name: string;
  readonly description: string | null;
  readonly rows: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};

/** A query's answer, bounded for people and models. */
export type QueryAnswer = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** True: there were more rows. */
  readonly truncated: boolean;
};

/** The lake as its tools see it. */
export type LakeReader = {
  workspaces(): Promise<readonly Workspace[]>;
  tables(workspaceId: string): Promise<readonly TableView[]>;
  query(
    kql: string,
    options: { readonly workspaceId: string; readonly maxRows: number; readonly signal: AbortSignal },
  ): Promise<QueryAnswer>;
};

export type LakeToolPorts = { readonly lake: LakeReader; readonly analyses: Analyses };
