import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { orderBy, type Relation } from '../relation.ts';
import { call } from '../sql/quote.ts';
import { child, classOf, nameOf, type SyntaxNode, typeNameOf } from '../syntax/tree.ts';
import { isKqlType, type Scalar } from '../types.ts';
import { checkConstants } from './constants.ts';
import { findAggregate } from './registry.ts';

/** The place of an expression whose aggregates work on the rows of a relation. */
export function aggregating(input: Relation, environment: Environment): Environment {
  const place = onRow(environment, input);
  return { ...place, special: (node) => environment.special?.(node) ?? compileAggregate(node, input, place) };
}

function compileAggregate(node: SyntaxNode, input: Relation, place: Environment): Scalar | null {
  if (classOf(node) !== 'FunctionCallExpression') return null;
  const row = findAggregate(nameOf(child(node, 'Name')));
  if (row === null) return null;
  const written = argumentsOf(node);
  if (row.constantFrom !== undefined) checkConstants(written.filter((_, index) => index !== row.condition).slice(row.constantFrom));
  const condition = row.condition === undefined ? undefined : written[row.condition];
  const takes = row.takes.filter((_, index) => index !== row.condition || row.takes.length === row.condition);
  const args = written
    .filter((_, index) => index !== row.condition)
    .map((item, index) => {
      const value = compileScalar(item, place);
      const taken = takes[Math.min(index, takes.length - 1)] ?? 'any';
      return taken === 'any' ? value : convert(value, taken);
    });
  const where = condition === undefined ? null : compileScalar(condition, place).sql;
  const bound = typeNameOf(node);
  const result = row.returns ?? (isKqlType(bound) ? bound : refuse(`${row.name}() of type '${bound}'`, { at: node }));
  const sql = row.sql(args, {
    node,
    environment: place,
    input,
    result,
    filter: where === null ? '' : ` FILTER (WHERE ${where})`,
    filterAnd: (other) => ` FILTER (WHERE ${where === null ? other : `${where} AND ${other}`})`,
    order: orderBy(input),
  });
  if (result === 'string' && row.total !== true) return { sql: call('coalesce', sql, "''"), type: result, total: true };
  return { sql, type: result, total: row.total === true };
}
