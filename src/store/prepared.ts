import { type Compilable, CompiledQuery, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/**
 * A statement compiled once, for the path that every tool call takes. It is built with each column's own name in
 * place of its value, so the compiled parameters tell which value belongs where.
 */
export function prepare<Row extends object>(
  columns: readonly (keyof Row & string)[],
  build: (placeholders: Row) => Compilable,
): (row: Row) => CompiledQuery {
  // The placeholders stand in for values only while kysely prints the SQL; no database sees them.
  const placeholders = Object.fromEntries(columns.map((column) => [column, column])) as Row;
  const { sql, parameters } = build(placeholders).compile();
  const order = parameters as readonly (keyof Row)[];
  return (row) =>
    CompiledQuery.raw(
      sql,
      order.map((column) => row[column]),
    );
}

/** A question compiled once, likewise: what is given stands for itself in `build`. */
export function prepareRead<Given extends object, Row>(
  database: Pick<Kysely<Tables>, 'executeQuery'>,
  given: readonly (keyof Given & string)[],
  build: (placeholders: Given) => Compilable<Row>,
): (values: Given) => Promise<readonly Row[]> {
  const query = prepare<Given>(given, build);
  // The statement is the one that `build` has the rows of.
  return async (values) => (await database.executeQuery(query(values) as CompiledQuery<Row>)).rows;
}
