/** What commands ask of the data in the lake; main hands over the real one, loaded when a command asks. */
export type LakeDataCommands = {
  ingest(request: LakeIngest, hooks: LakeIngestHooks): Promise<LakeIngestReport>;
  /** Standard input as a file. */
  spoolInput(signal: AbortSignal): Promise<string>;
  tables(workspaceId: string): readonly LakeTableLine[];
  workspaces(): readonly { readonly id: string; readonly name: string }[];
  createWorkspace(workspace: { readonly id: string; readonly name: string }): { readonly id: string; readonly name: string };
  compact(request: {
    readonly workspaceId: string;
    readonly table?: string;
    readonly minFiles: number;
    readonly signal: AbortSignal;
  }): Promise<{
    readonly merged: number;
    readonly into: number;
  }>;
  maintain(signal: AbortSignal): Promise<{ readonly expiredRows: number; readonly merged: number; readonly deletedFiles: number }>;
  retention(workspaceId: string): readonly { readonly table: string; readonly days: number }[];
  setRetention(rule: { readonly workspace: string; readonly table: string; readonly days: number | null }): void;
  watchlists(workspaceId: string): readonly {
    readonly alias: string;
    readonly name: string;
    readonly searchKey: string;
    readonly rows: number;
    readonly updatedAt: string;
  }[];
  putWatchlist(request: {
    readonly workspaceId: string;
    readonly alias: string;
    readonly name?: string;
    readonly searchKey?: string;
    readonly path: string;
    readonly signal: AbortSignal;
  }): Promise<{ readonly rows: number; readonly searchKey: string }>;
  removeWatchlist(workspaceId: string, alias: string): void;
  samples(request: LakeSamples, hooks: LakeIngestHooks): Promise<readonly LakeIngestReport[]>;
};

export type LakeIngest = {
  readonly workspaceId: string;
  readonly table: string;
  readonly path: string;
  readonly name?: string;
  readonly time?: string;
  readonly format?: 'ndjson' | 'json' | 'csv' | 'parquet' | 'xml';
  readonly delimiter?: string;
  readonly columns?: readonly string[];
  readonly repeated?: 'refuse' | 'allow';
};

export type LakeIngestHooks = { readonly signal: AbortSignal; readonly onProgress?: (phase: string, percent: number) => void };

export type LakeIngestReport = {
  readonly table: string;
  readonly name: string;
  readonly rows: number;
  readonly days: number;
  readonly setAside: number;
  readonly setAsideFile: string | null;
  readonly examples: readonly { readonly line: number; readonly reason: string }[];
  readonly timeFrom: string | null;
  readonly mapping: string | null;
  readonly addedColumns: readonly { readonly name: string; readonly type: string }[];
  readonly droppedKeys: readonly string[];
  readonly milliseconds: number;
};

export type LakeSamples = { readonly workspaceId: string; readonly seed: number; readonly until?: string };

export type LakeTableLine = {
  readonly name: string;
  readonly description: string | null;
  readonly origin: string;
  readonly rows: number;
  readonly bytes: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
};
