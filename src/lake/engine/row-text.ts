import { type KqlType, printDatetime, printDecimal, printTimespan } from '../../kql/index.ts';

/** Prints one value as it goes over the wire: JSON text, longs with all their digits, dynamic as the JSON it is. */
export function printValue(type: KqlType, value: unknown): string {
  if (value === null || value === undefined) return type === 'string' ? '""' : 'null';
  switch (type) {
    case 'bool':
      return String(value);
    case 'int':
    case 'long':
      return String(value);
    case 'real':
      return realText(Number(value));
    case 'datetime':
      return `"${printDatetime(BigInt(value as bigint))}"`;
    case 'timespan':
      return `"${printTimespan(BigInt(value as bigint))}"`;
    case 'decimal':
      return `"${printDecimal(String(value))}"`;
    case 'dynamic':
      return String(value);
    default:
      return JSON.stringify(String(value));
  }
}

function realText(value: number): string {
  if (Number.isNaN(value)) return '"NaN"';
  return Number.isFinite(value) ? (Object.is(value, -0) ? '-0.0' : String(value)) : `"${value > 0 ? '' : '-'}Infinity"`;
}
