import { join } from 'node:path';
import type { LakeCatalogue, Workspace } from './catalogue.ts';
import { compact, type CompactionReport, type CompactionRequest } from './compaction.ts';
import { createCatalogue } from './create-catalogue.ts';
import { createDuckPool } from './duck.ts';
import { ingestFile } from './ingest/ingest-file.ts';
import type { IngestHooks, IngestReport, IngestRequest } from './ingest/request.ts';
import { openLakeFolder } from './lake-folder.ts';
import { openManifest } from './manifest.ts';
import { type OwnLog, refreshOwnTables } from './own-log.ts';
import { recover, sweepRetired } from './recovery.ts';
import { applyRetention, listRetention, type RetentionRule, setRetention } from './retention.ts';
import { putWatchlist, removeWatchlist, type WatchlistRequest } from './watchlists.ts';
import { createWorkspace, requireWorkspace } from './workspaces.ts';

/** The data-in half of the lake: what comes in, what is kept, and the catalogue for those who ask. `workspaceId` may be a name. */
export type LakeData = {
  readonly catalogue: LakeCatalogue;
  /** Takes a file in, whole or not at all; durable when it resolves. */
  ingest(request: IngestRequest, hooks: IngestHooks): Promise<IngestReport>;
  /** A new empty folder on the lake's disk for what arrives in pieces; it goes with the process. */
  workFolder(): string;
  compact(request: CompactionRequest): Promise<CompactionReport>;
  createWorkspace(workspace: Workspace): Workspace;
  retention(workspaceId: string): readonly RetentionRule[];
  setRetention(rule: Omit<RetentionRule, 'days'> & { readonly days: number | null }): void;
  putWatchlist(request: WatchlistRequest): Promise<{ readonly rows: number; readonly searchKey: string }>;
  removeWatchlist(workspaceId: string, alias: string): void;
  /** Brings PatchbayToolCalls and PatchbayAudit up to date; cheap when nothing was written since. */
  refreshOwnTables(log: OwnLog, signal: AbortSignal): Promise<void>;
  /** What is due: retention, merging of days in many pieces, deleting of files that nobody reads any more. */
  maintain(signal: AbortSignal): Promise<MaintenanceReport>;
  close(): Promise<void>;
};

export type MaintenanceReport = { readonly expiredRows: number; readonly merged: number; readonly deletedFiles: number };
export type LakeDataOptions = {
  readonly folder: string;
  readonly clock: () => number;
  readonly memory?: string;
  readonly threads?: number;
};

/** In the background a day is merged once it lies in this many pieces. */
const manyFiles = 8;

/** Opens the lake of a folder, makes it if it is not there, and clears away what killed processes left. */
export function openLakeData({ folder: root, clock, memory, threads }: LakeDataOptions): LakeData {
  const folder = openLakeFolder(root);
  const manifest = openManifest(folder.manifest);
  recover(folder, manifest);
  sweepRetired(folder, manifest, clock());
  const ducks = createDuckPool({ tempFolder: join(folder.root, 'tmp', folder.writer, 'spill'), memory, threads });
  const dependencies = { folder, manifest, ducks, clock };
  const catalogue = createCatalogue({ folder, manifest });
  const idOf = (workspace: string) => requireWorkspace(catalogue, workspace).id;
  return {
    catalogue,
    ingest: async (request, hooks) => ingestFile(dependencies, { ...request, workspaceId: idOf(request.workspaceId) }, hooks),
    workFolder: folder.work,
    compact: async (request) => compact(dependencies, { ...request, workspaceId: idOf(request.workspaceId) }),
    createWorkspace: (workspace) => createWorkspace(manifest, workspace, clock()),
    retention: (workspaceId) => listRetention(manifest, idOf(workspaceId)),
    setRetention: (rule) => setRetention(manifest, { ...rule, workspace: idOf(rule.workspace) }),
    putWatchlist: async (request) => putWatchlist(dependencies, { ...request, workspaceId: idOf(request.workspaceId) }),
    removeWatchlist: (workspaceId, alias) => removeWatchlist(manifest, { workspaceId: idOf(workspaceId), alias, now: clock() }),
    refreshOwnTables: (log, signal) => refreshOwnTables(dependencies, log, signal),
    maintain: async (signal) => {
      const workspaces = catalogue.workspaces().map(({ id }) => id);
      const expiredRows = applyRetention(manifest, { workspaces, now: clock() });
      let merged = 0;
      for (const workspaceId of workspaces) merged += (await compact(dependencies, { workspaceId, minFiles: manyFiles, signal })).merged;
      return { expiredRows, merged, deletedFiles: sweepRetired(folder, manifest, clock()) };
    },
    close: async () => {
      await ducks.close();
      manifest.close();
      folder.close();
    },
  };
}
