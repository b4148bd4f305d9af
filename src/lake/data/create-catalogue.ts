import { join } from 'node:path';
import { type LakeCatalogue, type LakeTable, defaultWorkspace, type WatchlistView, type Workspace } from './catalogue.ts';
import type { LakeFolder } from './lake-folder.ts';
import { knownTables } from './known-tables.ts';
import { listColumns, listFiles, type Manifest } from './manifest.ts';
import { ownTables } from './own-tables.ts';
import { fileSource, sourceOf } from './source-sql.ts';
import { tableDescriptions } from './table-descriptions.ts';
import { completeColumns, tableColumns } from './tables.ts';

/** The catalogue over a manifest. */
export function createCatalogue({
  folder,
  manifest,
}: {
  readonly folder: Pick<LakeFolder, 'root' | 'absolute'>;
  readonly manifest: Manifest;
}): LakeCatalogue {
  const { database } = manifest;
  const workspaces = (): readonly Workspace[] => {
    const stored = database.prepare<[], Workspace>('SELECT id, name FROM workspaces ORDER BY name').all();
    return stored.some(({ id }) => id === defaultWorkspace.id) ? stored : [defaultWorkspace, ...stored];
  };

  const tables = (workspaceId: string): readonly LakeTable[] => {
    const columns = Map.groupBy(listColumns(manifest, workspaceId), (column) => column.table);
    const figures = new Map(readFigures(manifest, workspaceId).map((figure) => [figure.table, figure]));
    const names = new Set([...knownTables().keys(), ...columns.keys(), ...figures.keys()]);
    const stored = [...names].map((name) =>
      describe(name, { columns: completeColumns(name, columns.get(name) ?? []), figure: figures.get(name) }),
    );
    return [...stored, ...ownTables.map((own) => describeOwn(own.name))].sort((left, right) => (left.name < right.name ? -1 : 1));
  };

  const describeOwn = (name: string): LakeTable => {
    const own = ownTables.find((each) => each.name === name);
    const held = database
      .prepare<[string], { rows: bigint; from: bigint; to: bigint }>('SELECT rows, "from", "to" FROM own_tables WHERE name = ?')
      .safeIntegers()
      .get(name);
    const filled = held !== undefined && held.rows > 0n;
    return {
      name,
      description: own?.description ?? null,
      origin: 'own',
      columns: own?.columns ?? [],
      rows: Number(held?.rows ?? 0),
      bytes: 0,
      from: filled ? held.from : null,
      to: filled ? held.to : null,
    };
  };

  return {
    workspaces,
    findWorkspace: (idOrName) =>
      workspaces().find(({ id }) => id === idOrName) ??
      workspaces().find(({ name }) => name.toLowerCase() === idOrName.toLowerCase()) ??
      null,
    tables,
    table: (workspaceId, name) => {
      if (ownTables.some((own) => own.name === name)) return describeOwn(name);
      const extra = listColumns(manifest, workspaceId, name);
      const figure = readFigures(manifest, workspaceId, name)[0];
      if (!knownTables().has(name) && extra.length === 0 && figure === undefined) return null;
      return describe(name, { columns: completeColumns(name, extra), figure });
    },
    tableNames: (workspaceId) => {
      const held = database.prepare<[string], { table: string }>('SELECT "table" FROM tables WHERE workspace = ?').all(workspaceId);
      return new Set([...knownTables().keys(), ...ownTables.map(({ name }) => name), ...held.map(({ table }) => table)]);
    },
    filledTables: (workspaceId) => [
      ...readFigures(manifest, workspaceId).flatMap(({ table, rows }) => (rows > 0 ? [{ name: table, origin: originOf(table) }] : [])),
      ...ownTables.map(({ name }) => describeOwn(name)).filter(({ rows }) => rows > 0),
    ],
    sourceForQuery: ({ workspaceId, table, from, to, columns: asked }) => {
      const own = ownTables.find(({ name }) => name === table);
      if (own !== undefined) {
        const held = database
          .prepare<[string], { path: string; rows: number }>('SELECT path, rows FROM own_tables WHERE name = ?')
          .get(table);
        return fileSource(own.columns, held === undefined ? null : { path: folder.absolute(held.path), rows: held.rows });
      }
      const columns = tableColumns(manifest, workspaceId, table);
      const files = listFiles(manifest, { workspace: workspaceId, table, from, to });
      const isThere = files.length > 0 || knownTables().has(table) || readFigures(manifest, workspaceId, table).length > 0;
      return isThere ? sourceOf({ table, columns, files, absolute: folder.absolute, asked }) : null;
    },
    watchlists: (workspaceId) => listWatchlists(manifest, workspaceId),
    watchlistSource: (workspaceId, alias) => {
      const held = database
        .prepare<[string, string], { path: string; rows: number; columns: string }>(
          'SELECT path, rows, columns FROM watchlists WHERE workspace = ? AND alias = ? COLLATE NOCASE',
        )
        .get(workspaceId, alias);
      if (held === undefined) return null;
      return fileSource(JSON.parse(held.columns), { path: folder.absolute(held.path), rows: held.rows });
    },
    schemaVersion: (workspaceId) => {
      const count = (sql: string) => database.prepare<[string], { version: string }>(sql).get(workspaceId)?.version ?? '';
      // A table whose file brought no column of its own is new to the schema as well.
      return [
        count('SELECT count(*) AS version FROM columns WHERE workspace = ?'),
        count('SELECT count(*) AS version FROM tables WHERE workspace = ?'),
        count("SELECT coalesce(group_concat(alias || updated_at), '') AS version FROM watchlists WHERE workspace = ?"),
      ].join('/');
    },
    folders: ['tables', 'watchlists', 'own'].map((name) => join(folder.root, name)),
  };
}

