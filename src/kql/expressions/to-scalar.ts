import { compileScalar, compileTabular, type Environment, onRow } from '../environment.ts';
import { columnScalar, orderBy } from '../relation.ts';
import { child, classOf, type SyntaxNode } from '../syntax/tree.ts';
import { nullOf } from '../sql/quote.ts';
import type { Scalar } from '../types.ts';

/** `toscalar(T)`: the first column of the first row; computed once for the query, since the subquery sees no row. */
export function compileToScalar(node: SyntaxNode, environment: Environment): Scalar {
  const inner = child(node, 'Expression');
  const outside = onRow(environment, null);
  if (!isTabular(inner)) return compileScalar(inner, outside);
  const relation = compileTabular(inner, outside);
  const first = relation.columns[0];
  if (first === undefined) return nullOf('dynamic');
  const { sql, type } = columnScalar(first);
  const taken = `(SELECT ${sql} FROM ${relation.from}${orderBy(relation)} LIMIT 1)`;
  return type === 'string' ? { sql: `coalesce(${taken}, '')`, type, total: true } : { sql: taken, type, total: false };
}

function isTabular(node: SyntaxNode): boolean {
  const type = (node as unknown as { readonly ResultType?: object | null }).ResultType;
  return type !== null && type !== undefined && classOf(type) === 'TableSymbol';
}
