import { refuse, semanticError } from '../diagnostics.ts';
import { columnNamed, compileScalar, type Environment, resultType } from '../environment.ts';
import { columnScalar } from '../relation.ts';
import { nullOf } from '../sql/quote.ts';
import { child, classOf, nameOf, readable, type SyntaxNode, symbolOf, textOf } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';
import { compileArithmetic } from './arithmetic.ts';
import { compileCall } from './call.ts';
import { compileEquality, compileOrder, compileSameText } from './comparison.ts';
import { compileLiteral } from './literals.ts';
import { compileBetween, compileHasList, compileIn } from './membership.ts';
import { compilePath } from './paths.ts';
import { compileToScalar } from './to-scalar.ts';
import { compileTextMatch, isTextMatch } from './text-match.ts';

/** Picks what compiles a scalar expression, by the kind of its node. */
export function dispatchScalar(node: SyntaxNode, environment: Environment): Scalar {
  const special = environment.special?.(node);
  if (special !== undefined && special !== null) return special;
  const kind = classOf(node);
  switch (kind) {
    case 'LiteralExpression':
    case 'CompoundStringLiteralExpression':
    case 'DynamicExpression':
    case 'JsonArrayExpression':
    case 'JsonObjectExpression':
      return compileLiteral(node, environment.compilation.now);
    case 'ParenthesizedExpression':
    case 'SimpleNamedExpression':
    case 'BracketedExpression':
      return compileScalar(child(node, 'Expression'), environment);
    case 'NameReference':
      return compileName(node, environment);
    case 'BinaryExpression':
      return compileBinary(node, environment);
    case 'PrefixUnaryExpression':
      return compilePrefix(node, environment);
    case 'InExpression':
      return compileIn(node, environment);
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return compileHasList(node, environment);
    case 'BetweenExpression':
      return compileBetween(node, environment);
    case 'FunctionCallExpression':
      return compileCall(node, environment);
    case 'PathExpression':
      return isSide(node) ? compileSide(node, environment) : compilePath(node, environment);
    case 'ElementExpression':
      return compilePath(node, environment);
    case 'ToScalarExpression':
      return compileToScalar(node, environment);
    default:
      return refuse(`${readable(kind)} '${textOf(node).slice(0, 60)}'`, { at: node });
  }
}

function compileName(node: SyntaxNode, environment: Environment): Scalar {
  const name = nameOf(node);
  const symbol = symbolOf(node);
  const kind = symbol === null ? '' : classOf(symbol);
  if (kind === 'ColumnSymbol' && environment.row !== null) return columnScalar(columnNamed(environment.row, name, node));
  const binding = environment.names.get(name);
  if (binding?.kind === 'scalar') return binding.scalar();
  if (environment.row !== null && kind !== 'VariableSymbol') return columnScalar(columnNamed(environment.row, name, node));
  return refuse(`The name '${name}' as a value`, { at: node });
}

function compileBinary(node: SyntaxNode, environment: Environment): Scalar {
  const operator = textOf(child(node, 'Operator')).replace(/\s+/g, ' ');
  if (classOf(child(node, 'Left')) === 'StarExpression') return compileAnyColumn(operator, node, environment);
  const pair = { left: compileScalar(child(node, 'Left'), environment), right: compileScalar(child(node, 'Right'), environment) };
  switch (operator) {
    case 'and':
    case 'or':
      return {
        sql: `(${pair.left.sql} ${operator.toUpperCase()} ${pair.right.sql})`,
        type: 'bool',
        total: pair.left.total && pair.right.total,
      };
    case '==':
      return compileEquality('==', pair, node);
    case '!=':
    case '<>':
      return compileEquality('!=', pair, node);
    case '=~':
    case '!~':
      return compileSameText(operator, pair);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compileOrder(operator, pair, node);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return compileArithmetic(operator, { ...pair, result: resultType(node), node });
    default:
      if (isTextMatch(operator)) return compileTextMatch(operator, pair, node);
      return refuse(`The operator '${operator}'`, { at: node });
  }
}

function compilePrefix(node: SyntaxNode, environment: Environment): Scalar {
  const operator = textOf(child(node, 'Operator'));
  const value = compileScalar(child(node, 'Expression'), environment);
  if (operator === '+') return value;
  if (operator !== '-') return refuse(`The operator '${operator}'`, { at: node });
  if (value.literal === null) return nullOf(value.type);
  if (typeof value.literal === 'bigint' && value.literal > 0n) {
    return { ...value, sql: `'-${value.literal}'::${value.type === 'int' ? 'INTEGER' : 'BIGINT'}`, literal: -value.literal };
  }
  if (value.type === 'real') return { sql: `(-${value.sql})`, type: 'real', total: value.total };
  if (value.type === 'dynamic')
    return compileArithmetic('-', { left: { sql: '0::BIGINT', type: 'long', total: true }, right: value, result: resultType(node), node });
  if (value.type === 'bool' || value.type === 'string') return semanticError(`Cannot negate a ${value.type}.`, node);
  return compileArithmetic('-', {
    left: { sql: `0::${value.type === 'int' ? 'INTEGER' : 'BIGINT'}`, type: value.type, total: true },
    right: value,
    result: value.type,
    node,
  });
}

function isSide(node: SyntaxNode): boolean {
  return /^\$(left|right)$/.test(textOf(child(node, 'Expression')));
}

function compileSide(node: SyntaxNode, { sides }: Environment): Scalar {
  const side = textOf(child(node, 'Expression')) === '$left' ? sides?.left : sides?.right;
  const name = nameOf(child(node, 'Selector'));
  const column = side?.find((candidate) => candidate.name === name);
  return column === undefined
    ? refuse(`${textOf(node)}`, { at: node, instead: 'it has a meaning in the condition of a join only' })
    : columnScalar(column);
}

/** `* has "x"`: any column, read as text; a negated operator must hold for none. */
function compileAnyColumn(operator: string, node: SyntaxNode, environment: Environment): Scalar {
  if (!isTextMatch(operator) || environment.row === null) return refuse(`'* ${operator}'`, { at: node });
  const right = compileScalar(child(node, 'Right'), environment);
  const negated = operator.startsWith('!');
  const parts = environment.row.columns.map(
    (column) => compileTextMatch(negated ? operator.slice(1) : operator, { left: columnScalar(column), right }, node).sql,
  );
  const any = parts.length === 0 ? 'false' : `(${parts.join(' OR ')})`;
  return { sql: negated ? `(NOT ${any})` : any, type: 'bool', total: true };
}
