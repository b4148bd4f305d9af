import { type NativeRow, native } from './row.ts';
import { datePartsOf, daysFromYearOne, daysInMonth, maxDatetimeTicks, parseDatetime, ticksPer, unixEpochTicks } from './time-text.ts';

/** Calendar arithmetic and forms of time. */
export const timeNatives: readonly NativeRow[] = [
  native('start_of_month', { takes: ['long', 'long'], returns: 'long', run: (ticks, offset) => startOfMonth(ticks, Number(offset)) }),
  native('start_of_year', {
    takes: ['long', 'long'],
    returns: 'long',
    run: (ticks, offset) => startOfDate(datePartsOf(ticks).year + Number(offset), 1, 1),
  }),
  native('weekofyear', { takes: ['long'], returns: 'int', run: isoWeek }),
  native('datetime_part', { takes: ['text', 'long'], returns: 'int', run: datetimePart }),
  native('datetime_add', { takes: ['text', 'long', 'long'], returns: 'long', run: datetimeAdd }),
  native('datetime_diff', { takes: ['text', 'long', 'long'], returns: 'long', run: datetimeDiff }),
  native('format_datetime', { takes: ['long', 'text'], returns: 'text', run: formatDatetime }),
  native('format_timespan', { takes: ['long', 'text'], returns: 'text', run: formatTimespan }),
  native('make_datetime', { takes: ['long', 'long', 'long', 'long', 'long', 'real'], returns: 'long', run: makeDatetime }),
  native('make_timespan', { takes: ['real', 'real', 'real', 'real'], returns: 'long', run: makeTimespan }),
  native('unixtime_seconds', { takes: ['real'], returns: 'long', run: (value) => fromUnix(value, 10_000_000) }),
  native('unixtime_milliseconds', { takes: ['real'], returns: 'long', run: (value) => fromUnix(value, 10_000) }),
  native('unixtime_microseconds', { takes: ['real'], returns: 'long', run: (value) => fromUnix(value, 10) }),
  native('unixtime_nanoseconds', { takes: ['long'], returns: 'long', run: (value) => inRange(unixEpochTicks + value / 100n) }),
  native('session_marks', { takes: ['text', 'long'], returns: 'text', run: sessionMarks }),
  native('datetime_utc_to_local', { takes: ['long', 'text'], returns: 'long', run: toLocal }),
];

function inRange(ticks: bigint): bigint | null {
  return ticks < 0n || ticks > maxDatetimeTicks ? null : ticks;
}

function startOfDate(year: number, month: number, day: number): bigint | null {
  return year < 1 || year > 10_000 ? null : daysFromYearOne(year, month, day) * ticksPer.day;
}

function startOfMonth(ticks: bigint, offset: number): bigint | null {
  const { year, month } = datePartsOf(ticks);
  const months = year * 12 + month - 1 + offset;
  return startOfDate(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1);
}

function isoWeek(ticks: bigint): number {
  const days = Number(ticks / ticksPer.day);
  const thursday = days - (days % 7) + 3;
  const { year } = datePartsOf(BigInt(thursday) * ticksPer.day);
  return Math.floor((thursday - Number(daysFromYearOne(year, 1, 1))) / 7) + 1;
}

function datetimePart(unit: string, ticks: bigint): number | null {
  const parts = datePartsOf(ticks);
  switch (unit.toLowerCase()) {
    case 'year':
      return parts.year;
    case 'quarter':
      return Math.floor((parts.month - 1) / 3) + 1;
    case 'month':
      return parts.month;
    case 'week_of_year':
    case 'week':
      return isoWeek(ticks);
    case 'day':
      return parts.day;
    case 'dayofyear':
      return Number(ticks / ticksPer.day - daysFromYearOne(parts.year, 1, 1)) + 1;
    case 'hour':
      return parts.hour;
    case 'minute':
      return parts.minute;
    case 'second':
      return parts.second;
    case 'millisecond':
      return Math.floor(parts.fraction / 10_000);
    case 'microsecond':
      return Math.floor(parts.fraction / 10);
    case 'nanosecond':
      return parts.fraction * 100;
    default:
      return null;
  }
}

const fixedUnits = new Map<string, bigint>([
  ['week', ticksPer.day * 7n],
  ['day', ticksPer.day],
  ['hour', ticksPer.hour],
  ['minute', ticksPer.minute],
  ['second', ticksPer.second],
  ['millisecond', ticksPer.millisecond],
  ['microsecond', ticksPer.microsecond],
]);
const monthUnits = new Map<string, number>([
  ['year', 12],
  ['quarter', 3],
  ['month', 1],
]);

/** Months keep the day where the month has it, else take its last. */
function datetimeAdd(unit: string, count: bigint, ticks: bigint): bigint | null {
  const name = unit.toLowerCase();
  const fixed = fixedUnits.get(name);
  if (fixed !== undefined) return inRange(ticks + fixed * count);
  if (name === 'nanosecond') return inRange(ticks + count / 100n);
  const step = monthUnits.get(name);
  if (step === undefined) return null;
  const { year, month, day } = datePartsOf(ticks);
  const months = year * 12 + month - 1 + step * Number(count);
  const [newYear, newMonth] = [Math.floor(months / 12), (((months % 12) + 12) % 12) + 1];
  if (newYear < 1 || newYear > 9999) return null;
  return inRange(daysFromYearOne(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth))) * ticksPer.day + (ticks % ticksPer.day));
}

