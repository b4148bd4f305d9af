import { convert } from '../expressions/convert.ts';
import { call, literal } from '../sql/quote.ts';
import { arg, type FunctionRow, row } from './row.ts';

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
  row('tostring', {
    takes: ['string'],
    returns: 'string',
    total: true,
    sql: (args) => arg(args, 0),
    says: 'The value as text; null becomes empty.',
    example: ['tostring(5)', '5'],
  }),
  row('now', {
    takes: ['timespan'],
    returns: 'datetime',
    sql: ([offset], { environment }) =>
      literal('datetime', environment.compilation.now).sql + (offset === undefined ? '' : ` + ${offset.sql}`),
    says: 'The time at which the query started.',
    example: null,
  }),
  row('ago', {
    takes: ['timespan'],
    returns: 'datetime',
    sql: ([span], { environment }) => call('kql_datetime_shift', literal('datetime', environment.compilation.now).sql, `-(${span?.sql})`),
    says: 'The time of the query less a timespan.',
    example: null,
  }),
  row('toint', {
    takes: ['any'],
    returns: 'int',
    partial: true,
    sql: ([x]) => (x === undefined ? 'NULL' : convert(x, 'int').sql),
    says: 'The value as a 32-bit integer.',
    example: ['toint("7")', 7],
  }),
];
