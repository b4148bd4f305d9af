import { refuse } from '../diagnostics.ts';
import { compileScalar, compileTabular, type Environment, onRow } from '../environment.ts';
import { columnScalar } from '../relation.ts';
import { call, literal, quoteString } from '../sql/quote.ts';
import { child, list, type SyntaxNode, textOf, typeNameOf } from '../syntax/tree.ts';
import type { KqlType, Scalar } from '../types.ts';
import { alignTypes, commonType, compileOrder } from './comparison.ts';
import { convert, toText } from './convert.ts';
import { compileArithmetic } from './arithmetic.ts';
import { matchText } from './text-match.ts';
import { type Dynamic, isArray, parseDynamic, printDynamic } from '../native/dynamic.ts';

/** `in !in in~ !in~` over values, a dynamic array or a table's first column. */
export function compileIn(node: SyntaxNode, environment: Environment): Scalar {
  const operator = textOf(child(node, 'Operator'));
  const left = compileScalar(child(node, 'Left'), environment);
  const folded = operator.endsWith('~');
  const members = rightMembers(child(node, 'Right'), environment);
  const sql = members.kind === 'values' ? inValues(left, members.values, { folded, node }) : inSet(left, members, { folded, node });
  return { sql: operator.startsWith('!') ? `(NOT ${sql})` : sql, type: 'bool', total: true };
}

/** `has_any`, `has_all`: each term as in `has`. */
export function compileHasList(node: SyntaxNode, environment: Environment): Scalar {
  const every = /has_all/i.test(textOf(child(node, 'Operator')));
  const text = toText(compileScalar(child(node, 'Left'), environment));
  const members = rightMembers(child(node, 'Right'), environment);
  if (members.kind === 'table') {
    const terms = `(SELECT list(${toText(members.column).sql}) FROM ${members.from})`;
    return {
      sql: call(every ? 'kql_has_all' : 'kql_has_any', text.sql, `coalesce(to_json(${terms})::VARCHAR, '[]')`),
      type: 'bool',
      total: true,
    };
  }
  if (members.kind === 'array') {
    return {
      sql: call('coalesce', call(every ? 'kql_has_all' : 'kql_has_any', text.sql, members.array.sql), 'false'),
      type: 'bool',
      total: true,
    };
  }
  const each = members.values.map((term) => matchText('has', text, toText(term)));
  if (each.length === 0) return literal('bool', every);
  return { sql: `(${each.join(every ? ' AND ' : ' OR ')})`, type: 'bool', total: true };
}

/** `between (a .. b)`: both ends belong to it; a timespan as second end counts from the first. */
export function compileBetween(node: SyntaxNode, environment: Environment): Scalar {
  const value = compileScalar(child(node, 'Left'), environment);
  const couple = child(node, 'Right');
  const first = compileScalar(child(couple, 'First'), environment);
  const second = compileScalar(child(couple, 'Second'), environment);
  const last =
    value.type === 'datetime' && second.type === 'timespan'
      ? compileArithmetic('+', { left: first, right: second, result: 'datetime', node })
      : second;
  const from = compileOrder('>=', { left: value, right: first }, node);
  const to = compileOrder('<=', { left: value, right: last }, node);
  const sql = `(${from.sql} AND ${to.sql})`;
  const inside = from.total && to.total ? sql : call('coalesce', sql, 'false');
  return { sql: textOf(child(node, 'Operator')).startsWith('!') ? `(NOT ${inside})` : inside, type: 'bool', total: true };
}

type Members =
  | { readonly kind: 'values'; readonly values: readonly Scalar[] }
  | { readonly kind: 'array'; readonly array: Scalar }
  | { readonly kind: 'table'; readonly from: string; readonly column: Scalar };

function rightMembers(right: SyntaxNode, environment: Environment): Members {
  const items = list(right, 'Expressions');
  const only = items.length === 1 ? items[0] : undefined;
  if (only !== undefined && typeNameOf(only) === 'table') {
    const relation = compileTabular(only, onRow(environment, null));
    const first = relation.columns[0];
    if (first === undefined) refuse('A table without columns', { at: only });
    return { kind: 'table', from: relation.from, column: columnScalar(first) };
  }
  const values = items.map((item) => compileScalar(item, environment));
  const flat = values.map(writtenItems);
  if (flat.every((part) => part !== null)) return { kind: 'values', values: flat.flatMap((part) => part ?? []) };
  const single = values[0];
  if (values.length === 1 && single !== undefined && single.type === 'dynamic') return { kind: 'array', array: single };
  if (values.some((value) => value.type === 'dynamic'))
    refuse('A list that mixes arrays and values', { at: right, instead: 'use one dynamic array' });
  return { kind: 'values', values };
}

/** A value is itself; a written array is its items. */
function writtenItems(value: Scalar): readonly Scalar[] | null {
  if (value.type !== 'dynamic') return [value];
  const parsed = typeof value.literal === 'string' ? parseDynamic(value.literal) : undefined;
  if (parsed === undefined) return null;
  return isArray(parsed) ? parsed.map(dynamicItem) : [dynamicItem(parsed)];
}

function dynamicItem(item: Dynamic): Scalar {
  if (typeof item === 'string') return literal('string', item);
  if (typeof item === 'bigint') return literal('long', item);
  if (typeof item === 'number') return literal('real', item);
  if (typeof item === 'boolean') return literal('bool', item);
  return literal('string', item === null ? '' : printDynamic(item));
}

type InOptions = { readonly folded: boolean; readonly node: SyntaxNode };

function inValues(left: Scalar, values: readonly Scalar[], { folded, node }: InOptions): string {
  const present = values
    .filter((value) => value.literal !== null || value.type === 'string')
    .map((value) => (commonType(left.type, value.type) === null && value.literal !== undefined ? convert(value, left.type) : value));
  if (present.length === 0) return 'false';
  if (folded) {
    const text = call('lower', toText(left).sql);
    return `(${text} IN (${present.map((value) => (typeof value.literal === 'string' ? quoteString(value.literal.toLowerCase()) : call('lower', toText(value).sql))).join(', ')}))`;
  }
  const type = present.reduce<KqlType>((type, value) => commonType(type, value.type) ?? type, left.type);
  const same = present;
  if (same.some((value) => commonType(left.type, value.type) === null)) refuse(`A ${left.type} among values of other types`, { at: node });
  const target = left.type === 'dynamic' ? (same[0]?.type ?? 'string') : type;
  const sql = `(${convert(left, target).sql} IN (${same.map((value) => alignTypes({ left: value, right: { sql: '', type: target, total: true } }, node).left.sql).join(', ')}))`;
  return left.total && same.every((value) => value.total) ? sql : call('coalesce', sql, 'false');
}

function inSet(left: Scalar, members: Exclude<Members, { readonly kind: 'values' }>, { folded, node }: InOptions): string {
  if (members.kind === 'array') {
    const native = folded ? 'kql_in_array_folded' : 'kql_in_array';
    return call('coalesce', call(native, convert(left, 'dynamic').sql, members.array.sql), 'false');
  }
  if (folded) return `(${call('lower', toText(left).sql)} IN (SELECT ${call('lower', toText(members.column).sql)} FROM ${members.from}))`;
  const { left: value, right: column } = alignTypes({ left, right: members.column }, node);
  return call('coalesce', `(${value.sql} IN (SELECT ${column.sql} FROM ${members.from} WHERE ${column.sql} IS NOT NULL))`, 'false');
}
