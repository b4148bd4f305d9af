import { refuse } from '../diagnostics.ts';
import { call } from '../sql/quote.ts';
import type { SyntaxNode } from '../syntax/tree.ts';
import { isNumeric, type KqlType, type Scalar } from '../types.ts';
import { convert, toText } from './convert.ts';

type Pair = { readonly left: Scalar; readonly right: Scalar };

/** `== !=`: total over null, so null == anything is false and null != anything is true. */
export function compileEquality(operator: '==' | '!=', pair: Pair, node: SyntaxNode): Scalar {
  const { left, right } = alignTypes(pair, node);
  if (left.literal === null && left.type !== 'string') return constant(operator === '!=' && right.literal !== null);
  if (right.literal === null && right.type !== 'string') return constant(operator === '!=');
  const equal = left.type === 'real' ? `(${left.sql} = ${right.sql} AND NOT isnan(${right.sql}))` : `(${left.sql} = ${right.sql})`;
  const sql = operator === '==' ? equal : `(NOT ${equal})`;
  if (left.total && right.total) return { sql, type: 'bool', total: true };
  return { sql: call('coalesce', sql, operator === '==' ? 'false' : 'true'), type: 'bool', total: true };
}

/** `< <= > >=`: null on either side gives null; NaN is in no order. */
export function compileOrder(operator: string, pair: Pair, node: SyntaxNode): Scalar {
  if (commonType(pair.left.type, pair.right.type) === null) {
    refuse(`Comparing ${pair.left.type} ${operator} ${pair.right.type}`, { at: node, instead: 'convert one side first' });
  }
  const { left, right } = alignTypes(pair, node);
  const plain = `(${left.sql} ${operator} ${right.sql})`;
  const sql = left.type === 'real' ? `(${plain}${notNan(left)}${notNan(right)})` : plain;
  return { sql, type: 'bool', total: left.total && right.total };
}

/** `=~ !~`: equal but for case. */
export function compileSameText(operator: '=~' | '!~', pair: Pair): Scalar {
  const [left, right] = [foldCase(toText(pair.left)), foldCase(toText(pair.right))];
  return { sql: `(${left} ${operator === '=~' ? '=' : '<>'} ${right})`, type: 'bool', total: true };
}

/** Lower case of a text; written texts are folded here. */
export function foldCase(value: Scalar): string {
  return call('lower', value.sql);
}

/** Both sides in one type: dynamic follows the other, numbers widen, a written value takes the type of what it is compared with. */
export function alignTypes({ left, right }: Pair, node: SyntaxNode): Pair {
  if (left.type === right.type) return { left, right };
  const type = commonType(left.type, right.type);
  if (type !== null) return { left: convert(left, type), right: convert(right, type) };
  if (left.literal !== undefined && left.literal !== null) return { left: convert(left, right.type), right };
  if (right.literal !== undefined && right.literal !== null) return { left, right: convert(right, left.type) };
  return refuse(`Comparing ${left.type} with ${right.type}`, { at: node, instead: 'convert one side first' });
}

/** The type in which two types meet, or null. */
export function commonType(left: KqlType, right: KqlType): KqlType | null {
  if (left === right) return left;
  if (left === 'dynamic') return right;
  if (right === 'dynamic') return left;
  if (isNumeric(left) && isNumeric(right)) {
    for (const wide of ['decimal', 'real', 'long'] as const) if (left === wide || right === wide) return wide;
  }
  if (left === 'bool' && isNumeric(right)) return right;
  if (right === 'bool' && isNumeric(left)) return left;
  return null;
}

function constant(value: boolean): Scalar {
  return { sql: String(value), type: 'bool', total: true };
}

function notNan({ sql, literal }: Scalar): string {
  return typeof literal === 'number' && !Number.isNaN(literal) ? '' : ` AND NOT isnan(${sql})`;
}
