import { quoteIdentifier } from './sql/quote.ts';
import type { KqlType, Scalar } from './types.ts';

/** A column of a step: its KQL name, and the SQL identifier that holds it (DuckDB folds case, KQL does not). */
export type Column = { readonly name: string; readonly type: KqlType; readonly sql: string; readonly total: boolean };

/** A hidden column that keeps the order of rows, since SQL tables have none. */
export type OrderKey = { readonly sql: string; readonly descending: boolean; readonly nullsFirst: boolean };

/** The result of a pipe step: a CTE, what one sees of it, and what it carries hidden. */
export type Relation = {
  readonly from: string;
  readonly columns: readonly Column[];
  readonly order: readonly OrderKey[];
  /** Row-context functions (prev, row_number) need a serialized input. */
  readonly serialized: boolean;
  /** Hidden columns that separate the parts on which a subquery runs apart (mv-apply, partition). */
  readonly parts: readonly string[];
  /** Hidden columns that pass through every row-wise step besides order and parts. */
  readonly carried: readonly string[];
  /** Of a table, filtered or not: the same with what lies outside of a range of TimeGenerated left unread. */
  readonly bounded?: (range: { readonly from: bigint | null; readonly to: bigint | null }) => Relation;
  /**
   * Of a join that keeps any one of several left rows: the same join over the left rows that meet a condition alone, so that a
   * filter right after it sees a row that passes where there is one. Takes names of left columns only.
   */
  readonly narrowed?: { readonly names: ReadonlySet<string>; readonly by: (condition: (left: Relation) => string) => Relation };
};

/** A column as an expression in the next step. */
export function columnScalar(column: Column): Scalar {
  return { sql: column.sql, type: column.type, total: column.total || column.type === 'string' };
}

/** The hidden identifiers of a relation, each once. */
export function hiddenOf(relation: Relation): readonly string[] {
  return [...new Set([...relation.parts, ...relation.order.map((key) => key.sql), ...relation.carried])];
}

/** All that a relation holds, to be selected as it is. */
export function itemsOf(relation: Relation): readonly { readonly sql: string; readonly as: string }[] {
  return [...relation.columns.map(({ sql }) => sql), ...hiddenOf(relation)].map((sql) => ({ sql, as: sql }));
}

/** Gives columns identifiers that differ even for DuckDB, which does not see case. */
export function nameColumns(
  columns: readonly { readonly name: string; readonly type: KqlType; readonly total?: boolean }[],
): readonly Column[] {
  const taken = new Set<string>();
  return columns.map(({ name, type, total }) => {
    let spelled = name === '' ? '_' : name;
    for (let suffix = 1; taken.has(spelled.toLowerCase()) || spelled.startsWith('$'); suffix += 1) {
      spelled = `${name.replaceAll('$', '_')}~${suffix}`;
    }
    taken.add(spelled.toLowerCase());
    return { name, type, sql: quoteIdentifier(spelled), total: total ?? false };
  });
}

/** ORDER BY of a relation's order, or nothing. */
export function orderBy(relation: Relation): string {
  return relation.order.length === 0 ? '' : ` ORDER BY ${orderList(relation)}`;
}

export function orderList(relation: Relation): string {
  return relation.order
    .map((key) => `${key.sql}${key.descending ? ' DESC' : ' ASC'} NULLS ${key.nullsFirst ? 'FIRST' : 'LAST'}`)
    .join(', ');
}

/** The OVER clause that walks a relation's rows in their order, part by part. */
export function over(relation: Relation, frame = ''): string {
  const parts = relation.parts.length === 0 ? '' : `PARTITION BY ${relation.parts.join(', ')}`;
  return `OVER (${[parts, orderBy(relation).trim(), frame].filter((piece) => piece !== '').join(' ')})`;
}
