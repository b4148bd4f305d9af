import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KqlType, TableSource } from '../kql/index.ts';
import { createCatalogue } from './data/create-catalogue.ts';
import { openManifest } from './data/manifest.ts';
import { isOwnTable } from './data/own-tables.ts';
import { watchlistAlias } from './language/watchlists.ts';
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

/** Ticks between which rows are seen, both ends included; null is open. */
export type TickRange = { readonly from: bigint | null; readonly to: bigint | null };

/** What of a workspace somebody sees. */
export type Sight = {
  readonly range?: TickRange;
  /** False: Patchbay's own log is as if it were not there. */
  readonly ownTables?: boolean;
};

export type Tables = { workspace(id: string, sight?: Sight): WorkspaceTables };

/** Opens the tables of a place; cheap to ask, and it sees what any process has committed. */
export function openTables(place: TablePlace): Tables {
  if (place.kind === 'fixed') return { workspace: () => fixedTables(place.schema) };
  mkdirSync(place.folder, { recursive: true });
  const manifest = openManifest(join(place.folder, 'manifest.sqlite'));
  const catalogue = createCatalogue({ folder: { root: place.folder, absolute: (path) => join(place.folder, path) }, manifest });
  return {
    workspace: (workspaceId, { range, ownTables = true } = {}) => {
      const names = catalogue.tableNames(workspaceId);
      return {
        columns: (table) => {
          const alias = watchlistAlias(table);
          if (alias !== null) return catalogue.watchlistSource(workspaceId, alias)?.columns ?? null;
          if (!names.has(table)) return null;
          const found = catalogue.table(workspaceId, table);
          return found === null || (found.origin === 'own' && !ownTables) ? null : found.columns;
        },
        source: (table) => {
          const alias = watchlistAlias(table);
          if (alias !== null) return catalogue.watchlistSource(workspaceId, alias);
          const source = catalogue.sourceForQuery({ workspaceId, table });
          if (source === null) return null;
          const time = range === undefined ? null : timeOf(source);
          const part = (bounds: TickRange, named: ReadonlySet<string>): string => {
            const columns = time === null ? named : new Set([...named, time]);
            return clipped(catalogue.sourceForQuery({ workspaceId, table, ...bounds, columns }) ?? source, range).from;
          };
          return {
            ...clipped(source, range),
            part: (wanted) => part(overlap(wanted.range, range), wanted.columns),
            ingestion: true,
            filled: true,
          };
        },
        names: () => [...names].filter((name) => ownTables || !isOwnTable(name)),
        filled: () => catalogue.filledTables(workspaceId).flatMap(({ name, origin }) => (origin !== 'own' || ownTables ? [name] : [])),
      };
    },
  };
}

const unbounded: TickRange = { from: null, to: null };

function overlap(asked: TickRange, { from, to }: TickRange = unbounded): TickRange {
  return {
    from: asked.from === null || (from !== null && from > asked.from) ? from : asked.from,
    to: asked.to === null || (to !== null && to < asked.to) ? to : asked.to,
  };
}

/** The rows of a table that a range of time lets through; tables without a time are not bounded by it. */
function clipped<Source extends TableSource>(source: Source, range: TickRange | undefined): Source {
  const time = timeOf(source);
  if (range === undefined || time === null) return source;
  const bounds = [...(range.from === null ? [] : [`${time} >= ${range.from}`]), ...(range.to === null ? [] : [`${time} <= ${range.to}`])];
  return bounds.length === 0 ? source : { ...source, from: `(SELECT * FROM ${source.from} AS bounded WHERE ${bounds.join(' AND ')})` };
}

/** The SQL name of a table's time. */
function timeOf({ columns }: TableSource): string | null {
  const time = columns.find(({ name, type }) => name === 'TimeGenerated' && type === 'datetime');
  return time === undefined ? null : `"${(time.stored ?? time.name).replaceAll('"', '""')}"`;
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
