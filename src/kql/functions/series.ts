import { toDynamic } from '../expressions/convert.ts';
import { call, quoteString } from '../sql/quote.ts';
import type { Scalar } from '../types.ts';
import { nativeRow } from './native-row.ts';
import { arg, type FunctionRow, row } from './row.ts';

const elementwise = ['abs', 'ceiling', 'floor', 'sign', 'exp', 'log', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan'];
const pairwise = ['add', 'subtract', 'multiply', 'divide', 'pow'];
const comparing = ['equals', 'not_equals', 'less', 'less_equals', 'greater', 'greater_equals'];

/** Series: arrays of numbers on equal steps. */
export const seriesFunctions: readonly FunctionRow[] = [
  ...elementwise.map((name) =>
    row(`series_${name}`, {
      takes: ['dynamic'],
      returns: 'dynamic',
      sql: (args) => call('kql_series_map', quoteString(name), arg(args, 0)),
      says: `The ${name} of each item.`,
      example: name === 'abs' ? ['series_abs(dynamic([-1.5, 2]))', [1.5, 2]] : null,
    }),
  ),
  ...pairwise.map((name) =>
    row(`series_${name}`, {
      takes: ['any', 'any'],
      returns: 'dynamic',
      sql: (args) => call('kql_series_pair', quoteString(name), json(args[0]), json(args[1])),
      says: `Item by item: ${name}.`,
      example: name === 'add' ? ['series_add(dynamic([1, 2]), dynamic([3, 4]))', [4, 6]] : null,
    }),
  ),
  ...comparing.map((name) =>
    row(`series_${name}`, {
      takes: ['any', 'any'],
      returns: 'dynamic',
      sql: (args) => call('kql_series_compare', quoteString(name), json(args[0]), json(args[1])),
      says: `Item by item: ${name.replaceAll('_', ' ')}.`,
      example: name === 'less' ? ['series_less(dynamic([1, 5]), dynamic([3, 4]))', [true, false]] : null,
    }),
  ),
  nativeRow('series_sum', {
    takes: ['dynamic'],
    returns: 'real',
    says: 'The sum of the items.',
    example: ['series_sum(dynamic([1, 2]))', 3],
  }),
  nativeRow('series_product', {
    takes: ['dynamic'],
    returns: 'real',
    says: 'The product of the items.',
    example: ['series_product(dynamic([2, 3]))', 6],
  }),
  nativeRow('series_magnitude', {
    takes: ['dynamic'],
    returns: 'real',
    says: 'The length of the vector.',
    example: ['series_magnitude(dynamic([3, 4]))', 5],
  }),
  row('series_dot_product', {
    takes: ['any', 'any'],
    returns: 'real',
    partial: true,
    sql: (args) => call('kql_series_dot_product', json(args[0]), json(args[1])),
    says: 'The sum of the products of items.',
    example: ['series_dot_product(dynamic([1, 2]), dynamic([3, 4]))', 11],
  }),
  nativeRow('series_pearson_correlation', {
    takes: ['dynamic', 'dynamic'],
    returns: 'real',
    native: 'series_pearson',
    says: 'How much two series go together.',
    example: ['round(series_pearson_correlation(dynamic([1, 2, 3]), dynamic([2, 4, 6])), 9)', 1],
  }),
  nativeRow('series_cosine_similarity', {
    takes: ['dynamic', 'dynamic'],
    returns: 'real',
    native: 'series_cosine',
    says: 'The cosine of the angle between two vectors.',
    example: ['round(series_cosine_similarity(dynamic([1, 0]), dynamic([1, 0])), 9)', 1],
  }),
  ...['forward', 'backward'].map((way) =>
    row(`series_fill_${way}`, {
      takes: ['dynamic', 'any'],
      returns: 'dynamic',
      partial: true,
      sql: (args) => call(`kql_series_fill_${way}`, arg(args, 0), missing(args[1])),
      says: `Gaps take the nearest value (${way}).`,
      example: [`series_fill_${way}(dynamic([1, null, 3]))`, way === 'forward' ? [1, 1, 3] : [1, 3, 3]] as const,
    }),
  ),
  row('series_fill_const', {
    takes: ['dynamic', 'any', 'any'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_series_fill_const', arg(args, 0), json(args[1]), missing(args[2])),
    says: 'Gaps take a fixed value.',
    example: ['series_fill_const(dynamic([1, null]), 0)', [1, 0]],
  }),
  row('series_fill_linear', {
    takes: ['dynamic', 'any', 'bool', 'any'],
    returns: 'dynamic',
    partial: true,
    sql: (args) =>
      call('kql_series_fill_linear', arg(args, 0), missing(args[1]), args[2]?.sql ?? 'true', args[3] === undefined ? "'0'" : json(args[3])),
    says: 'Gaps lie on the line between their neighbours.',
    example: ['series_fill_linear(dynamic([1, null, 3]))', [1, 2, 3]],
  }),
  row('series_stats', {
    takes: ['dynamic', 'bool'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_series_stats', arg(args, 0), args[1]?.sql ?? 'false'),
    says: 'Extremes with their places, mean and spread, as columns.',
    example: null,
  }),
  row('series_stats_dynamic', {
    takes: ['dynamic', 'bool'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_series_stats_bag', arg(args, 0), args[1]?.sql ?? 'false'),
    says: 'Extremes with their places, mean and spread, as a bag.',
    example: null,
  }),
  row('series_fir', {
    takes: ['dynamic', 'dynamic', 'bool', 'bool'],
    returns: 'dynamic',
    partial: true,
    sql: (args) =>
      call(
        'kql_series_fir',
        arg(args, 0),
        arg(args, 1),
        args[2] === undefined ? "'default'" : `(${args[2].sql})::VARCHAR`,
        args[3]?.sql ?? 'false',
      ),
    says: 'A filter over the items before.',
    example: ['series_fir(dynamic([1, 3, 6]), dynamic([1, -1]), false)', [1, 2, 3]],
  }),
  nativeRow('series_iir', {
    takes: ['dynamic', 'dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'A filter that also sees its own results.',
    example: ['series_iir(dynamic([1, 2, 3]), dynamic([1]), dynamic([1, -1]))', [1, 3, 6]],
  }),
  nativeRow('series_fit_line', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'The straight line through a series, as columns.',
    example: null,
  }),
  nativeRow('series_fit_line_dynamic', {
    takes: ['dynamic'],
    returns: 'dynamic',
    native: 'series_fit_line_bag',
    says: 'The straight line through a series, as a bag.',
    example: ['series_fit_line_dynamic(dynamic([1, 3, 5])).line_fit', [1, 3, 5]],
  }),
  nativeRow('series_fit_2lines', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'The two straight lines that fit the parts of a series best, and where they part, as columns.',
    example: null,
  }),
  nativeRow('series_fit_2lines_dynamic', {
    takes: ['dynamic'],
    returns: 'dynamic',
    native: 'series_fit_2lines_bag',
    says: 'The two straight lines that fit the parts of a series best, and where they part, as a bag.',
    example: ['series_fit_2lines_dynamic(dynamic([1, 2, 3, 9, 7, 5])).left.slope', 1],
  }),
];

function json(value: Scalar | undefined): string {
  return value === undefined ? "'null'" : toDynamic(value).sql;
}

function missing(value: Scalar | undefined): string {
  if (value === undefined || value.literal === null) return "'null'";
  // double(null) and its like are written to mean null.
  return call('coalesce', toDynamic(value).sql, "'null'");
}
