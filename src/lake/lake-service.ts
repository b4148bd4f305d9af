import type { ConnectorDefinition } from '../connector-kit/index.ts';
import type { NewId } from '../domain/ids.ts';
import type { SavedQuery } from '../domain/saved-query.ts';
import { createAnalyses } from './analysis/analyses.ts';
import type { openLake } from './open-lake.ts';
import { createLakeConnector } from './tools/connector.ts';
import { workspaceOf } from './tools/exploration.ts';
import { createRemoteLakeConnectors } from './remote/connectors.ts';
import { createSavedQueryConnectors } from './saved-queries/connectors.ts';
import { bindQuery, sampleValues } from './saved-queries/bind.ts';
import type { LakeReader } from './tools/ports.ts';

/** Names of Patchbay's own tables, and what looks into every table. */
const asksOwnTables = /\bPatchbay(?:ToolCalls|Audit)\b|\*|\b(?:search|find)\b/;

export type LakeService = {
  /** The security data lake as a built-in connector. */
  readonly connector: ReturnType<typeof createLakeConnector>;
  /** Saved queries as tools: a connector for one's own, and one with those that come with the program. */
  readonly queryConnectors: readonly ConnectorDefinition[];
  /** The same tools over engines elsewhere. */
  readonly remoteConnectors: readonly ConnectorDefinition[];
  /** Throws an AppError that says what is wrong with a query that somebody wants to save. */
  checkSaved(saved: SavedQuery, signal: AbortSignal): Promise<void>;
  /** The lake as the page reads it. */
  readonly reader: LakeReader;
  close(): Promise<void>;
};

/** The lake within the server. Its parser and engine are loaded when somebody first asks, so that an idle server stays small. */
export function createLakeService({
  folder,
  clock,
  newId,
  geoDatabase,
  refreshOwnTables,
}: {
  readonly folder: string;
  readonly clock: () => number;
  readonly newId: NewId;
  /** A MaxMind DB file for `geo_info_from_ip_address`. */
  readonly geoDatabase?: string;
  /** Brings Patchbay's own tables up to date, for a question about them. */
  readonly refreshOwnTables: (signal: AbortSignal) => Promise<void>;
}): LakeService {
  let opened: Promise<ReturnType<typeof openLake>> | null = null;
  const open = () => (opened ??= import('./open-lake.ts').then((module) => module.openLake({ folder, clock, geoDatabase })));
  const freshen = async (kql: string, { ownTables = false, signal }: { readonly ownTables?: boolean; readonly signal: AbortSignal }) => {
    if (ownTables && asksOwnTables.test(kql)) await refreshOwnTables(signal);
  };
  const lake: LakeReader = {
    workspaces: async () => (await open()).workspaces(),
    summary: async (workspaceId) => (await open()).summary(workspaceId),
    tables: async (workspaceId, options) => (await open()).tables(workspaceId, options),
    query: async (kql, options) => {
      await freshen(kql, options);
      return (await open()).query(kql, options);
    },
    stream: async (kql, options) => {
      await freshen(kql, options);
      return (await open()).stream(kql, options);
    },
  };
  const analyses = createAnalyses({ clock, newId: () => newId<string>('trace') });
  return {
    connector: createLakeConnector({ lake, analyses }),
    queryConnectors: createSavedQueryConnectors(lake),
    remoteConnectors: createRemoteLakeConnectors(analyses),
    checkSaved: async (saved, signal) => {
      const query = bindQuery(saved, sampleValues(saved.parameters));
      await (await open()).check(query, { workspaceId: await workspaceOf(lake, saved.workspaceId), signal });
    },
    reader: lake,
    close: async () => {
      analyses.close();
      await (await opened)?.close();
    },
  };
}
