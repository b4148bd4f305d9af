import { refuse } from '../diagnostics.ts';
import { convert } from '../expressions/convert.ts';
import { call } from '../sql/quote.ts';
import type { Scalar } from '../types.ts';
import { type AggregatePlace, type AggregateRow, aggregate, withIf } from './row.ts';

/** Counts, sums, extremes and spread. Sums of nothing are 0, means of nothing NaN, extremes of nothing null. */
export const numberAggregates: readonly AggregateRow[] = [
  aggregate('count', {
    takes: ['any'],
    total: true,
    sql: (args, { filter }) => (args[0] === undefined ? `count(*)${filter}` : `count(*)${filter}`),
    says: 'Number of rows.',
  }),
  aggregate('countif', {
    takes: [],
    condition: 0,
    total: true,
    sql: (_, { filter }) => `count(*)${filter}`,
    says: 'Number of rows for which the condition holds.',
  }),
  ...withIf('sum', { takes: ['any'], total: true, sql: sumSql, says: 'Sum; nulls add nothing.' }),
  ...withIf('avg', { takes: ['any'], sql: averageSql, says: 'Mean of what is not null.' }),
  ...withIf('min', { takes: ['any'], sql: (args, place) => extremeSql('min', args, place), says: 'Smallest value.' }),
  ...withIf('max', { takes: ['any'], sql: (args, place) => extremeSql('max', args, place), says: 'Largest value.' }),
  ...withIf('stdev', { takes: ['real'], sql: spreadSql('stddev_samp'), says: 'Standard deviation of a sample.' }),
  ...withIf('variance', { takes: ['real'], sql: spreadSql('var_samp'), says: 'Variance of a sample.' }),
  ...withIf('stdevp', { takes: ['real'], sql: spreadSql('stddev_pop'), says: 'Standard deviation of a population.' }),
  ...withIf('variancep', { takes: ['real'], sql: spreadSql('var_pop'), says: 'Variance of a population.' }),
  ...withIf('covariance', { takes: ['real', 'real'], sql: pairSql('covar_samp'), says: 'Covariance of a sample.' }),
  ...withIf('covariancep', { takes: ['real', 'real'], sql: pairSql('covar_pop'), says: 'Covariance of a population.' }),
  aggregate('binary_all_and', {
    takes: ['long'],
    sql: ([x], { filter }) => `bit_and(${x?.sql})${filter}`,
    says: 'Bits set in every value.',
  }),
  aggregate('binary_all_or', { takes: ['long'], sql: ([x], { filter }) => `bit_or(${x?.sql})${filter}`, says: 'Bits set in any value.' }),
  aggregate('binary_all_xor', {
    takes: ['long'],
    sql: ([x], { filter }) => `bit_xor(${x?.sql})${filter}`,
    says: 'Bits set in an odd number of values.',
  }),
  aggregate('percentile', { constantFrom: 1, takes: ['any', 'real'], sql: percentileSql, says: 'Value of the nearest rank.' }),
];

function sumSql([value]: readonly Scalar[], { filter, result }: AggregatePlace): string {
  if (value === undefined) return 'NULL';
  const sum = `sum(${value.type === 'bool' ? `${value.sql}::INTEGER` : value.type === 'dynamic' ? convert(value, 'real').sql : value.sql})${filter}`;
  if (result === 'real') return `coalesce(${sum}, 0)::DOUBLE`;
  if (result === 'decimal') return `coalesce(${sum}, 0)::DECIMAL(38,17)`;
  return call('kql_wrap_long', `coalesce(${sum}, 0)`);
}

function averageSql([value]: readonly Scalar[], { filter, result }: AggregatePlace): string {
  if (value === undefined) return 'NULL';
  if (result === 'timespan' || result === 'datetime') {
    return `(sum(${value.sql})${filter} // nullif(count(${value.sql})${filter}, 0))::BIGINT`;
  }
  if (value.type === 'long' || value.type === 'int') {
    // The engine's sum wraps at 64 bits.
    return `coalesce(${call('kql_wrap_long', `sum(${value.sql})${filter}`)}::DOUBLE / nullif(count(${value.sql})${filter}, 0), 'NaN'::DOUBLE)`;
  }
  const mean = `avg(${value.type === 'dynamic' || value.type === 'bool' ? convert(value, 'real').sql : value.sql})${filter}`;
  return result === 'decimal' ? `${mean}::DECIMAL(38,17)` : `coalesce(${mean}, 'NaN'::DOUBLE)`;
}

function extremeSql(name: 'min' | 'max', [value]: readonly Scalar[], { filter, result, node }: AggregatePlace): string {
  if (value === undefined) return 'NULL';
  if (value.type === 'dynamic') return call(`kql_${name}_dynamic`, `'[' || string_agg(${value.sql}, ',')${filter} || ']'`);
  if (value.type === 'guid' && result !== 'guid') refuse(`${name}() of a guid`, { at: node });
  const plain = `${name}(${value.sql})${filter}`;
  if (value.type === 'real' && name === 'min') {
    return `CASE WHEN bool_or(isnan(${value.sql}))${filter} THEN 'NaN'::DOUBLE ELSE ${plain} END`;
  }
  return value.type === 'string' ? `coalesce(${plain}, '')` : plain;
}

function spreadSql(name: string): AggregateRow['sql'] {
  return ([value], { filter }) => {
    // Squares of such numbers leave the doubles.
    const wild = `coalesce(bool_or(NOT isfinite(${value?.sql}) OR abs(${value?.sql}) > 1e150)${filter}, false)`;
    const tame = `CASE WHEN isfinite(${value?.sql}) AND abs(${value?.sql}) <= 1e150 THEN ${value?.sql} END`;
    return `CASE WHEN ${wild} THEN 'NaN'::DOUBLE ELSE CASE count(${value?.sql})${filter} WHEN 0 THEN 'NaN'::DOUBLE WHEN 1 THEN 0.0 ELSE ${name}(${tame})${filter} END END`;
  };
}

function pairSql(name: string): AggregateRow['sql'] {
  return ([x, y], { filter }) => `${name}(${y?.sql}, ${x?.sql})${filter}`;
}

function percentileSql([value, rank]: readonly Scalar[], { filter }: AggregatePlace): string {
  return `quantile_disc(${value?.sql}, least(greatest(${rank?.sql} / 100.0, 0.0), 1.0))${filter}`;
}
