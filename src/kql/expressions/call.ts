import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, resultType } from '../environment.ts';
import { findFunction, nearestFunction } from '../functions/registry.ts';
import type { CallPlace, FunctionRow } from '../functions/row.ts';
import { argumentsOf, bodyEnvironment, runStatements } from './statements.ts';
import { call, literal } from '../sql/quote.ts';
import { calledBody, child, classOf, list, nameOf, optional, type SyntaxNode, symbolOf, typeNameOf } from '../syntax/tree.ts';
import { isKqlType, type Scalar } from '../types.ts';
import { convert } from './convert.ts';

/** A call of a function: a row of the tables, or the inlined body of one that the query defines. */
export function compileCall(node: SyntaxNode, environment: Environment): Scalar {
  const name = nameOf(child(node, 'Name'));
  const body = calledBody(node);
  if (body !== null) return compileBody(node, body, environment);
  const symbol = symbolOf(node);
  const row = findFunction(symbol?.Name ?? name) ?? findFunction(name);
  if (row === null) return refuse(`The function '${name}()'`, { at: child(node, 'Name'), instead: nearestFunction(name) });
  return compileRow(row, node, environment);
}

function compileBody(node: SyntaxNode, body: SyntaxNode, environment: Environment): Scalar {
  const inner = runStatements(list(body, 'Statements'), bodyEnvironment(node, environment));
  const expression = optional(body, 'Expression');
  if (expression === null) refuse('A function without a result', { at: node });
  return compileScalar(expression, inner);
}

function compileRow(row: FunctionRow, node: SyntaxNode, environment: Environment): Scalar {
  const written = argumentsOf(node);
  const args = written.map((item, index) => {
    const kind = classOf(item);
    // Types, stars and tables are read by the rows that take them.
    if (kind === 'TypeOfLiteralExpression' || kind === 'StarExpression' || typeNameOf(item) === 'table')
      return { sql: 'NULL', type: 'string', total: true } satisfies Scalar;
    const value = compileScalar(item, environment);
    const taken = row.takes[Math.min(index, row.takes.length - 1)] ?? 'any';
    return taken === 'any' ? value : convert(value, taken);
  });
  const bound = typeNameOf(node);
  const type =
    row.returns === 'binder'
      ? resultType(node)
      : typeof row.returns === 'function'
        ? row.returns(args, { node, environment, result: 'dynamic' })
        : row.returns;
  const place = { node, environment, result: isKqlType(bound) ? bound : type };
  const folded = foldCall(row, args, place);
  if (folded !== null) return literal(type, folded);
  const sql = row.sql(args, place);
  const total = row.total === true || (row.partial !== true && args.every((value) => value.total));
  return type === 'string' && !total ? { sql: call('coalesce', sql, "''"), type, total: true } : { sql, type, total };
}

/** Times that the query itself fixes become literals: files of other days need not be opened then. */
function foldCall(row: FunctionRow, args: readonly Scalar[], place: CallPlace): bigint | null {
  if (row.fold === undefined) return null;
  const values = args.flatMap(({ literal: value }) => (typeof value === 'bigint' ? [value] : []));
  return values.length === args.length ? row.fold(values, place) : null;
}
