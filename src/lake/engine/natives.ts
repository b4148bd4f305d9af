import { BIGINT, BOOLEAN, DOUBLE, type DuckDBConnection, DuckDBScalarFunction, type DuckDBType, INTEGER, VARCHAR } from '@duckdb/node-api';
import { type NativeRow, nativeRows, tooLongText } from '../../kql/index.ts';

const duckTypes = { text: VARCHAR, long: BIGINT, int: INTEGER, real: DOUBLE, bool: BOOLEAN } as const satisfies Record<string, DuckDBType>;

/** Registers the compiler's pure functions and the engine's own with an instance, through any connection of it. */
export function registerNatives(connection: DuckDBConnection, own: readonly NativeRow[]): void {
  for (const row of [...nativeRows, ...own]) connection.registerScalarFunction(toScalarFunction(row));
}

/** Characters that one value may have. */
const longest = 64_000_000;

/** A value that a function was not made for ends the query with its name; the words of JavaScript stay here. */
function safely<T>(name: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('kql:')) throw error;
    throw new Error(`kql: ${name.replace(/^kql_/, '')}() cannot take a value that it was given.`, { cause: error });
  }
}

function bounded(value: ReturnType<NativeRow['run']>): ReturnType<NativeRow['run']> {
  if (typeof value === 'string' && value.length > longest) throw new Error(tooLongText);
  return value;
}

function toScalarFunction({ name, takes, returns, nulls = false, run }: NativeRow): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name,
    parameterTypes: takes.map((type) => duckTypes[type]),
    returnType: duckTypes[returns],
    specialHandling: true,
    mainFunction: (_info, input, output) => {
      const vectors = takes.map((_, index) => input.getColumnVector(index));
      for (let index = 0; index < input.rowCount; index += 1) {
        // DuckDB hands over what the declared types hold, which are the values that rows take.
        const args = vectors.map((vector) => vector.getItem(index) as never);
        const value = !nulls && args.some((arg) => arg === null) ? null : bounded(safely(name, () => run(...args)));
        output.setItem(index, value as never);
      }
      output.flush();
    },
  });
}
