import { refuse } from '../diagnostics.ts';
import { call } from '../sql/quote.ts';
import type { Scalar } from '../types.ts';
import { nativeRow } from './native-row.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';

const day = '864000000000';
const lastDay = `${3_652_058n * 864_000_000_000n}::BIGINT`;
const units: Readonly<Record<string, string>> = {
  day,
  hour: '36000000000',
  minute: '600000000',
  second: '10000000',
  millisecond: '10000',
  microsecond: '10',
};

/** The start of the period that a time is in, `offset` periods later; a product may leave the 64 bits before it is looked at. */
const starts: Readonly<Record<string, (time: string, offset: string) => string>> = {
  day: (time, offset) => `((${time} // ${day} + ${offset})::HUGEINT * ${day})`,
  // Day 0 of the calendar is a Monday; weeks begin on Sunday.
  week: (time, offset) => `((((${time} // ${day}) + 1) // 7 * 7 - 1 + 7 * (${offset}))::HUGEINT * ${day})`,
  month: (time, offset) => call('kql_start_of_month', time, offset),
  year: (time, offset) => call('kql_start_of_year', time, offset),
};

const part = (name: string, returns: 'int' | 'long', unit: string, says: string, example: readonly [string, unknown]): FunctionRow =>
  row(name, {
    takes: ['datetime'],
    returns,
    sql: (args) => `${unit}(kql_timestamp(${arg(args, 0)}))::${returns === 'int' ? 'INTEGER' : 'BIGINT'}`,
    says,
    example,
  });

/** How many units on; more than all days there are leads out of the calendar in any case. */
function offsetOf(value: Scalar | undefined): string {
  if (value === undefined) return '0';
  const isSmall = typeof value.literal === 'bigint' && value.literal > -1000n && value.literal < 1000n;
  return isSmall ? value.sql : `(least(greatest(${value.sql}, -4000000), 4000000) + 0 * ${value.sql})`;
}

