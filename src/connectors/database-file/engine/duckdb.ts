import type { DuckDBConnection, DuckDBInstance, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import type { Limits, Rows, Statement } from '../../../connector-kit/sql/database.ts';
import { createRowCollector } from '../../../connector-kit/sql/rows.ts';
import { ToolError } from '../../../connector-kit/tool.ts';
import type { Job, JobAnswer } from './job.ts';

/** The file and nothing else: no other files, no network, no extensions, and no way to change that (DuckDB › Securing DuckDB). */
const locked = {
  enable_external_access: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  memory_limit: '512MB',
  threads: '2',
  lock_configuration: 'true',
} as const;

export async function runOnDuckDb({ mode, file, statements, limits }: Job): Promise<JobAnswer> {
  const { DuckDBInstance: Instance } = await import('@duckdb/node-api');
  let instance: DuckDBInstance | null = null;
  try {
    instance = await Instance.create(file, { ...locked, access_mode: mode === 'read' ? 'READ_ONLY' : 'READ_WRITE' });
    const connection = await instance.connect();
    const answers: Rows[] = [];
    let affectedRows: number | null = null;
    for (const statement of statements) {
      const { rows, changed } = await run(connection, statement, limits);
      answers.push(rows);
      affectedRows = changed;
    }
    connection.closeSync();
    return { answers, affectedRows };
  } catch (error) {
    if (error instanceof ToolError) throw error;
    if (error instanceof Error) throw new ToolError(`DuckDB: ${error.message.slice(0, 1000)}`, { cause: error });
    throw error;
  } finally {
    // What is in the log of changes moves into the file now, and not when somebody next opens it.
    instance?.closeSync();
  }
}

async function run(connection: DuckDBConnection, { sql, values }: Statement, limits: Limits) {
  const extracted = await connection.extractStatements(sql);
  if (extracted.count !== 1) throw new ToolError('Only one statement is run at a time.');
  const prepared = await extracted.prepare(0);
  if (prepared.parameterCount !== values.length)
    throw new ToolError(`The statement has ${prepared.parameterCount} places for values, and ${values.length} were given.`);
  prepared.bind(values.map(toBound));
  const result = await prepared.stream();
  const collector = createRowCollector(limits);
  const large = new Set(columnsOfLargeIntegers(result));
  // Long integers come as text; the collector makes numbers of those that are exact as such.
  const toCell = (value: unknown, index: number) => (large.has(index) && typeof value === 'string' ? BigInt(value) : value);
  const columns = result.columnNames().map((name, index) => ({ name, type: result.columnType(index).toString() }));
  for await (const rows of result.yieldRowsJson()) if (!rows.every((row) => collector.add(row.map(toCell)))) break;
  return { rows: collector.finish(columns), changed: result.rowsChanged };
}

function toBound(value: Statement['values'][number]): DuckDBValue {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}

function columnsOfLargeIntegers(result: DuckDBResult): readonly number[] {
  return result.columnTypes().flatMap((type, index) => (/^U?(BIG|HUGE)INT$/.test(type.toString()) ? [index] : []));
}
