import { refuse } from '../diagnostics.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { columnScalar } from '../relation.ts';
import { call, quoteString } from '../sql/quote.ts';
import { nameOf } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';
import { dynamicText, jsonList, listRow, nativeRow } from './native-row.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';

/** Bags of keys and values. */
export const bagFunctions: readonly FunctionRow[] = [
  ...['bag_pack', 'pack', 'pack_dictionary'].map((name) =>
    row(name, {
      takes: ['any'],
      returns: 'dynamic',
      total: true,
      sql: (args) => call('kql_bag_pack', jsonList(args)),
      says: 'Keys and values in turn, as a bag.',
      example: [`${name}("a", 1)`, { a: 1 }],
    }),
  ),
  row('bag_pack_columns', {
    takes: ['any'],
    returns: 'dynamic',
    total: true,
    sql: (args, { node }) =>
      call(
        'kql_bag_pack',
        bagOf(
          argumentsOf(node).map((item) => nameOf(item)),
          args,
        ),
      ),
    says: 'Columns as a bag, by their names.',
    example: null,
  }),
  row('pack_all', {
    takes: ['bool'],
    returns: 'dynamic',
    total: true,
    sql: packAll,
    says: 'All columns of the row as a bag.',
    example: null,
  }),
  nativeRow('bag_keys', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'The keys of a bag.',
    example: ['bag_keys(dynamic({"a": 1}))', ['a']],
  }),
  nativeRow('bag_values', { takes: ['dynamic'], returns: 'dynamic', says: 'The values of a bag.', example: null }),
  listRow('bag_merge', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'Several bags in one; the first value of a key stays.',
    example: ['bag_merge(dynamic({"a": 1}), dynamic({"b": 2}))', { a: 1, b: 2 }],
  }),
  nativeRow('bag_has_key', {
    takes: ['dynamic', 'string'],
    returns: 'bool',
    says: 'True where a bag has a key or a path.',
    example: ['bag_has_key(dynamic({"a": 1}), "a")', true],
  }),
  nativeRow('bag_remove_keys', {
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'A bag without some keys or paths.',
    example: ['bag_remove_keys(dynamic({"a": 1, "b": 2}), dynamic(["a"]))', { b: 2 }],
  }),
  row('bag_set_key', {
    takes: ['dynamic', 'string', 'any'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_bag_set_key', arg(args, 0), arg(args, 1), dynamicText(args[2])),
    says: 'A bag with a value at a key or a path.',
    example: ['bag_set_key(dynamic({"a": 1}), "b", 2)', { a: 1, b: 2 }],
  }),
  nativeRow('bag_zip', {
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'Keys and values of two arrays as a bag.',
    example: ['bag_zip(dynamic(["a"]), dynamic([1]))', { a: 1 }],
  }),
  nativeRow('treepath', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'All paths of a bag.',
    example: ['treepath(dynamic({"a": 1}))', ["['a']"]],
  }),
  nativeRow('dynamic_to_json', {
    takes: ['dynamic'],
    returns: 'string',
    says: 'Canonical JSON: keys in order.',
    example: ['dynamic_to_json(dynamic({"b": 1, "a": 2}))', '{"a":2,"b":1}'],
  }),
];

function packAll([skipEmpty]: readonly Scalar[], { environment, node }: CallPlace): string {
  const { row: input } = environment;
  if (input === null) return refuse('pack_all() outside a row', { at: node });
  const bag = call(
    'kql_bag_pack',
    bagOf(
      input.columns.map(({ name }) => name),
      input.columns.map(columnScalar),
    ),
  );
  return skipEmpty === undefined ? bag : `CASE WHEN ${skipEmpty.sql} THEN ${call('kql_bag_without_empty', bag)} ELSE ${bag} END`;
}

/** Names and values in turn, as `kql_bag_pack` takes them. */
export function bagOf(names: readonly string[], values: readonly Scalar[]): string {
  return jsonList(
    values.flatMap((value, index) => [{ sql: quoteString(names[index] ?? ''), type: 'string', total: true } as const, value]),
  );
}