type Figure = {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  readonly from: bigint | null;
  readonly to: bigint | null;
};

/** Figures of tables that something was ingested into, by what is live now. */
function readFigures({ database }: Manifest, workspace: string, table?: string): readonly Figure[] {
  return database
    .prepare<
      [string, string | null, string | null],
      { table: string; rows: bigint; bytes: bigint; from: bigint | null; to: bigint | null }
    >(
      `SELECT t."table", coalesce(sum(f.rows), 0) AS rows, coalesce(sum(f.bytes), 0) AS bytes, min(f."from") AS "from", max(f."to") AS "to"
       FROM tables t
       LEFT JOIN files f ON f.workspace = t.workspace AND f."table" = t."table" AND f.retired_at IS NULL
       WHERE t.workspace = ? AND (? IS NULL OR t."table" = ?) GROUP BY t."table"`,
    )
    .safeIntegers()
    .all(workspace, table ?? null, table ?? null)
    .map((row) => ({ ...row, rows: Number(row.rows), bytes: Number(row.bytes) }));
}

function originOf(name: string): 'known' | 'custom' {
  return knownTables().has(name) ? 'known' : 'custom';
}

function describe(name: string, { columns, figure }: { readonly columns: LakeTable['columns']; readonly figure?: Figure }): LakeTable {
  return {
    name,
    description: tableDescriptions.get(name) ?? null,
    origin: originOf(name),
    columns: columns.map(({ name: column, type }) => ({ name: column, type })),
    rows: figure?.rows ?? 0,
    bytes: figure?.bytes ?? 0,
    from: figure?.from ?? null,
    to: figure?.to ?? null,
  };
}

function listWatchlists({ database }: Manifest, workspace: string): readonly WatchlistView[] {
  return database
    .prepare<[string], { alias: string; name: string; search_key: string; columns: string; rows: number; updated_at: string }>(
      'SELECT alias, name, search_key, columns, rows, updated_at FROM watchlists WHERE workspace = ? ORDER BY alias',
    )
    .all(workspace)
    .map((row) => ({
      alias: row.alias,
      name: row.name,
      searchKey: row.search_key,
      columns: (JSON.parse(row.columns) as readonly { readonly name: string }[]).map((column) => column.name),
      rows: row.rows,
      updatedAt: row.updated_at,
    }));
}
