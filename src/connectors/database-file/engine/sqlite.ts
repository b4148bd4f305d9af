import type BetterSqlite from 'better-sqlite3';
import type { Column, Limits, Rows, Statement } from '../../../connector-kit/sql/database.ts';
import { createRowCollector } from '../../../connector-kit/sql/rows.ts';
import { ToolError } from '../../../connector-kit/tool.ts';
import type { Job, JobAnswer } from './job.ts';

type Database = BetterSqlite.Database;
type Prepared = BetterSqlite.Statement<unknown[], unknown[]>;

/**
 * A file opened read-only cannot be written by anything that a statement does. What answers with no rows is not run: that is how
 * SQLite itself sees `ATTACH` and `VACUUM INTO`, which reach other files.
 */
export async function runOnSqlite({ mode, file, statements, limits }: Job): Promise<JobAnswer> {
  const { default: Sqlite } = await import('better-sqlite3');
  let database: Database | null = null;
  try {
    database = new Sqlite(file, { readonly: mode === 'read', fileMustExist: true, timeout: 5000 });
    database.pragma('trusted_schema = OFF');
    if (mode === 'read') return { answers: readAll(database, statements, limits), affectedRows: null };
    const [statement] = statements;
    if (statement === undefined) return { answers: [], affectedRows: 0 };
    return write(database, statement, limits);
  } catch (error) {
    if (error instanceof Sqlite.SqliteError || error instanceof RangeError || error instanceof TypeError)
      throw new ToolError(`SQLite: ${error.message}.`, { cause: error });
    throw error;
  } finally {
    database?.close();
  }
}

function readAll(database: Database, statements: Job['statements'], limits: Limits): readonly Rows[] {
  return statements.map((statement) => read(database, statement, limits));
}

function read(database: Database, { sql, values }: Statement, limits: Limits): Rows {
  const prepared = prepare(database, sql);
  if (!prepared.reader) throw new ToolError('This statement answers with no rows. Only a SELECT, WITH, VALUES or EXPLAIN is run here.');
  return collect(prepared, values, limits);
}

/** In a transaction, where SQLite refuses `VACUUM`, `ATTACH` and changes of the journal. */
function write(database: Database, { sql, values }: Statement, limits: Limits): JobAnswer {
  database.pragma('foreign_keys = ON');
  const prepared = prepare(database, sql);
  if (prepared.readonly)
    throw new ToolError('This statement changes nothing in this file, so it is not run here. For questions there is execute_query.');
  return database
    .transaction((): JobAnswer => {
      const before = totalChanges(database);
      if (prepared.reader) {
        const rows = collectAll(prepared, values, limits);
        return { answers: [rows], affectedRows: totalChanges(database) - before };
      }
      return { answers: [], affectedRows: prepared.run(...values.map(toBound)).changes };
    })
    .immediate();
}

function prepare(database: Database, sql: string): Prepared {
  // The rows are lists, since `raw` is set below.
  return database.prepare(sql) as unknown as Prepared;
}

function columnsOf(prepared: Prepared): readonly Column[] {
  return prepared.columns().map(({ name, type }) => ({ name, type: type ?? '' }));
}

function collect(prepared: Prepared, values: Statement['values'], limits: Limits): Rows {
  const collector = createRowCollector(limits);
  for (const row of prepared
    .raw(true)
    .safeIntegers(true)
    .iterate(...values.map(toBound)))
    if (!collector.add(row)) break;
  return collector.finish(columnsOf(prepared));
}

/** A statement that changes and returns is run to its end, however much of its rows is shown. */
function collectAll(prepared: Prepared, values: Statement['values'], limits: Limits): Rows {
  const collector = createRowCollector(limits);
  for (const row of prepared
    .raw(true)
    .safeIntegers(true)
    .iterate(...values.map(toBound)))
    collector.add(row);
  return collector.finish(columnsOf(prepared));
}

function totalChanges(database: Database): number {
  return Number(database.prepare('SELECT total_changes()').pluck().get());
}

/** SQLite has no booleans, and takes whole numbers as such only when they are big ones here. */
function toBound(value: Statement['values'][number]): unknown {
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}
