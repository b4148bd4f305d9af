import { checkConstants } from '../aggregates/constants.ts';
import { refuse, semanticError } from '../diagnostics.ts';
import type { Hoist } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { over, type Relation } from '../relation.ts';
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
  row('row_window_session', {
    takes: ['datetime', 'timespan', 'timespan', 'bool'],
    returns: 'datetime',
    partial: true,
    sql: sessionStart,
    says: 'The time of the first row of a session, which ends with a pause or after a while.',
    example: null,
  }),
];

type WindowRow = { readonly input: Relation; readonly hoist: Hoist };

const soFar = 'ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW';

function serializedRow({ environment, node }: CallPlace): WindowRow {
  const { row: input, hoist } = environment;
  if (input === null || !input.serialized)
    return semanticError('Function requires a serialized row set: sort first, or use serialize.', node);
  return hoist === undefined ? refuse('A window function here', { at: node, instead: 'compute it with extend first' }) : { input, hoist };
}

/** Rows between two restarts are a part of their own. */
function runs({ input, hoist }: WindowRow, restart: Scalar | undefined): Relation {
  if (restart === undefined) return input;
  const run = hoist(`coalesce(sum(CASE WHEN ${restart.sql} THEN 1 ELSE 0 END) ${over(input, soFar)}, 0)`);
  return { ...input, parts: [...input.parts, run] };
}

function rowNumber(args: readonly Scalar[], place: CallPlace): string {
  const row = serializedRow(place);
  return row.hoist(`(row_number() ${over(runs(row, args[1]))} - 1 + ${args[0]?.sql ?? '1'})::BIGINT`);
}

function neighbour(name: 'lag' | 'lead', args: readonly Scalar[], place: CallPlace): string {
  const { input, hoist } = serializedRow(place);
  const [value, offset, fallback] = args;
  const missing = fallback === undefined ? '' : `, ${convert(fallback, place.result).sql}`;
  const taken = value === undefined ? 'NULL' : convert(value, place.result).sql;
  return hoist(`${name}(${taken}, ${offset === undefined ? '1' : `${offset.sql}::INTEGER`}${missing}) ${over(input)}`);
}

function cumulativeSum(args: readonly Scalar[], place: CallPlace): string {
  const row = serializedRow(place);
  const sum = `coalesce(sum(${arg(args, 0)}) ${over(runs(row, args[1]), soFar)}, 0)`;
  return row.hoist(place.result === 'real' ? `${sum}::DOUBLE` : `(${sum})::BIGINT`);
}

/** Equal values in a row share a rank; the dense one counts values, the other rows. */
function rank(args: readonly Scalar[], { place, dense }: { readonly place: CallPlace; readonly dense: boolean }): string {
  const row = serializedRow(place);
  const input = runs(row, args[1]);
  const position = row.hoist(`row_number() ${over(input)}`);
  const changed = row.hoist(`(${position} = 1 OR (${arg(args, 0)}) IS DISTINCT FROM lag(${arg(args, 0)}) ${over(input)})`);
  if (dense) return row.hoist(`sum(CASE WHEN ${changed} THEN 1 ELSE 0 END) ${over(input, soFar)}::BIGINT`);
  return row.hoist(`max(CASE WHEN ${changed} THEN ${position} ELSE 0 END) ${over(input, soFar)}::BIGINT`);
}

/**
 * Pauses, nulls and restarts part the rows into runs, which windows find. A run that lasts long is many sessions, each of which
 * begins where the one before has lasted long enough: a native walks such runs, and its marks come back by a join.
 */
function sessionStart(args: readonly Scalar[], place: CallPlace): string {
  const { input, hoist } = serializedRow(place);
  const { hidden } = place.environment.compilation;
  checkConstants(argumentsOf(place.node).slice(1, 3));
  const [longest, pause] = [arg(args, 1), arg(args, 2)];
  const time = hoist(arg(args, 0));
  const number = hoist(`row_number() ${over(input)}`);
  // Rows with equal keys keep one order in all windows that follow.
  const ordered: Relation = { ...input, order: [{ sql: number, descending: false, nullsFirst: false }] };
  const before = hoist(`lag(${time}) ${over(ordered)}`);
  const restart = args[3] === undefined ? '' : ` OR ${args[3].sql}`;
  const breaks = hoist(`coalesce(${time} IS NULL OR ${before} IS NULL OR ${time} - ${before} >= ${pause}${restart}, false)`);
  const run: Relation = { ...ordered, parts: [...input.parts, hoist(`sum(${breaks}::INTEGER) ${over(ordered, soFar)}::BIGINT`)] };
  const since = hoist(`${time} - first_value(${time}) ${over(run)}`);
  const mark = hidden('mark');
  const keys = run.parts.map((part) => ({ part, key: hidden('key') }));
  const begins = hoist(`(${breaks} OR ${mark} IS NOT NULL)`, (rows) => {
    const walked = `kql_session_marks(list(${since} ORDER BY ${number})::VARCHAR, ${longest})::BIGINT[]`;
    const grouped = keys.map(({ part, key }) => `${part} AS ${key}`).join(', ');
    const long = `SELECT ${grouped}, min(${number}) + unnest(${walked}) AS ${mark} FROM ${rows} GROUP BY ${run.parts.join(', ')} HAVING max(${since}) >= ${longest}`;
    return ` LEFT JOIN (${long}) ON ${keys.map(({ part, key }) => `${part} IS NOT DISTINCT FROM ${key}`).join(' AND ')} AND ${number} = ${mark}`;
  });
  return hoist(`last_value(CASE WHEN ${begins} THEN ${time} END IGNORE NULLS) ${over(run, soFar)}`);
}
