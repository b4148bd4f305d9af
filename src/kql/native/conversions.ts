import { type Dynamic, isArray, isBag, printDynamic, readDynamic } from './dynamic.ts';
import { printReal } from './real-text.ts';
import { type NativeRow, native } from './row.ts';
import { maxDatetimeTicks, parseDatetime, parseTimespan, printDatetime, printTimespan } from './time-text.ts';

const maxLong = 2n ** 63n - 1n;

/** Conversions between types, with Kusto's spelling of values. */
export const conversionNatives: readonly NativeRow[] = [
  native('real_text', { takes: ['real'], returns: 'text', run: (value) => realText(value) }),
  native('real_json', { takes: ['real'], returns: 'text', run: (value) => printDynamic(value) }),
  native('decimal_text', { takes: ['text'], returns: 'text', run: printDecimal }),
  native('datetime_text', { takes: ['long'], returns: 'text', run: printDatetime }),
  native('timespan_text', { takes: ['long'], returns: 'text', run: printTimespan }),
  native('dynamic_text', {
    takes: ['text'],
    returns: 'text',
    run: (json) => (json.startsWith('"') ? String(readDynamic(json)) : json === 'true' ? 'true' : json),
  }),
  native('datetime_shift', { takes: ['long', 'long'], returns: 'long', run: (ticks, span) => inRange(ticks + span) }),
  native('real_to_int', { takes: ['real'], returns: 'int', run: (value) => realToInteger(value, 32) }),
  native('real_to_long', { takes: ['real'], returns: 'long', run: (value) => realToLong(value) }),
  native('real_modulo', {
    takes: ['real', 'real'],
    returns: 'real',
    run: (left, right) => ((left % right) + Math.abs(right)) % Math.abs(right),
  }),
  ...(['text', 'dynamic'] as const).flatMap((from) => [
    native(`${from}_to_bool`, { takes: ['text'], returns: 'bool', run: (text) => toBool(value(from, text)) }),
    native(`${from}_to_int`, { takes: ['text'], returns: 'int', run: (text) => toInt(value(from, text)) }),
    native(`${from}_to_long`, { takes: ['text'], returns: 'long', run: (text) => toLong(value(from, text)) }),
    native(`${from}_to_real`, { takes: ['text'], returns: 'real', run: (text) => toReal(value(from, text)) }),
    native(`${from}_to_decimal_text`, { takes: ['text'], returns: 'text', run: (text) => toDecimal(value(from, text)) }),
    native(`${from}_to_datetime`, { takes: ['text'], returns: 'long', run: (text) => toDatetime(value(from, text)) }),
    native(`${from}_to_timespan`, { takes: ['text'], returns: 'long', run: (text) => toTimespan(value(from, text)) }),
    native(`${from}_to_guid`, { takes: ['text'], returns: 'text', run: (text) => toGuid(value(from, text)) }),
  ]),
];

function value(from: 'text' | 'dynamic', text: string): Dynamic {
  return from === 'dynamic' ? readDynamic(text) : text;
}

function realText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  return printReal(value, { asDynamic: true });
}

function inRange(ticks: bigint): bigint | null {
  return ticks < 0n || ticks > maxDatetimeTicks ? null : ticks;
}

function realToInteger(value: number, bits: 32): number | null {
  if (Number.isNaN(value)) return null;
  const limit = 2 ** (bits - 1);
  return Math.min(Math.max(Math.trunc(value), -limit), limit - 1);
}

function realToLong(value: number): bigint | null {
  if (Number.isNaN(value)) return null;
  if (value >= 2 ** 63) return maxLong;
  if (value <= -(2 ** 63)) return -maxLong - 1n;
  return BigInt(Math.trunc(value));
}

function toBool(value: Dynamic): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint' || typeof value === 'number') return Number(value) !== 0;
  if (typeof value !== 'string') return null;
  if (/^\s*true\s*$/i.test(value)) return true;
  if (/^\s*false\s*$/i.test(value)) return false;
  const whole = toLong(value);
  return whole === null ? null : whole !== 0n;
}

function toLong(value: Dynamic): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return realToLong(value);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^[-+]?\d+$/.test(text)) {
    const whole = BigInt(text.replace(/^\+/, ''));
    return BigInt.asIntN(64, whole) === whole ? whole : null;
  }
  return /^0x[0-9a-f]{1,16}$/i.test(text) ? BigInt.asIntN(64, BigInt(text)) : null;
}

function toInt(value: Dynamic): number | null {
  if (typeof value === 'number') return realToInteger(value, 32);
  const long = toLong(value);
  if (long === null) return null;
  if (typeof value === 'string') return BigInt.asIntN(32, long) === long ? Number(long) : null;
  return Number(BigInt.asIntN(32, long));
}

function toReal(value: Dynamic): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^nan$/i.test(text)) return Number.NaN;
  const infinite = /^([-+]?)inf(inity)?$/i.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : null;
}

function toDecimal(value: Dynamic): string | null {
  if (typeof value === 'string') return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value) ? value.trim() : null;
  const real = toReal(value);
  return real === null || !Number.isFinite(real) ? null : typeof value === 'bigint' ? String(value) : String(real);
}

function toDatetime(value: Dynamic): bigint | null {
  if (typeof value === 'string') return parseDatetime(value);
  return null;
}

function toTimespan(value: Dynamic): bigint | null {
  if (typeof value !== 'string') return null;
  return parseTimespan(value, { bareNumbersAreDays: /^\s*-?\d+\s*$/.test(value) });
}

function toGuid(value: Dynamic): string | null {
  if (typeof value !== 'string') return null;
  const hex = value
    .trim()
    .replace(/^[{(]|[})]$/g, '')
    .replaceAll('-', '')
    .toLowerCase();
  return /^[0-9a-f]{32}$/.test(hex) ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
}

/** The kind of a dynamic value, as gettype() names it. */
export function dynamicKind(value: Dynamic): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'bigint') return 'long';
  if (typeof value === 'number') return 'double';
  if (typeof value === 'boolean') return 'bool';
  return isArray(value) ? 'array' : isBag(value) ? 'dictionary' : 'string';
}

/** A decimal without the noughts at its ends. */
export function printDecimal(text: string): string {
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return trimmed.replace(/^(-?)0+(?=\d)/, '$1');
}
