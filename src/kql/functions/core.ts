import { shiftTime } from '../expressions/fold-time.ts';
import { refuse } from '../diagnostics.ts';
import { commonType } from '../expressions/comparison.ts';
import { convert, toDynamic } from '../expressions/convert.ts';
import { call, literal, quoteString } from '../sql/quote.ts';
import { list, textOf } from '../syntax/tree.ts';
import { isNumeric, type KqlType, type Scalar } from '../types.ts';
import { nativeRow } from './native-row.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';

const noun: Readonly<Record<string, KqlType>> = {
  toint: 'int',
  tolong: 'long',
  toreal: 'real',
  todouble: 'real',
  todecimal: 'decimal',
  tobool: 'bool',
  toboolean: 'bool',
  todatetime: 'datetime',
  totimespan: 'timespan',
  toguid: 'guid',
  totime: 'timespan',
};

const conversionExamples: Readonly<Record<string, readonly [string, unknown]>> = {
  toint: ['toint("7")', 7],
  tolong: ['tolong("0x10")', 16],
  toreal: ['toreal("1.5")', 1.5],
  todouble: ['todouble("2e3")', 2000],
  todecimal: ['todecimal("1.25")', '1.25'],
  tobool: ['tobool("true")', true],
  toboolean: ['toboolean("false")', false],
  todatetime: ['todatetime("2020-01-02")', '2020-01-02T00:00:00.0000000Z'],
  totimespan: ['totimespan("1.02:03:04")', '1.02:03:04'],
  toguid: ['toguid("74be27de-1e4e-49d9-b579-fe0b331d3642")', '74be27de-1e4e-49d9-b579-fe0b331d3642'],
  totime: ['totime("00:10:00")', '00:10:00'],
};

/** Conditions, nulls, conversions. */
export const coreFunctions: readonly FunctionRow[] = [
  row('not', {
    takes: ['bool'],
    returns: 'bool',
    sql: (args) => `(NOT ${arg(args, 0)})`,
    says: 'The opposite; of null null.',
    example: ['not(true)', false],
  }),
  row('isempty', {
    takes: ['string'],
    returns: 'bool',
    total: true,
    sql: (args) => `(${arg(args, 0)} = '')`,
    says: 'True for null and for the empty string.',
    example: ['isempty("")', true],
  }),
  row('isnotempty', {
    takes: ['string'],
    returns: 'bool',
    total: true,
    sql: (args) => `(${arg(args, 0)} <> '')`,
    says: 'True for what is neither null nor an empty string.',
    example: ['isnotempty("a")', true],
  }),
  row('notempty', {
    takes: ['string'],
    returns: 'bool',
    total: true,
    sql: (args) => `(${arg(args, 0)} <> '')`,
    says: 'Older name of isnotempty.',
    example: ['notempty("a")', true],
  }),
  row('isnull', {
    takes: ['any'],
    returns: 'bool',
    total: true,
    sql: ([x]) => (x?.type === 'string' ? 'false' : `(${x?.sql} IS NULL)`),
    says: 'True for null; a string is never null.',
    example: ['isnull(int(null))', true],
  }),
  row('isnotnull', {
    takes: ['any'],
    returns: 'bool',
    total: true,
    sql: ([x]) => (x?.type === 'string' ? 'true' : `(${x?.sql} IS NOT NULL)`),
    says: 'True for what is not null.',
    example: ['isnotnull("")', true],
  }),
  row('notnull', {
    takes: ['any'],
    returns: 'bool',
    total: true,
    sql: ([x]) => (x?.type === 'string' ? 'true' : `(${x?.sql} IS NOT NULL)`),
    says: 'Older name of isnotnull.',
    example: ['notnull(1)', true],
  }),
  row('tostring', {
    takes: ['string'],
    returns: 'string',
    total: true,
    sql: (args) => arg(args, 0),
    says: 'The value as text; null becomes empty.',
    example: ['tostring(5)', '5'],
  }),
  ...Object.entries(noun).map(([name, type]) =>
    row(name, {
      takes: ['any'],
      returns: type,
      partial: true,
      sql: ([x]) => (x === undefined ? 'NULL' : convert(x, type).sql),
      says: `The value as ${type}; null where it is none.`,
      example: conversionExamples[name] ?? null,
    }),
  ),
  ...['parse_json', 'todynamic', 'toobject', 'parsejson'].map((name) =>
    row(name, {
      takes: ['any'],
      returns: 'dynamic',
      partial: true,
      sql: ([x]) => (x === undefined ? 'NULL' : x.type === 'string' ? call('kql_parse_json', x.sql) : toDynamic(x).sql),
      says: 'Reads JSON; text that is none stays text.',
      example: [`${name}('{"a":[1,2]}').a[1]`, 2],
    }),
  ),
  ...['iff', 'iif'].map((name) =>
    row(name, {
      takes: ['bool', 'any', 'any'],
      returns: 'binder',
      total: false,
      partial: true,
      sql: (args, { result }) => `CASE WHEN ${arg(args, 0)} THEN ${as(args[1], result)} ELSE ${as(args[2], result)} END`,
      says: 'The second value where the condition holds, else the third.',
      example: [`${name}(1 < 2, "a", "b")`, 'a'],
    }),
  ),
  row('case', {
    takes: ['any'],
    returns: 'binder',
    partial: true,
    sql: caseSql,
    says: 'The value after the first condition that holds, else the last.',
    example: ['case(false, 1, true, 2, 3)', 2],
  }),
  row('coalesce', {
    takes: ['any'],
    returns: 'binder',
    partial: true,
    sql: coalesceSql,
    says: 'The first value that is not null (or an empty string).',
    example: ['coalesce(long(null), 4)', 4],
  }),
  row('max_of', {
    takes: ['any'],
    returns: 'binder',
    partial: true,
    sql: (args, place) => extremeOf('greatest', args, place),
    says: 'The largest of the values; nulls do not count.',
    example: ['max_of(1, 3, 2)', 3],
  }),
  row('min_of', {
    takes: ['any'],
    returns: 'binder',
    partial: true,
    sql: (args, place) => extremeOf('least', args, place),
    says: 'The smallest of the values; nulls do not count.',
    example: ['min_of(3, 1, 2)', 1],
  }),
  row('assert', {
    takes: ['bool', 'string'],
    returns: 'bool',
    total: true,
    sql: (args) => `CASE WHEN ${arg(args, 0)} THEN true ELSE error('kql: ' || ${arg(args, 1)}) END`,
    says: 'True where the condition holds; else the query ends with the message.',
    example: ['assert(1 < 2, "never said")', true],
  }),
  row('isnan', {
    takes: ['real'],
    returns: 'bool',
    sql: (args) => `isnan(${arg(args, 0)})`,
    says: 'True for NaN.',
    example: ['isnan(0.0 / 0.0)', true],
  }),
  row('isinf', {
    takes: ['real'],
    returns: 'bool',
    sql: (args) => `isinf(${arg(args, 0)})`,
    says: 'True for an infinite value.',
    example: ['isinf(1.0 / 0.0)', true],
  }),
  row('isfinite', {
    takes: ['real'],
    returns: 'bool',
    sql: (args) => `isfinite(${arg(args, 0)})`,
    says: 'True for a value that is neither infinite nor NaN.',
    example: ['isfinite(1.0)', true],
  }),
  row('gettype', {
    takes: ['any'],
    returns: 'string',
    total: true,
    sql: ([x]) => (x === undefined ? "''" : x.type === 'dynamic' ? `coalesce(kql_dynamic_kind(${x.sql}), 'null')` : quoteString(x.type)),
    says: 'The name of the type that a value has.',
    example: ['gettype(1)', 'long'],
  }),
  row('now', {
    takes: ['timespan'],
    returns: 'datetime',
    sql: ([offset], { environment }) => shifted(environment.compilation.now, offset?.sql),
    fold: ([offset = 0n], { environment }) => shiftTime(environment.compilation.now, offset),
    says: 'The time at which the query started.',
    example: null,
  }),
  row('ago', {
    takes: ['timespan'],
    returns: 'datetime',
    sql: ([span], { environment }) => shifted(environment.compilation.now, call('kql_opposite', span?.sql ?? 'NULL')),
    fold: ([span = 0n], { environment }) => shiftTime(environment.compilation.now, -span),
    says: 'The time of the query less a timespan.',
    example: null,
  }),
  nativeRow('isutf8', { takes: ['string'], returns: 'bool', says: 'True for text of whole characters.', example: ['isutf8("é")', true] }),
  nativeRow('isascii', { takes: ['string'], returns: 'bool', says: 'True for text of ASCII only.', example: ['isascii("abc")', true] }),
];

