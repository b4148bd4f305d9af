import { convert, toDynamic } from '../expressions/convert.ts';
import { percentileOf } from '../functions/sketches.ts';
import { call } from '../sql/quote.ts';
import type { KqlType, Scalar } from '../types.ts';
import { type AggregatePlace, type AggregateRow, aggregate, withIf } from './row.ts';

/** Aggregates over pairs, states that are merged later, and the schema of dynamic values. */
export const sketchAggregates: readonly AggregateRow[] = [
  ...withIf(
    'hll',
    {
      takes: ['any'],
      returns: 'dynamic',
      total: true,
      sql: (args, place) => call('kql_array_distinct', gather(toDynamic(present(args[0])).sql, place)),
      says: 'The different values, for hll_merge() and dcount_hll().',
    },
    'hll_if',
  ),
  aggregate('hll_merge', {
    takes: ['dynamic'],
    returns: 'dynamic',
    total: true,
    sql: ([state], place) => call('kql_hll_merge', gather(present(state).sql, place)),
    says: 'States of hll() as one.',
  }),
  aggregate('tdigest', {
    takes: ['any', 'long'],
    returns: 'dynamic',
    total: true,
    sql: ([value, weight], place) => weighted(present(value), weight, place),
    says: 'The values and their weights, for percentile_tdigest().',
  }),
  ...['tdigest_merge', 'merge_tdigests'].map((name) =>
    aggregate(name, {
      takes: ['dynamic'],
      returns: 'dynamic',
      total: true,
      sql: ([state]: readonly Scalar[], place: AggregatePlace) => call('kql_sketch_merge', gather(present(state).sql, place)),
      says: 'States of tdigest() as one.',
    }),
  ),
  aggregate('percentilew', {
    constantFrom: 2,
    takes: ['any', 'long', 'real'],
    sql: ([value, weight, rank], place) => weightedPercentile({ value: present(value), weight, rank: present(rank) }, place),
    says: 'Value of the nearest rank, each counted as often as its weight says.',
  }),
  ...['percentiles_array', 'percentilesw_array'].map((name) =>
    aggregate(name, {
      constantFrom: name.includes('w') ? 2 : 1,
      takes: ['any'],
      returns: 'dynamic',
      sql: (args: readonly Scalar[], place: AggregatePlace) => percentilesArray(args, { place, isWeighted: name.includes('w') }),
      says: 'Several percentiles as an array.',
    }),
  ),
  aggregate('buildschema', {
    takes: ['dynamic'],
    returns: 'dynamic',
    sql: ([value], place) => call('kql_build_schema', gather(present(value).sql, place)),
    says: 'The types that dynamic values have, key by key.',
  }),
];

/** A percentile over the pairs of a group, in the type of its values. */
export function weightedPercentile(
  { value, weight, rank }: { readonly value: Scalar; readonly weight: Scalar | undefined; readonly rank: Scalar },
  place: Pick<AggregatePlace, 'filter' | 'order'>,
): string {
  const type: KqlType = value.type === 'dynamic' ? 'real' : value.type;
  return convert(percentileOf(weighted(value, weight, place), convert(rank, 'real').sql), type).sql;
}

function percentilesArray(
  args: readonly Scalar[],
  { place, isWeighted }: { readonly place: AggregatePlace; readonly isWeighted: boolean },
): string {
  const [value, ...rest] = args;
  const ranks = isWeighted ? rest.slice(1) : rest;
  const only = ranks[0];
  const list =
    only?.type === 'dynamic'
      ? only.sql
      : `'[' || ${ranks.map((rank) => `${convert(rank, 'real').sql}::VARCHAR`).join(" || ',' || ")} || ']'`;
  return call('kql_tdigest_percentiles', weighted(present(value), isWeighted ? rest[0] : undefined, place), list);
}

function present(value: Scalar | undefined): Scalar {
  return value ?? { sql: 'NULL', type: 'dynamic', total: false };
}

function gather(item: string, { filter, order }: Pick<AggregatePlace, 'filter' | 'order'>): string {
  return `coalesce('[' || string_agg(${item}, ','${order})${filter} || ']', '[]')`;
}

/** Values and their weights; times with the ticks that they sort by. */
function weighted(value: Scalar, weight: Scalar | undefined, place: Pick<AggregatePlace, 'filter' | 'order'>): string {
  const isTime = value.type === 'datetime' || value.type === 'timespan';
  const item = isTime || value.type === 'int' || value.type === 'long' ? value : convert(value, 'real');
  const parts = [
    toDynamic(item).sql,
    weight === undefined ? "'1'" : `${weight.sql}::VARCHAR`,
    ...(isTime ? [`${value.sql}::VARCHAR`] : []),
  ];
  return gather(`'[' || ${parts.join(" || ',' || ")} || ']'`, place);
}
