import type { KqlType } from '../../kql/index.ts';
import type { LakeColumn } from './column-types.ts';

/** A place for logs with tables of its own. */
export type Workspace = { readonly id: string; readonly name: string };

export type LakeTable = {
  readonly name: string;
  readonly description: string | null;
  /** `known`: of Microsoft's schemas; `custom`: made by what was ingested; `own`: Patchbay's log; columns are complete in each case. */
  readonly origin: 'known' | 'custom' | 'own';
  readonly columns: readonly { readonly name: string; readonly type: KqlType }[];
  readonly rows: number;
  readonly bytes: number;
  /** Ticks of the first and last TimeGenerated; null while it is empty. */
  readonly from: bigint | null;
  readonly to: bigint | null;
};

/** Where a query finds the rows of a table: a FROM item, and the columns it has. */
export type LakeSource = {
  /** `(SELECT … FROM read_parquet([…]) …)`; without alias. Strings are never NULL in it. */
  readonly from: string;
  /** KQL name, type, and `stored`: the (unquoted) SQL name that holds it. `$ingested` (ticks) is there besides. */
  readonly columns: readonly LakeColumn[];
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
};

export type SourceRequest = {
  readonly workspaceId: string;
  readonly table: string;
  /** Ticks; files that hold nothing between them are not read. The query's own filter must still be there. */
  readonly from?: bigint | null;
  readonly to?: bigint | null;
  /** The (quoted) SQL names of the columns that are asked for; all of them without it. */
  readonly columns?: ReadonlySet<string>;
};

/**
 * What queries know of the data. All of it is read from the manifest at the call, so it is cheap, synchronous, sees what any
 * process has committed, and works in any thread. Names of tables and columns see case; unknown ones give null.
 */
export type LakeCatalogue = {
  workspaces(): readonly Workspace[];
  /** By id, or by name without regard to case; `default` is always there. */
  findWorkspace(idOrName: string): Workspace | null;
  /** Every known, custom and own table, by name. */
  tables(workspaceId: string): readonly LakeTable[];
  table(workspaceId: string, name: string): LakeTable | null;
  /** Their names alone: quick, for those who look up every word of a query. */
  tableNames(workspaceId: string): ReadonlySet<string>;
  /** The names of those that hold rows. */
  filledTables(workspaceId: string): readonly Pick<LakeTable, 'name' | 'origin'>[];
  sourceForQuery(request: SourceRequest): LakeSource | null;
  /** The items of a watchlist for `_GetWatchlist('alias')`. */
  watchlistSource(workspaceId: string, alias: string): LakeSource | null;
  watchlists(workspaceId: string): readonly WatchlistView[];
  /** Changes whenever columns, tables or watchlists of the workspace change, so that symbols are made anew. */
  schemaVersion(workspaceId: string): string;
  /** Folders that the query engine must be allowed to read, when all other access is off. */
  readonly folders: readonly string[];
};

export type WatchlistView = {
  readonly alias: string;
  readonly name: string;
  readonly searchKey: string;
  readonly columns: readonly string[];
  readonly rows: number;
  readonly updatedAt: string;
};

/** The workspace that is there from the start. */
export const defaultWorkspace: Workspace = { id: 'default', name: 'Default' };
