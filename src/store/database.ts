import BetterSqlite3 from 'better-sqlite3';
import { Kysely, PostgresDialect, type SqliteDatabase, SqliteDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './schema.ts';

export type Dialect = 'sqlite' | 'postgres';
export type Database = {
  readonly dialect: Dialect;
  readonly kysely: Kysely<Tables>;
  /** The SQLite handle, for pragmas; null on PostgreSQL. */
  readonly sqlite: BetterSqlite3.Database | null;
};

/** Opens a SQLite file (`:memory:` for tests). WAL, foreign keys on; commits reach the disk before they are answered. */
export function openSqlite(file: string): Database {
  const sqlite = new BetterSqlite3(file);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('busy_timeout = 5000');
  return {
    dialect: 'sqlite',
    kysely: new Kysely<Tables>({ dialect: new SqliteDialect({ database: withStatementCache(sqlite) }) }),
    sqlite,
  };
}

const cachedStatements = 256;

/** Parsing a statement costs as much as running it; the statements are few and come again with every call. */
function withStatementCache(sqlite: BetterSqlite3.Database): SqliteDatabase {
  const statements = new Map<string, BetterSqlite3.Statement>();
  return {
    close: () => sqlite.close(),
    prepare: (text) => {
      const known = statements.get(text);
      if (known !== undefined) return known;
      const statement = sqlite.prepare(text);
      if (statements.size >= cachedStatements) statements.clear();
      statements.set(text, statement);
      return statement;
    },
  };
}

/** Opens a pool on a `postgres://` address. */
export function openPostgres(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // An idle client that loses its server raises here; the pool replaces it, and the next query tells.
  pool.on('error', () => {});
  return { dialect: 'postgres', kysely: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), sqlite: null };
}
