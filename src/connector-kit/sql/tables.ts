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
      key: key === null || key === undefined ? null : Number(key),
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
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
