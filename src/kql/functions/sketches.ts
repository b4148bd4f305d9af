import { refuse } from '../diagnostics.ts';
import { compileTabular, onRow } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { columnScalar } from '../relation.ts';
import { call, literal } from '../sql/quote.ts';
import { classOf, typeNameOf } from '../syntax/tree.ts';
import { printDynamic } from '../native/dynamic.ts';
import type { KqlType, Scalar } from '../types.ts';
import { jsonList, listRow, nativeRow } from './native-row.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';
import { typeArgument } from './type-argument.ts';

/** Readers of the states that hll() and tdigest() make, and functions that ask about columns and not their values. */
export const sketchFunctions: readonly FunctionRow[] = [
  listRow('hll_merge', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'Several states of hll() as one.',
    example: ['dcount_hll(hll_merge(dynamic([1, 2]), dynamic([2, 3])))', 3],
  }),
  nativeRow('dcount_hll', {
    takes: ['dynamic'],
    returns: 'long',
    says: 'How many different values a state of hll() has seen, counted exactly.',
    example: ['dcount_hll(dynamic([1, 2, 3]))', 3],
  }),
  ...['tdigest_merge', 'merge_tdigest'].map((name) =>
    listRow(name, {
      takes: ['dynamic'],
      returns: 'dynamic',
      native: 'sketch_merge',
      says: 'Several states of tdigest() as one.',
      example: [`percentile_tdigest(${name}(dynamic([[1, 1]]), dynamic([[5, 3]])), 50)`, 5],
    }),
  ),
  row('percentile_tdigest', {
    takes: ['dynamic', 'real', 'any'],
    returns: (_args, { node }) => typeArgument(node, 2) ?? 'dynamic',
    partial: true,
    sql: (args, { node }) => convert(percentileOf(arg(args, 0), arg(args, 1)), typeArgument(node, 2) ?? 'dynamic').sql,
    says: 'A percentile of what a state of tdigest() has seen, by nearest rank.',
    example: ['percentile_tdigest(dynamic([[1, 1], [2, 2]]), 50)', 2],
  }),
  row('percentiles_array_tdigest', {
    takes: ['dynamic', 'any'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_tdigest_percentiles', arg(args, 0), args[1]?.type === 'dynamic' ? args[1].sql : jsonList(args.slice(1))),
    says: 'Several percentiles of what a state of tdigest() has seen, as an array.',
    example: ['percentiles_array_tdigest(dynamic([[1, 1], [2, 2]]), 10, 50)', [1, 2]],
  }),
  ...[
    { name: 'rank_tdigest', share: false, says: 'How many values of a state of tdigest() are not above a value.', result: 1 },
    {
      name: 'percentrank_tdigest',
      share: true,
      says: 'Which percentage of the values of a state of tdigest() is not above a value.',
      result: 25,
    },
  ].map(({ name, share, says, result }) =>
    row(name, {
      takes: ['dynamic', 'any'],
      returns: 'real',
      partial: true,
      sql: (args) => call('kql_tdigest_rank', arg(args, 0), tickNumber(args[1]), String(share)),
      says,
      example: [`${name}(dynamic([[1, 1], [2, 3]]), 1)`, result] as const,
    }),
  ),
  row('column_names_of', {
    takes: ['any'],
    returns: 'dynamic',
    total: true,
    sql: columnNames,
    says: 'The names of the columns of a table, as an array.',
    example: ['column_names_of((print a = 1, b = 2))', ['a', 'b']],
  }),
  row('estimate_data_size', {
    takes: ['any'],
    returns: 'long',
    total: true,
    sql: dataSize,
    says: 'How many bytes the values of columns take, roughly.',
    example: null,
  }),
];

/** A percentile of a digest, a dynamic value. */
export function percentileOf(digest: string, rank: string): Scalar {
  return { sql: call('kql_tdigest_percentile', digest, rank), type: 'dynamic', total: false };
}

function tickNumber(value: Scalar | undefined): string {
  if (value === undefined) return 'NULL';
  return value.type === 'datetime' || value.type === 'timespan' ? `${value.sql}::DOUBLE` : convert(value, 'real').sql;
}

function columnNames(_args: readonly Scalar[], { node, environment }: CallPlace): string {
  const [table] = argumentsOf(node);
  if (table === undefined || typeNameOf(table) !== 'table') return refuse('column_names_of() of something that is no table', { at: node });
  const { columns } = compileTabular(table, onRow(environment, null));
  return literal('dynamic', printDynamic(columns.map(({ name }) => name))).sql;
}

const fixedSizes = new Map<KqlType, number>([
  ['bool', 1],
  ['int', 4],
  ['long', 8],
  ['real', 8],
  ['datetime', 8],
  ['timespan', 8],
  ['guid', 16],
  ['decimal', 16],
]);

function dataSize(args: readonly Scalar[], { node, environment }: CallPlace): string {
  const star = argumentsOf(node).some((item) => classOf(item) === 'StarExpression');
  const values = star ? (environment.row?.columns ?? []).map(columnScalar) : args;
  const sizes = values.map(({ sql, type }) => {
    if (type === 'dynamic') refuse('estimate_data_size() of a dynamic value', { at: node });
    const fixed = fixedSizes.get(type);
    return fixed === undefined ? `coalesce(strlen(${sql}), 0)` : String(fixed);
  });
  return `(${['0', ...sizes].join(' + ')})::BIGINT`;
}
