import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import type { KqlType } from '../../kql/index.ts';

/**
 * Says which files exist and what is in them; what it does not name is not there. SQLite, since a commit must be whole and on
 * disk, and since the server and the command line may both write.
 */
export type Manifest = {
  readonly database: SQLite.Database;
  /** Runs a change whole or not at all; it is on disk when this returns. */
  change<Result>(work: () => Result): Result;
  close(): void;
};

export type FileRow = {
  readonly id: number;
  readonly workspace: string;
  readonly table: string;
  readonly day: number;
  /** From the lake's folder. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  /** Ticks of the first and the last TimeGenerated. */
  readonly from: bigint;
  readonly to: bigint;
  /** Names of the columns in the file, as stored. */
  readonly shape: readonly string[];
};

export type ColumnRow = { readonly name: string; readonly type: KqlType; readonly stored: string };

const migrations: readonly string[] = [
  `CREATE TABLE workspaces (id TEXT PRIMARY KEY, name TEXT NOT NULL, created_at TEXT NOT NULL);
   CREATE TABLE columns (workspace TEXT NOT NULL, "table" TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,
     type TEXT NOT NULL, stored TEXT NOT NULL, PRIMARY KEY (workspace, "table", name));
   CREATE TABLE shapes (id INTEGER PRIMARY KEY, columns TEXT NOT NULL UNIQUE);
   CREATE TABLE files (id INTEGER PRIMARY KEY, workspace TEXT NOT NULL, "table" TEXT NOT NULL, day INTEGER NOT NULL,
     path TEXT NOT NULL UNIQUE, rows INTEGER NOT NULL, bytes INTEGER NOT NULL, "from" INTEGER NOT NULL, "to" INTEGER NOT NULL,
     shape INTEGER NOT NULL REFERENCES shapes (id), retired_at INTEGER);
   CREATE INDEX files_by_table ON files (workspace, "table", day) WHERE retired_at IS NULL;
   CREATE INDEX files_retired ON files (retired_at) WHERE retired_at IS NOT NULL;
   CREATE TABLE ingests (id TEXT PRIMARY KEY, workspace TEXT NOT NULL, "table" TEXT NOT NULL, digest TEXT, name TEXT NOT NULL,
     rows INTEGER NOT NULL, set_aside INTEGER NOT NULL, at TEXT NOT NULL);
   CREATE INDEX ingests_by_digest ON ingests (workspace, "table", digest);
   CREATE TABLE retention (workspace TEXT NOT NULL, "table" TEXT NOT NULL, days INTEGER NOT NULL, PRIMARY KEY (workspace, "table"));
   CREATE TABLE watchlists (workspace TEXT NOT NULL, alias TEXT NOT NULL, name TEXT NOT NULL, search_key TEXT NOT NULL,
     columns TEXT NOT NULL, path TEXT NOT NULL, rows INTEGER NOT NULL, updated_at TEXT NOT NULL, PRIMARY KEY (workspace, alias));
   CREATE TABLE old_paths (path TEXT PRIMARY KEY, retired_at INTEGER NOT NULL);
   CREATE TABLE own_tables (name TEXT PRIMARY KEY, version TEXT NOT NULL, path TEXT NOT NULL, rows INTEGER NOT NULL,
     "from" INTEGER NOT NULL, "to" INTEGER NOT NULL);`,
  `CREATE TABLE tables (workspace TEXT NOT NULL, "table" TEXT NOT NULL, PRIMARY KEY (workspace, "table"));
   INSERT INTO tables SELECT DISTINCT workspace, "table" FROM ingests;
   CREATE TABLE set_asides (path TEXT PRIMARY KEY, at TEXT NOT NULL);`,
];

/** Opens the manifest and brings it up to date. */
export function openManifest(file: string): Manifest {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new SQLite(file, { timeout: 30_000 });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('cache_size = -2000');
  const change = <Result>(work: () => Result): Result => database.transaction(work).immediate();
  change(() => {
    const version = Number(database.pragma('user_version', { simple: true }));
    for (const migration of migrations.slice(version)) database.exec(migration);
    database.pragma(`user_version = ${migrations.length}`);
  });
  return { database, change, close: () => database.close() };
}

