import { semanticError } from '../diagnostics.ts';
import { convert } from '../expressions/convert.ts';
import { over, type Relation } from '../relation.ts';
import { call } from '../sql/quote.ts';
import type { Scalar } from '../types.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';

/** Functions that look at the rows around; the input must have an order. */
export const windowFunctions: readonly FunctionRow[] = [
  row('row_number', {
    takes: ['long', 'bool'],
    returns: 'long',
    total: true,
    sql: rowNumber,
    says: 'The number of the row.',
    example: null,
  }),
  row('prev', {
    takes: ['any', 'long', 'any'],
    returns: 'binder',
    partial: true,
    sql: (args, place) => neighbour('lag', args, place),
    says: 'A value of an earlier row.',
    example: null,
  }),
  row('next', {
    takes: ['any', 'long', 'any'],
    returns: 'binder',
    partial: true,
    sql: (args, place) => neighbour('lead', args, place),
    says: 'A value of a later row.',
    example: null,
  }),
  row('row_cumsum', {
    takes: ['any', 'bool'],
    returns: 'binder',
    partial: true,
    sql: cumulativeSum,
    says: 'The sum of the rows so far.',
    example: null,
  }),
  row('row_rank_dense', {
    takes: ['any', 'bool'],
    returns: 'long',
    partial: true,
    sql: (args, place) => rank(args, { place, dense: true }),
    says: 'The rank without gaps.',
    example: null,
  }),
  row('row_rank_min', {
    takes: ['any', 'bool'],
    returns: 'long',
    partial: true,
    sql: (args, place) => rank(args, { place, dense: false }),
    says: 'The smallest rank of equal rows.',
    example: null,
  }),
];

function serializedRow({ environment, node }: CallPlace): Relation {
  const { row: input } = environment;
  if (input === null || !input.serialized)
    return semanticError('Function requires a serialized row set: sort first, or use serialize.', node);
  return input;
}

/** Restarts cannot stand inside another window, so the rows of each run are told by a native count in the same order. */
function rowNumber(args: readonly Scalar[], place: CallPlace): string {
  const input = serializedRow(place);
  const start = args[0]?.sql ?? '1';
  if (args[1] === undefined) return `(row_number() ${over(input)} - 1 + ${start})::BIGINT`;
  return `(${runPosition(input, args[1])} - 1 + ${start})::BIGINT`;
}

function neighbour(name: 'lag' | 'lead', args: readonly Scalar[], place: CallPlace): string {
  const input = serializedRow(place);
  const [value, offset, fallback] = args;
  const missing = fallback === undefined ? '' : `, ${convert(fallback, place.result).sql}`;
  const taken = value === undefined ? 'NULL' : convert(value, place.result).sql;
  return `${name}(${taken}, ${offset === undefined ? '1' : `${offset.sql}::INTEGER`}${missing}) ${over(input)}`;
}

function cumulativeSum(args: readonly Scalar[], place: CallPlace): string {
  const input = serializedRow(place);
  const frame = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
  if (args[1] === undefined) return typedSum(`coalesce(sum(${arg(args, 0)}) ${over(input, frame)}, 0)`, place);
  // The rows since the last restart are a suffix of the list so far.
  const values = `list({'v': ${arg(args, 0)}, 'r': ${args[1].sql}}) ${over(input, frame)}`;
  const sinceRestart = `list_reduce(list_transform(${values}, p -> {'v': p.v::DOUBLE, 'r': p.r}), (a, b) -> CASE WHEN b.r THEN b ELSE {'v': a.v + b.v, 'r': b.r} END).v`;
  return typedSum(sinceRestart, place);
}

function typedSum(sql: string, { result }: CallPlace): string {
  return result === 'real' ? `(${sql})::DOUBLE` : `(${sql})::BIGINT`;
}

function runPosition(input: Relation, restart: Scalar): string {
  const frame = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
  return `len(list_reduce(list_transform(list(${restart.sql}) ${over(input, frame)}, r -> [r]), (a, b) -> CASE WHEN b[1] THEN b ELSE a || b END))`;
}

function rank(args: readonly Scalar[], { place, dense }: { readonly place: CallPlace; readonly dense: boolean }): string {
  const input = serializedRow(place);
  const frame = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';
  const items = `list({'v': ${args[0] === undefined ? 'NULL' : convert(args[0], 'string').sql}, 'r': ${args[1]?.sql ?? 'false'}}) ${over(input, frame)}`;
  return call('kql_row_rank', `to_json(${items})::VARCHAR`, String(dense));
}
