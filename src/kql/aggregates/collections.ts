import { toDynamic } from '../expressions/convert.ts';
import { call } from '../sql/quote.ts';
import type { Scalar } from '../types.ts';
import { type AggregatePlace, type AggregateRow, aggregate, withIf } from './row.ts';

/** Lists, sets, bags, distinct counts, any value. */
export const collectionAggregates: readonly AggregateRow[] = [
  ...both(['make_list', 'makelist'], {
    constantFrom: 1,
    takes: ['any', 'long'],
    returns: 'dynamic',
    total: true,
    sql: listSql,
    says: 'The values as an array, in the order of the rows.',
  }),
  aggregate('make_list_if', {
    constantFrom: 1,
    takes: ['any', 'bool', 'long'],
    condition: 1,
    returns: 'dynamic',
    total: true,
    sql: listSql,
    says: 'The values of rows for which the condition holds.',
  }),
  aggregate('make_list_with_nulls', {
    takes: ['any'],
    returns: 'dynamic',
    total: true,
    sql: ([x], place) => gathered(x, { place, nulls: true }),
    says: 'The values as an array, nulls too.',
  }),
  ...both(['make_set', 'makeset'], {
    constantFrom: 1,
    takes: ['any', 'long'],
    returns: 'dynamic',
    total: true,
    sql: setSql,
    says: 'The different values as an array.',
  }),
  aggregate('make_set_if', {
    constantFrom: 1,
    takes: ['any', 'bool', 'long'],
    condition: 1,
    returns: 'dynamic',
    total: true,
    sql: setSql,
    says: 'The different values of rows for which the condition holds.',
  }),
  ...both(['make_bag', 'make_dictionary'], {
    constantFrom: 1,
    takes: ['dynamic', 'long'],
    returns: 'dynamic',
    total: true,
    sql: bagSql,
    says: 'The bags of the rows in one.',
  }),
  aggregate('make_bag_if', {
    constantFrom: 1,
    takes: ['dynamic', 'bool', 'long'],
    condition: 1,
    returns: 'dynamic',
    total: true,
    sql: bagSql,
    says: 'The bags of rows for which the condition holds, in one.',
  }),
  aggregate('dcount', {
    takes: ['any', 'long'],
    returns: 'long',
    total: true,
    sql: distinctCount,
    says: 'Number of different values, counted exactly.',
  }),
  aggregate('dcountif', {
    takes: ['any', 'bool', 'long'],
    condition: 1,
    returns: 'long',
    total: true,
    sql: distinctCount,
    says: 'Number of different values of rows for which the condition holds.',
  }),
  aggregate('count_distinct', { takes: ['any'], returns: 'long', total: true, sql: distinctCount, says: 'Number of different values.' }),
  aggregate('count_distinctif', {
    takes: ['any', 'bool'],
    condition: 1,
    returns: 'long',
    total: true,
    sql: distinctCount,
    says: 'Number of different values of rows for which the condition holds.',
  }),
  ...withIf('take_any', { takes: ['any'], sql: anySql, says: 'A value of any row, one that is not null where there is one.' }),
  ...withIf('any', { takes: ['any'], sql: anySql, says: 'A value of any row.' }, 'anyif'),
];

function both(names: readonly string[], rest: Omit<AggregateRow, 'name'>): readonly AggregateRow[] {
  return names.map((name) => aggregate(name, rest));
}

/** The JSON values of a group as one JSON array. */
function gathered(value: Scalar | undefined, { place, nulls }: { readonly place: AggregatePlace; readonly nulls: boolean }): string {
  if (value === undefined) return "'[]'";
  const item = toDynamic(value).sql;
  const kept = nulls || value.type === 'dynamic' ? `coalesce(${item}, 'null')` : item;
  const array = `coalesce('[' || string_agg(${kept}, ','${place.order})${place.filter} || ']', '[]')`;
  return value.type === 'dynamic' ? call('kql_flatten', array) : array;
}

function listSql(args: readonly Scalar[], place: AggregatePlace): string {
  return limited(gathered(args[0], { place, nulls: false }), args[1]);
}

function setSql(args: readonly Scalar[], place: AggregatePlace): string {
  const value = args[0];
  if (value === undefined) return "'[]'";
  // Without an order the engine may drop repeats itself; else the first of each stands where it was.
  const array =
    place.order === '' && value.type !== 'dynamic'
      ? `coalesce('[' || string_agg(DISTINCT ${toDynamic(value).sql}, ',')${place.filter} || ']', '[]')`
      : call('kql_array_distinct', gathered(value, { place, nulls: false }));
  return limited(array, args[1]);
}

function bagSql(args: readonly Scalar[], place: AggregatePlace): string {
  const bags = `coalesce('[' || string_agg(${args[0]?.sql}, ','${place.order})${place.filter} || ']', '[]')`;
  return call('kql_bag_merge', bags);
}

function limited(array: string, limit: Scalar | undefined): string {
  return limit === undefined ? array : call('kql_array_take', array, `${limit.sql}::BIGINT`);
}

function distinctCount([value]: readonly Scalar[], { filter }: AggregatePlace): string {
  return `count(DISTINCT ${value?.sql})${filter}`;
}

function anySql([value]: readonly Scalar[], { filter }: AggregatePlace): string {
  const any = `any_value(${value?.sql})${filter}`;
  return value?.type === 'string' ? `coalesce(${any}, '')` : any;
}
