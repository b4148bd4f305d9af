import { ToolError } from '../tool.ts';
import type { Database, Limits, Rows } from './database.ts';

export type Table = { readonly schema: string; readonly name: string; readonly kind: string; readonly comment: string | null };
export type TableColumn = {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  readonly comment: string | null;
  /** The place in the primary key, from 1; null: no part of it. */
  readonly key: number | null;
};
export type Reference = { readonly column: string; readonly schema: string; readonly table: string; readonly toColumn: string };
export type Shown = { readonly schemas: readonly string[] };

/** For what is asked about a database, not of it: large enough for any, and a bound all the same. */
export const catalogueLimits: Limits = { rows: 20_000, bytes: 8_000_000, milliseconds: 20_000 };

/** The tables and views that the settings show. */
export async function readTables(database: Database, { schemas }: Shown): Promise<readonly Table[]> {
  const [rows] = await database.read([{ sql: database.dialect.tables, values: [] }], catalogueLimits);
  return toTables(rows, schemas);
}

export type TableWithColumns = Table & { readonly columns: readonly Pick<TableColumn, 'name' | 'type' | 'comment' | 'key'>[] };

/** The same, each with its columns, in one session. */
export async function readTablesWithColumns(database: Database, { schemas }: Shown): Promise<readonly TableWithColumns[]> {
  const { tables, allColumns } = database.dialect;
  const [names, columns] = await database.read(
    [tables, allColumns].map((sql) => ({ sql, values: [] })),
    catalogueLimits,
  );
  const byTable = Map.groupBy(rowsOf(columns), ([schema, table]) => JSON.stringify([schema, table]));
  return toTables(names, schemas).map((table) => ({
    ...table,
    columns: (byTable.get(JSON.stringify([table.schema, table.name])) ?? []).map(([, , name, type, comment, key]) => ({
      name: textOf(name),
      type: textOf(type),
      comment: textOrNull(comment),
      key: placeOf(key),
    })),
  }));
}

function toTables(rows: Rows | undefined, schemas: readonly string[]): readonly Table[] {
  return rowsOf(rows)
    .map(([schema, name, kind, comment]) => ({
      schema: textOf(schema),
      name: textOf(name),
      kind: textOf(kind),
      comment: textOrNull(comment),
    }))
    .filter(({ schema }) => schemas.length === 0 || schemas.includes(schema));
}

/** The table of a name, with or without its schema. */
export async function findTable(
  database: Database,
  { table, schema, shown }: { readonly table: string; readonly schema: string; readonly shown: Shown },
): Promise<Table> {
  const tables = await readTables(database, shown);
  const found = tables.filter((candidate) => candidate.name === table && (schema === '' || candidate.schema === schema));
  const [first, ...others] = found;
  if (first === undefined) throw new ToolError(`There is no table "${table}" here. list_tables has their names.`);
  if (others.length > 0)
    throw new ToolError(`"${table}" is in ${found.map((candidate) => candidate.schema).join(' and ')}. Say which by its schema.`);
  return first;
}

export async function describeTable(
  database: Database,
  { schema, name }: Pick<Table, 'schema' | 'name'>,
): Promise<{ readonly columns: readonly TableColumn[]; readonly references: readonly Reference[] }> {
  const values = [schema, name];
  const { dialect } = database;
  const [columns, references] = await database.read(
    [
      { sql: dialect.columns, values },
      { sql: dialect.references, values },
    ],
    catalogueLimits,
  );
  return {
    columns: rowsOf(columns).map(([column, type, nullable, fallback, comment, key]) => ({
      name: textOf(column),
      type: textOf(type),
      // MySQL and SQLite have no booleans.
      nullable: nullable === true || nullable === 1,
      default: textOrNull(fallback),
      comment: textOrNull(comment),
      key: placeOf(key),
    })),
    references: rowsOf(references).map(([column, toSchema, table, toColumn]) => ({
      column: textOf(column),
      schema: textOf(toSchema),
      table: textOf(table),
      toColumn: textOf(toColumn),
    })),
  };
}

const rowsOf = (rows: Rows | undefined): readonly (readonly unknown[])[] => rows?.rows ?? [];
const placeOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