type StoredFile = {
  readonly id: bigint;
  readonly workspace: string;
  readonly table: string;
  readonly day: bigint;
  readonly path: string;
  readonly rows: bigint;
  readonly bytes: bigint;
  readonly from: bigint;
  readonly to: bigint;
  readonly columns: string;
};

export type FileFilter = {
  readonly workspace: string;
  readonly table?: string;
  readonly from?: bigint | null;
  readonly to?: bigint | null;
};

/** The live files of a table, or of a whole workspace, that may hold rows of the time. */
export function listFiles({ database }: Manifest, { workspace, table, from, to }: FileFilter): readonly FileRow[] {
  const rows = database
    .prepare<[string, string | null, string | null, bigint | null, bigint | null, bigint | null, bigint | null], StoredFile>(
      `SELECT f.*, s.columns FROM files f JOIN shapes s ON s.id = f.shape
       WHERE f.workspace = ? AND f.retired_at IS NULL AND (? IS NULL OR f."table" = ?) AND (? IS NULL OR f."to" >= ?)
         AND (? IS NULL OR f."from" <= ?) ORDER BY f."table", f.day, f.id`,
    )
    .safeIntegers()
    .all(workspace, table ?? null, table ?? null, from ?? null, from ?? null, to ?? null, to ?? null);
  return rows.map((row) => ({
    id: Number(row.id),
    workspace: row.workspace,
    table: row.table,
    day: Number(row.day),
    path: row.path,
    rows: Number(row.rows),
    bytes: Number(row.bytes),
    from: row.from,
    to: row.to,
    shape: JSON.parse(row.columns) as readonly string[],
  }));
}

/** Adds files; to be called within a change. */
export function insertFiles({ database }: Manifest, files: readonly Omit<FileRow, 'id'>[]): void {
  const shape = database.prepare(
    'INSERT INTO shapes (columns) VALUES (?) ON CONFLICT (columns) DO UPDATE SET columns = columns RETURNING id',
  );
  const file = database.prepare(
    'INSERT INTO files (workspace, "table", day, path, rows, bytes, "from", "to", shape) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  for (const row of files) {
    const { id } = shape.get(JSON.stringify(row.shape)) as { readonly id: number };
    file.run(row.workspace, row.table, row.day, row.path, row.rows, row.bytes, row.from, row.to, id);
  }
}

/** Takes files out of every later query; their bytes go some time after, when no query can still read them. Says how many it took. */
export function retireFiles({ database }: Manifest, ids: readonly number[], at: number): number {
  const retire = database.prepare('UPDATE files SET retired_at = ? WHERE id = ? AND retired_at IS NULL');
  return ids.reduce((count, id) => count + retire.run(at, id).changes, 0);
}

/** Columns that a workspace's table has beyond the known ones, in their order. */
export function listColumns(
  { database }: Manifest,
  workspace: string,
  table?: string,
): readonly (ColumnRow & { readonly table: string })[] {
  return database
    .prepare<[string, string | null, string | null], ColumnRow & { readonly table: string }>(
      'SELECT "table", name, type, stored FROM columns WHERE workspace = ? AND (? IS NULL OR "table" = ?) ORDER BY "table", position',
    )
    .all(workspace, table ?? null, table ?? null);
}

/** Adds columns at the end; to be called within a change. */
export function insertColumns(
  { database }: Manifest,
  place: { readonly workspace: string; readonly table: string },
  added: readonly ColumnRow[],
): void {
  const insert = database.prepare(
    `INSERT INTO columns (workspace, "table", position, name, type, stored)
     VALUES (@workspace, @table, (SELECT count(*) FROM columns WHERE workspace = @workspace AND "table" = @table), @name, @type, @stored)`,
  );
  for (const column of added) insert.run({ ...place, ...column });
}