function datetimeDiff(unit: string, left: bigint, right: bigint): bigint | null {
  const name = unit.toLowerCase();
  if (name === 'week') return (left / ticksPer.day + 1n) / 7n - (right / ticksPer.day + 1n) / 7n;
  if (name === 'nanosecond') return (left - right) * 100n;
  const fixed = fixedUnits.get(name);
  if (fixed !== undefined) return left / fixed - right / fixed;
  const step = monthUnits.get(name);
  if (step === undefined) return null;
  const count = (ticks: bigint): number => {
    const { year, month } = datePartsOf(ticks);
    return Math.floor((year * 12 + month - 1) / step);
  };
  return BigInt(count(left) - count(right));
}

function formatDatetime(ticks: bigint, form: string): string {
  const { year, month, day, hour, minute, second, fraction } = datePartsOf(ticks);
  return fill(
    form,
    {
      yyyy: String(year).padStart(4, '0'),
      yy: two(year % 100),
      y: String(year % 100),
      MM: two(month),
      M: String(month),
      dd: two(day),
      d: String(day),
      HH: two(hour),
      H: String(hour),
      hh: two(hour % 12 === 0 ? 12 : hour % 12),
      h: String(hour % 12 === 0 ? 12 : hour % 12),
      mm: two(minute),
      m: String(minute),
      ss: two(second),
      s: String(second),
      tt: hour < 12 ? 'AM' : 'PM',
    },
    fraction,
  );
}

function formatTimespan(ticks: bigint, form: string): string {
  const absolute = ticks < 0n ? -ticks : ticks;
  const days = String(absolute / ticksPer.day);
  const [hour, minute, second] = [
    (absolute / ticksPer.hour) % 24n,
    (absolute / ticksPer.minute) % 60n,
    (absolute / ticksPer.second) % 60n,
  ].map(Number) as [number, number, number];
  const padded = Object.fromEntries(Array.from({ length: 8 }, (_, index) => ['d'.repeat(index + 1), days.padStart(index + 1, '0')]));
  const text = fill(
    form,
    {
      ...padded,
      hh: two(hour),
      h: String(hour),
      HH: two(hour),
      H: String(hour),
      mm: two(minute),
      m: String(minute),
      ss: two(second),
      s: String(second),
    },
    Number(absolute % ticksPer.second),
  );
  return ticks < 0n ? `-${text}` : text;
}

/** Puts values for letters, two of a kind first; `f` gives digits of the second, `F` leaves trailing zeros off. */
function fill(form: string, values: Readonly<Record<string, string>>, fraction: number): string {
  const table = new Map(Object.entries(values));
  const digits = String(fraction).padStart(7, '0');
  return form.replace(/f{1,7}|F{1,7}|yyyy|d{3,8}|([a-zA-Z])\1?/g, (run): string => {
    if (run.startsWith('f')) return digits.slice(0, run.length);
    if (run.startsWith('F')) return digits.slice(0, run.length).replace(/0+$/, '');
    const whole = table.get(run);
    if (whole !== undefined) return whole;
    // Longer runs than there are forms are read two by two.
    return run.replace(/(.)\1?/g, (pair) => table.get(pair) ?? pair);
  });
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function makeDatetime(year: bigint, month: bigint, day: bigint, hour: bigint, minute: bigint, second: number): bigint | null {
  const date = `${String(year).padStart(4, '0')}-${month}-${day}`;
  const start = parseDatetime(date);
  if (start === null || hour < 0n || hour > 23n || minute < 0n || minute > 59n || second < 0 || second >= 60) return null;
  return start + hour * ticksPer.hour + minute * ticksPer.minute + BigInt(Math.round(second * 1e7));
}

function makeTimespan(days: number, hours: number, minutes: number, seconds: number): bigint | null {
  // A timespan holds ten million days.
  if (!(Math.abs(days) < 10_675_199)) return null;
  if (!(hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60)) return null;
  return (
    BigInt(Math.trunc(days)) * ticksPer.day +
    BigInt(Math.trunc(hours)) * ticksPer.hour +
    BigInt(Math.trunc(minutes)) * ticksPer.minute +
    BigInt(Math.round(seconds * 1e7))
  );
}

function fromUnix(value: number, ticks: number): bigint | null {
  if (!Number.isFinite(value)) return null;
  const whole = Math.trunc(value);
  return inRange(unixEpochTicks + BigInt(whole) * BigInt(ticks) + BigInt(Math.round((value - whole) * ticks)));
}

const zones = new Map<string, Intl.DateTimeFormat | null>();

function toLocal(ticks: bigint, zone: string): bigint | null {
  const format = zoneFormat(zone);
  if (format === null) return null;
  const instant = new Date(Number((ticks - unixEpochTicks) / 10_000n));
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const days = daysFromYearOne(parts.get('year') ?? 1, parts.get('month') ?? 1, parts.get('day') ?? 1);
  const seconds = ((parts.get('hour') ?? 0) % 24) * 3600 + (parts.get('minute') ?? 0) * 60 + (parts.get('second') ?? 0);
  return days * ticksPer.day + BigInt(seconds) * ticksPer.second + (ticks % ticksPer.second);
}

function zoneFormat(zone: string): Intl.DateTimeFormat | null {
  const held = zones.get(zone);
  if (held !== undefined) return held;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    made = null;
  }
  zones.set(zone, made);
  return made;
}

/** Places in a list of times, the first left out, at which as much time as a session may last has gone since the last such place. */
function sessionMarks(list: string, longest: bigint): string {
  const marks: number[] = [];
  let start = 0n;
  for (const [place, written] of list.slice(1, -1).split(', ').entries()) {
    const time = BigInt(written);
    if (place === 0) start = time;
    if (place === 0 || time - start < longest) continue;
    marks.push(place);
    start = time;
  }
  return `[${marks.join(',')}]`;
}