function shifted(now: bigint, span: string | undefined): string {
  const time = literal('datetime', now).sql;
  return span === undefined ? time : call('kql_datetime_shift', time, span);
}

function as(value: Scalar | undefined, type: KqlType): string {
  return value === undefined ? 'NULL' : convert(value, type).sql;
}

function caseSql(args: readonly Scalar[], { result }: CallPlace): string {
  const pairs: string[] = [];
  for (let index = 0; index + 1 < args.length; index += 2) pairs.push(`WHEN ${args[index]?.sql} THEN ${as(args[index + 1], result)}`);
  return `CASE ${pairs.join(' ')} ELSE ${as(args.at(-1), result)} END`;
}

function coalesceSql(args: readonly Scalar[], { result }: CallPlace): string {
  if (result !== 'string') return call('coalesce', ...args.map((value) => as(value, result)));
  return call('coalesce', ...args.map((value) => `nullif(${as(value, result)}, '')`), "''");
}

function extremeOf(native: string, args: readonly Scalar[], { result, node }: CallPlace): string {
  const type = args.reduce<KqlType | null>(
    (common, value) => (common === null ? null : commonType(common, value.type)),
    args[0]?.type ?? result,
  );
  if (type === null || (!isNumeric(type) && type !== 'datetime' && type !== 'timespan' && type !== 'string')) {
    refuse(`${textOf(node).slice(0, 30)} of these types`, { at: list(node, 'Expressions')[0] ?? node });
  }
  const values = args.map((value) => as(value, result));
  if (result !== 'real') return call(native, ...values);
  return `CASE WHEN ${values.map((value) => `isnan(${value})`).join(' OR ')} THEN 'NaN'::DOUBLE ELSE ${call(native, ...values)} END`;
}
