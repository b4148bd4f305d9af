import { grisuDigits } from './grisu.ts';

/** A real as Kusto writes it: as few digits as read back, `1E+20` from 1e15 on, whole numbers bare in text. */
export function printReal(value: number, { asDynamic = false }: { readonly asDynamic?: boolean } = {}): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return asDynamic ? '0.0' : Object.is(value, -0) ? '-0' : '0';
  const absolute = Math.abs(value);
  if (absolute >= 1e15 || absolute < 1e-5) return scientific(value);
  const plain = String(value);
  const text = plain.includes('e') ? scientific(value) : isLong(plain) ? decimal(value) : plain;
  return asDynamic && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** With all the digits that a number can need, which ones the engine gives is up to its printer. */
function isLong(text: string): boolean {
  return text.length > 16 && text.replace(/e.*$/, '').replace(/\D/g, '').replace(/^0+/, '').length >= 16;
}

function decimal(value: number): string {
  const { digits, power } = grisuDigits(Math.abs(value));
  const whole = power >= 0 ? digits + '0'.repeat(power) : digits.padStart(1 - power, '0');
  const text = power >= 0 ? whole : `${whole.slice(0, power)}.${whole.slice(power)}`;
  return value < 0 ? `-${text}` : text;
}

function scientific(value: number): string {
  const [short = '', exponent = '0'] = value.toExponential().split('e');
  const digits = isLong(short) ? mantissa(value) : short;
  const power = Math.abs(Number(exponent));
  return `${digits}E${exponent.startsWith('-') ? '-' : '+'}${String(power).padStart(2, '0')}`;
}

function mantissa(value: number): string {
  const { digits } = grisuDigits(Math.abs(value));
  return `${value < 0 ? '-' : ''}${digits.slice(0, 1)}.${digits.slice(1)}`;
}