/** Points and lengths of time. */
export const timeFunctions: readonly FunctionRow[] = [
  ...Object.keys(starts).flatMap((unit) => {
    const start = starts[unit] as (time: string, offset: string) => string;
    // The period that a time is in lies in the calendar with it, but for weeks, which hang over both ends.
    const within = (args: readonly Scalar[], sql: string): string =>
      args[1] === undefined && unit !== 'week' ? `${sql}::BIGINT` : call('kql_in_calendar', sql);
    return [
      row(`startof${unit}`, {
        takes: ['datetime', 'long'],
        returns: 'datetime',
        partial: true,
        sql: (args) => within(args, start(arg(args, 0), offsetOf(args[1]))),
        says: `The start of the ${unit}.`,
        example: [
          `startof${unit}(datetime(2020-01-01 10:00))`,
          unit === 'week' ? '2019-12-29T00:00:00.0000000Z' : '2020-01-01T00:00:00.0000000Z',
        ] as const,
      }),
      row(`endof${unit}`, {
        takes: ['datetime', 'long'],
        returns: 'datetime',
        partial: true,
        sql: (args) => within(args, `(${start(arg(args, 0), `(${offsetOf(args[1])} + 1)`)} - 1)`),
        says: `The last tick of the ${unit}.`,
        example: [
          `endof${unit}(datetime(2020-12-31 10:00))`,
          unit === 'week' ? '2021-01-02T23:59:59.9999999Z' : '2020-12-31T23:59:59.9999999Z',
        ] as const,
      }),
    ];
  }),
  row('dayofweek', {
    takes: ['datetime'],
    returns: 'timespan',
    partial: true,
    // Measured: the last day has none, since the day after it cannot be written.
    sql: (args) => `CASE WHEN ${arg(args, 0)} < ${lastDay} THEN ((${arg(args, 0)} // ${day} + 1) % 7) * ${day} END`,
    says: 'Days since Sunday.',
    example: ['dayofweek(datetime(2020-01-01))', '3.00:00:00'],
  }),
  part('dayofmonth', 'int', 'day', 'The day of the month.', ['dayofmonth(datetime(2020-01-31))', 31]),
  part('dayofyear', 'int', 'dayofyear', 'The day of the year.', ['dayofyear(datetime(2020-02-01))', 32]),
  part('monthofyear', 'long', 'month', 'The month.', ['monthofyear(datetime(2020-02-01))', 2]),
  part('getmonth', 'int', 'month', 'The month.', ['getmonth(datetime(2020-02-01))', 2]),
  part('getyear', 'int', 'year', 'The year of a point in time.', ['getyear(datetime(2020-02-01))', 2020]),
  part('week_of_year', 'long', 'weekofyear', 'The week as ISO 8601 counts.', ['week_of_year(datetime(2020-12-31))', 53]),
  nativeRow('weekofyear', {
    takes: ['datetime'],
    returns: 'int',
    says: 'Older name of week_of_year.',
    example: ['weekofyear(datetime(2007-01-01))', 1],
  }),
  row('hourofday', {
    takes: ['datetime'],
    returns: 'int',
    sql: (args) => `((${arg(args, 0)} // ${units.hour}) % 24)::INTEGER`,
    says: 'The hour of the day.',
    example: ['hourofday(datetime(2020-01-01 15:00))', 15],
  }),
  row('datetime_part', {
    takes: ['string', 'datetime'],
    returns: 'long',
    partial: true,
    sql: (args) => `${call('kql_datetime_part', arg(args, 0), arg(args, 1))}::BIGINT`,
    says: 'A part of a point in time, by its name.',
    example: ['datetime_part("month", datetime(2020-02-01))', 2],
  }),
  nativeRow('datetime_add', {
    takes: ['string', 'long', 'datetime'],
    returns: 'datetime',
    says: 'A point in time moved by whole units.',
    example: ['datetime_add("month", 1, datetime(2020-01-31))', '2020-02-29T00:00:00.0000000Z'],
  }),
  row('datetime_diff', {
    takes: ['string', 'datetime', 'datetime'],
    returns: ([unit]) => (unit?.literal === 'week' ? 'real' : 'long'),
    partial: true,
    sql: diffSql,
    says: 'How many borders of a unit lie between two points in time.',
    example: ['datetime_diff("day", datetime(2020-01-03), datetime(2020-01-01))', 2],
  }),
  row('format_datetime', {
    takes: ['datetime', 'string'],
    returns: 'string',
    sql: (args, place) =>
      call(
        'kql_format_datetime',
        arg(args, 0),
        checkedForm(args[1], { letters: /yyyy|yy|y|M|d|HH|H|hh|h|mm|m|ss|s|tt|f{1,7}|F{1,7}/g, place }),
      ),
    says: 'A point in time in a form of your own.',
    example: ['format_datetime(datetime(2020-01-02 03:04:05), "yy-MM-dd HH:mm")', '20-01-02 03:04'],
  }),
  row('format_timespan', {
    takes: ['timespan', 'string'],
    returns: 'string',
    sql: (args, place) =>
      call('kql_format_timespan', arg(args, 0), checkedForm(args[1], { letters: /d{1,8}|HH|H|hh|h|mm|m|ss|s|f{1,7}|F{1,7}/g, place })),
    says: 'A length of time in a form of your own.',
    example: ['format_timespan(1d + 2h, "d.hh:mm")', '1.02:00'],
  }),
  nativeRow('make_datetime', {
    takes: ['long', 'long', 'long', 'long', 'long', 'real'],
    returns: 'datetime',
    defaults: ['1::BIGINT', '1::BIGINT', '0::BIGINT', '0::BIGINT', '0.0::DOUBLE'],
    says: 'A point in time from its parts.',
    example: ['make_datetime(2020, 1, 2)', '2020-01-02T00:00:00.0000000Z'],
  }),
  row('make_timespan', {
    takes: ['real'],
    returns: 'timespan',
    partial: true,
    sql: timespanSql,
    says: 'A length of time from its parts.',
    example: ['make_timespan(1, 30)', '01:30:00'],
  }),
  ...Object.entries({ seconds: 10_000_000, milliseconds: 10_000, microseconds: 10 }).map(([unit, ticks]) =>
    nativeRow(`unixtime_${unit}_todatetime`, {
      takes: ['real'],
      returns: 'datetime',
      native: `unixtime_${unit}`,
      says: `A point in time from ${unit} since 1970.`,
      example: [`unixtime_${unit}_todatetime(${(10_000_000 / ticks) * 86_400})`, '1970-01-02T00:00:00.0000000Z'],
    }),
  ),
  nativeRow('unixtime_nanoseconds_todatetime', {
    takes: ['long'],
    returns: 'datetime',
    native: 'unixtime_nanoseconds',
    says: 'A point in time from nanoseconds since 1970.',
    example: ['unixtime_nanoseconds_todatetime(1000000000)', '1970-01-01T00:00:01.0000000Z'],
  }),
  nativeRow('datetime_utc_to_local', {
    takes: ['datetime', 'string'],
    returns: 'datetime',
    says: 'A point in time on the clock of a zone.',
    example: ['datetime_utc_to_local(datetime(2020-07-01 10:00), "Europe/Paris")', '2020-07-01T12:00:00.0000000Z'],
  }),
];

function diffSql([unit, left, right]: readonly Scalar[], { node }: CallPlace): string {
  if (unit === undefined || left === undefined || right === undefined) return 'NULL';
  const name = typeof unit.literal === 'string' ? unit.literal.toLowerCase() : null;
  const ticks = name === null ? undefined : new Map(Object.entries(units)).get(name);
  if (ticks !== undefined) return `(${left.sql} // ${ticks} - ${right.sql} // ${ticks})`;
  if (name !== null && !['year', 'quarter', 'month', 'week', 'nanosecond'].includes(name)) refuse(`The unit '${name}'`, { at: node });
  const sql = call('kql_datetime_diff', unit.sql, left.sql, right.sql);
  return name === 'week' ? `${sql}::DOUBLE` : sql;
}

/** Two parts are hours and minutes, four begin with days. */
function timespanSql(args: readonly Scalar[]): string {
  const parts = args.map(({ sql }) => sql);
  const [days, clock] = parts.length === 4 ? [parts[0] ?? '0', parts.slice(1)] : ['0.0', parts];
  return call('kql_make_timespan', `(${days})::DOUBLE`, clock[0] ?? '0.0', clock[1] ?? '0.0', clock[2] ?? '0.0::DOUBLE');
}

/** A form may hold its letters and the marks `/ - : , . _ [ ]` and blanks; the engine refuses others too. */
function checkedForm(form: Scalar | undefined, { letters, place }: { readonly letters: RegExp; readonly place: CallPlace }): string {
  if (form === undefined) return "''";
  if (typeof form.literal !== 'string') return refuse('A form that is not written in the query', { at: place.node });
  const rest = form.literal.replace(letters, '').replace(/[ /\-:,._[\]]/g, '');
  return rest === '' ? form.sql : refuse(`'${rest}' in a form of time`, { at: place.node });
}
