import { refuse } from '../diagnostics.ts';
import { convert } from '../expressions/convert.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { call, quoteString } from '../sql/quote.ts';
import { classOf } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';
import { dynamicText, jsonList, listRow, nativeRow } from './native-row.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';

/** Arrays and sets. */
export const arrayFunctions: readonly FunctionRow[] = [
  ...['array_length', 'arraylength'].map((name) =>
    row(name, {
      takes: ['dynamic'],
      returns: 'long',
      partial: true,
      sql: (args) => lengthSql(arg(args, 0)),
      says: 'Number of items; of what is no array null.',
      example: [`${name}(dynamic([1, 2]))`, 2],
    }),
  ),
  row('pack_array', {
    takes: ['any'],
    returns: 'dynamic',
    total: true,
    sql: packArray,
    says: 'The values as an array.',
    example: ['pack_array(1, "a")', [1, 'a']],
  }),
  listRow('array_concat', {
    takes: ['dynamic'],
    returns: 'dynamic',
    total: false,
    says: 'The items of several arrays in one.',
    example: ['array_concat(dynamic([1]), dynamic([2]))', [1, 2]],
  }),
  nativeRow('array_slice', {
    takes: ['dynamic', 'long', 'long'],
    returns: 'dynamic',
    says: 'Items from one position to another, both counted in.',
    example: ['array_slice(dynamic([1, 2, 3]), 1, 2)', [2, 3]],
  }),
  nativeRow('array_split', {
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'An array cut at positions.',
    example: ['array_split(dynamic([1, 2, 3]), 1)', [[1], [2, 3]]],
  }),
  row('array_index_of', {
    takes: ['dynamic', 'any', 'long', 'long', 'long'],
    returns: 'long',
    partial: true,
    sql: (args) =>
      call(
        'kql_array_index_of',
        arg(args, 0),
        dynamicText(args[1]),
        args[2]?.sql ?? '0::BIGINT',
        args[3]?.sql ?? '-1::BIGINT',
        args[4]?.sql ?? '1::BIGINT',
      ),
    says: 'Where an item stands, or -1.',
    example: ['array_index_of(dynamic(["a", "b"]), "b")', 1],
  }),
  nativeRow('array_reverse', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'The items from last to first.',
    example: ['array_reverse(dynamic([1, 2]))', [2, 1]],
  }),
  nativeRow('array_rotate_left', {
    takes: ['dynamic', 'long'],
    returns: 'dynamic',
    says: 'The items moved to the left, around the end.',
    example: ['array_rotate_left(dynamic([1, 2, 3]), 1)', [2, 3, 1]],
  }),
  nativeRow('array_rotate_right', {
    takes: ['dynamic', 'long'],
    returns: 'dynamic',
    says: 'The items moved to the right, around the end.',
    example: ['array_rotate_right(dynamic([1, 2, 3]), 1)', [3, 1, 2]],
  }),
  ...['left', 'right'].map((side) =>
    row(`array_shift_${side}`, {
      takes: ['dynamic', 'long', 'any'],
      returns: 'dynamic',
      partial: true,
      sql: (args) => call(`kql_array_shift_${side}`, arg(args, 0), arg(args, 1), dynamicText(args[2])),
      says: `The items moved to the ${side}; what is left empty is filled.`,
      example: [`array_shift_${side}(dynamic([1, 2, 3]), 1, 0)`, side === 'left' ? [2, 3, 0] : [0, 1, 2]] as const,
    }),
  ),
  nativeRow('array_sum', {
    takes: ['dynamic'],
    returns: 'real',
    says: 'The sum of the numbers of an array.',
    example: ['array_sum(dynamic([1, 2]))', 3],
  }),
  ...['array_iff', 'array_iif'].map((name) =>
    row(name, {
      takes: ['dynamic', 'any', 'any'],
      returns: 'dynamic',
      partial: true,
      sql: (args) => call('kql_array_iff', arg(args, 0), dynamicText(args[1]), dynamicText(args[2])),
      says: 'Item by item one value or another.',
      example: [`${name}(dynamic([true, false]), dynamic([1, 2]), dynamic([3, 4]))`, [1, 4]],
    }),
  ),
  ...['asc', 'desc'].map((way) =>
    row(`array_sort_${way}`, {
      takes: ['any'],
      returns: 'dynamic',
      partial: true,
      sql: (args, place) => sortSql(args, { place, way }),
      says: `The items sorted (${way}); more arrays follow the first.`,
      example: [`array_sort_${way}(dynamic([2, 1, 3]))`, way === 'asc' ? [1, 2, 3] : [3, 2, 1]] as const,
    }),
  ),
  ...['zip'].map((name) =>
    listRow(name, {
      takes: ['dynamic'],
      returns: 'dynamic',
      native: 'zip',
      says: 'The first items of all arrays, the second, and so on.',
      example: [
        `${name}(dynamic([1, 2]), dynamic(["a", "b"]))`,
        [
          [1, 'a'],
          [2, 'b'],
        ],
      ],
    }),
  ),
  row('set_has_element', {
    takes: ['dynamic', 'any'],
    returns: 'bool',
    partial: true,
    sql: (args) => call('kql_set_has_element', arg(args, 0), dynamicText(args[1])),
    says: 'True where an array has an item.',
    example: ['set_has_element(dynamic([1, 2]), 2)', true],
  }),
  listRow('set_union', {
    takes: ['dynamic'],
    returns: 'dynamic',
    total: false,
    says: 'The items of any array, each once.',
    example: ['set_union(dynamic([1]), dynamic([1, 2]))', [1, 2]],
  }),
  listRow('set_intersect', {
    takes: ['dynamic'],
    returns: 'dynamic',
    total: false,
    says: 'The items of every array, each once.',
    example: ['set_intersect(dynamic([1, 2]), dynamic([2, 3]))', [2]],
  }),
  listRow('set_difference', {
    takes: ['dynamic'],
    returns: 'dynamic',
    total: false,
    says: 'The items of the first array that no other has.',
    example: ['set_difference(dynamic([1, 2]), dynamic([2]))', [1]],
  }),
  nativeRow('set_equals', {
    takes: ['dynamic', 'dynamic'],
    returns: 'bool',
    says: 'True where both arrays have the same items.',
    example: ['set_equals(dynamic([1, 2]), dynamic([2, 1]))', true],
  }),
  listRow('jaccard_index', {
    takes: ['dynamic'],
    returns: 'real',
    total: false,
    says: 'How much two sets have in common.',
    example: ['jaccard_index(dynamic([1, 2]), dynamic([2, 3, 4]))', 0.25],
  }),
  row('range', {
    takes: ['any'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_range', jsonList(args), rangeKind(args)),
    says: 'The values from one to another as an array.',
    example: ['range(1, 3)', [1, 2, 3]],
  }),
  row('repeat', {
    takes: ['any', 'long'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_repeat', dynamicText(args[0]), arg(args, 1)),
    says: 'One value several times, as an array.',
    example: ['repeat(1, 3)', [1, 1, 1]],
  }),
];

function lengthSql(json: string): string {
  return `CASE WHEN json_type(${json}) = 'ARRAY' THEN json_array_length(${json})::BIGINT END`;
}

function packArray(args: readonly Scalar[], { node }: CallPlace): string {
  if (argumentsOf(node).some((item) => classOf(item) === 'StarExpression')) refuse('pack_array(*)', { at: node });
  return jsonList(args);
}

function sortSql(args: readonly Scalar[], { place, way }: { readonly place: CallPlace; readonly way: string }): string {
  const flag = args.at(-1);
  const arrays = flag?.type === 'bool' ? args.slice(0, -1) : args;
  // Several arrays make several results; the binder then types the call as a tuple.
  const several = arrays.length > 1;
  const sorted = call(
    `kql_array_sort_${way}`,
    jsonList(arrays.map((value) => convert(value, 'dynamic'))),
    flag?.type === 'bool' ? flag.sql : 'true',
  );
  void place;
  return several ? sorted : `kql_element(${sorted}, '0')`;
}

function rangeKind(args: readonly Scalar[]): string {
  return quoteString(args[0]?.type === 'datetime' || args[0]?.type === 'timespan' ? args[0].type : 'number');
}
