/** Ticks of 100 ns per unit. */
export const ticksPer = {
  microsecond: 10n,
  millisecond: 10_000n,
  second: 10_000_000n,
  minute: 600_000_000n,
  hour: 36_000_000_000n,
  day: 864_000_000_000n,
} as const;

/** Ticks from 0001-01-01 to 1970-01-01. */
export const unixEpochTicks = 621_355_968_000_000_000n;
/** The last tick of 9999-12-31. */
export const maxDatetimeTicks = 3_155_378_975_999_999_999n;

const isoPattern =
  /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d{1,9}))?)?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const rfcPattern =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s-]+([a-z]{3,9})[\s-]+(\d{2,4})(?:[\s,]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const usPattern =
  /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[T\s]+(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;

/** Reads a point in time in the forms that Kusto takes, as ticks since 0001-01-01; null when it is none. */
export function parseDatetime(text: string): bigint | null {
  const trimmed = text.trim();
  const iso = isoPattern.exec(trimmed);
  if (iso !== null) return fromParts(iso.slice(1, 4), iso.slice(4));
  const us = usPattern.exec(trimmed);
  if (us !== null) return fromParts([us[3], us[1], us[2]], us.slice(4));
  const rfc = rfcPattern.exec(trimmed);
  if (rfc !== null) {
    const month = monthNames.indexOf((rfc[2] ?? '').slice(0, 3).toLowerCase()) + 1;
    const year = rfc[3] ?? '';
    return month === 0 ? null : fromParts([year.length === 2 ? `20${year}` : year, String(month), rfc[1]], rfc.slice(4));
  }
  const listed = /^(\d{4})\s*,\s*(\d{1,2})\s*,\s*(\d{1,2})$/.exec(trimmed);
  if (listed !== null) return fromParts(listed.slice(1, 4), []);
  return /^\d{4}$/.test(trimmed) ? fromParts([trimmed, '1', '1'], []) : null;
}

function fromParts(date: readonly (string | undefined)[], rest: readonly (string | undefined)[]): bigint | null {
  const [year, month, day] = [Number(date[0]), Number(date[1] ?? 1), Number(date[2] ?? 1)];
  const [hour, minute, second] = [hourOf(rest[0], rest[4]), Number(rest[1] ?? 0), Number(rest[2] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return null;
  const fraction = BigInt((rest[3] ?? '').padEnd(7, '0').slice(0, 7) || '0');
  const clock = BigInt(hour * 3600 + minute * 60 + second) * ticksPer.second + fraction;
  const ticks = daysFromYearOne(year, month, day) * ticksPer.day + clock - offsetTicks(rest[5]);
  return ticks < 0n || ticks > maxDatetimeTicks ? null : ticks;
}

function hourOf(text: string | undefined, half: string | undefined): number {
  const hour = Number(text ?? 0);
  if (half === undefined) return hour;
  return /pm/i.test(half) ? (hour % 12) + 12 : hour % 12;
}

function offsetTicks(zone: string | undefined): bigint {
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(zone ?? '');
  if (match === null) return 0n;
  const ticks = BigInt(Number(match[2]) * 60 + Number(match[3])) * ticksPer.minute;
  return match[1] === '-' ? -ticks : ticks;
}

/** Days of a month, leap years counted. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 ? ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 0001-01-01 of a date in the Gregorian calendar. */
export function daysFromYearOne(year: number, month: number, day: number): bigint {
  return BigInt(Math.floor(utcMilliseconds(year, month, day) / 86_400_000)) + 719_162n;
}

/** Date.UTC, but years below 100 are themselves. */
function utcMilliseconds(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

export type DateParts = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly fraction: number;
};

/** The calendar parts of ticks since 0001-01-01. */
export function datePartsOf(ticks: bigint): DateParts {
  const milliseconds = Number((ticks - unixEpochTicks) / 10_000n - ((ticks - unixEpochTicks) % 10_000n < 0n ? 1n : 0n));
  const date = new Date(milliseconds);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: Number(ticks % ticksPer.second),
  };
}

/** ISO 8601 with seven fraction digits and Z. */
export function printDatetime(ticks: bigint): string {
  const { year, month, day, hour, minute, second, fraction } = datePartsOf(ticks);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${String(fraction).padStart(7, '0')}Z`;
}

const unitTicks: Readonly<Record<string, bigint>> = {
  d: ticksPer.day,
  day: ticksPer.day,
  days: ticksPer.day,
  h: ticksPer.hour,
  hr: ticksPer.hour,
  hrs: ticksPer.hour,
  hour: ticksPer.hour,
  hours: ticksPer.hour,
  m: ticksPer.minute,
  min: ticksPer.minute,
  minute: ticksPer.minute,
  minutes: ticksPer.minute,
  s: ticksPer.second,
  sec: ticksPer.second,
  second: ticksPer.second,
  seconds: ticksPer.second,
  ms: ticksPer.millisecond,
  milli: ticksPer.millisecond,
  millis: ticksPer.millisecond,
  millisec: ticksPer.millisecond,
  millisecond: ticksPer.millisecond,
  milliseconds: ticksPer.millisecond,
  micro: ticksPer.microsecond,
  micros: ticksPer.microsecond,
  microsec: ticksPer.microsecond,
  microsecond: ticksPer.microsecond,
  microseconds: ticksPer.microsecond,
  nano: 0n,
  tick: 1n,
  ticks: 1n,
};

/** Reads `1.02:03:04.5`, `02:03`, `1d`, `1.5h`; a bare number is days. */
export function parseTimespan(text: string, { bareNumbersAreDays }: { readonly bareNumbersAreDays: boolean }): bigint | null {
  const trimmed = text.trim();
  const clock = /^(-)?(?:(\d+)[.:](?=\d+:\d+:))?(\d+):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,7}))?)?$/.exec(trimmed);
  if (clock !== null) {
    const [hour, minute, second] = [Number(clock[3]), Number(clock[4]), Number(clock[5] ?? 0)];
    if (hour > 23 || minute > 59 || second > 59) return null;
    const fraction = BigInt((clock[6] ?? '').padEnd(7, '0') || '0');
    const ticks = BigInt(clock[2] ?? 0) * ticksPer.day + BigInt(hour * 3600 + minute * 60 + second) * ticksPer.second + fraction;
    return clock[1] === undefined ? ticks : -ticks;
  }
  const unit = /^(-?)(\d+)(?:\.(\d+))?\s*([a-z]*)$/i.exec(trimmed);
  if (unit === null) return null;
  const word = (unit[4] ?? '').toLowerCase();
  const per = word === '' ? (bareNumbersAreDays ? ticksPer.day : null) : new Map(Object.entries(unitTicks)).get(word);
  if (per === null || per === undefined) return null;
  const digits = unit[3] ?? '';
  const ticks = (BigInt(`${unit[2]}${digits}`) * per) / 10n ** BigInt(digits.length);
  return unit[1] === '-' ? -ticks : ticks;
}

/** `[-][d.]hh:mm:ss[.fffffff]`. */
export function printTimespan(ticks: bigint): string {
  const absolute = ticks < 0n ? -ticks : ticks;
  const two = (part: bigint): string => String(part).padStart(2, '0');
  const days = absolute / ticksPer.day;
  const fraction = absolute % ticksPer.second;
  const clock = [(absolute / ticksPer.hour) % 24n, (absolute / ticksPer.minute) % 60n, (absolute / ticksPer.second) % 60n]
    .map(two)
    .join(':');
  return `${ticks < 0n ? '-' : ''}${days === 0n ? '' : `${days}.`}${clock}${fraction === 0n ? '' : `.${String(fraction).padStart(7, '0')}`}`;
}
