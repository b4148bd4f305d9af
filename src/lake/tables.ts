import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KqlType, TableSource } from '../kql/index.ts';
import { createCatalogue } from './data/create-catalogue.ts';
import { openManifest } from './data/manifest.ts';
import { type LakeSchema, tableSources } from './schema.ts';

/** Where the tables of queries are: fixed ones that the engine holds itself, or those of a lake's folder. */
export type TablePlace = { readonly kind: 'fixed'; readonly schema: LakeSchema } | { readonly kind: 'lake'; readonly folder: string };

export type TableColumns = readonly { readonly name: string; readonly type: KqlType }[];

/** What the compiler asks of a workspace. Names see case. */
export type WorkspaceTables = {
  columns(table: string): TableColumns | null;
  source(table: string): TableSource | null;
  /** Every table there is, for advice about a name that is none. */
  names(): readonly string[];
  /** Tables that hold rows: what `union *` and `search` look into. */
  filled(): readonly string[];
};

export type Tables = { workspace(id: string): WorkspaceTables };

/** Opens the tables of a place; cheap to ask, and it sees what any process has committed. */
export function openTables(place: TablePlace): Tables {
  if (place.kind === 'fixed') return { workspace: () => fixedTables(place.schema) };
  mkdirSync(place.folder, { recursive: true });
  const manifest = openManifest(join(place.folder, 'manifest.sqlite'));
  const catalogue = createCatalogue({ folder: { root: place.folder, absolute: (path) => join(place.folder, path) }, manifest });
  return {
    workspace: (workspaceId) => ({
      columns: (table) => catalogue.table(workspaceId, table)?.columns ?? null,
      source: (table) => {
        const source = catalogue.sourceForQuery({ workspaceId, table });
        return source === null ? null : { ...source, ingestion: true };
      },
      names: () => catalogue.tables(workspaceId).map(({ name }) => name),
      filled: () => catalogue.tables(workspaceId).flatMap(({ name, rows }) => (rows > 0 ? [name] : [])),
    }),
  };
}

/** Folders of the place that the engine reads, when all other access is off. */
export function readableFolders(place: TablePlace): readonly string[] {
  return place.kind === 'fixed' ? [] : ['tables', 'watchlists', 'own'].map((name) => join(place.folder, name));
}

function fixedTables(schema: LakeSchema): WorkspaceTables {
  const sources = tableSources(schema);
  return {
    columns: (table) => sources.get(table)?.columns ?? null,
    source: (table) => sources.get(table) ?? null,
    names: () => [...sources.keys()],
    filled: () => [...sources.keys()],
  };
}
