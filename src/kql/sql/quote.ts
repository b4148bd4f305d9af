import { type KqlType, physicalType, type Scalar } from '../types.ts';

/** An identifier for DuckDB; no other way to print a name exists. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""').replaceAll('\0', '�')}"`;
}

/** A string for DuckDB; no other way to print text exists. A NUL cannot stand in SQL text, so it goes through chr(0). */
export function quoteString(text: string): string {
  const parts = text
    .toWellFormed()
    .split('\0')
    .map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(' || chr(0) || ')})`;
}

/** A literal of a KQL type. */
export function literal(type: KqlType, value: string | number | bigint | boolean | null): Scalar {
  if (value === null) return type === 'string' ? textLiteral('') : nullOf(type);
  if (type === 'string') return textLiteral(String(value));
  return { sql: literalSql(type, value), type, total: true, literal: value };
}

/** The null of a type; a string has none and is empty instead. */
export function nullOf(type: KqlType): Scalar {
  if (type === 'string') return textLiteral('');
  return { sql: `NULL::${physicalType[type]}`, type, total: false, literal: null };
}

/** A call of a SQL function; arguments are SQL. */
export function call(name: string, ...args: readonly string[]): string {
  return `${name}(${args.join(', ')})`;
}

function textLiteral(text: string): Scalar {
  return { sql: quoteString(text), type: 'string', total: true, literal: text };
}

function literalSql(type: KqlType, value: string | number | bigint | boolean): string {
  switch (type) {
    case 'bool':
      return value === true ? 'true' : 'false';
    case 'real':
      return realLiteral(Number(value));
    case 'decimal':
      return `${quoteString(String(value))}::${physicalType.decimal}`;
    case 'int':
    case 'long':
    case 'datetime':
    case 'timespan':
      return integerLiteral(BigInt(value), physicalType[type]);
    default:
      return quoteString(String(value));
  }
}

function integerLiteral(value: bigint, type: string): string {
  // The smallest number has no positive twin to negate, so text is the safe spelling of negatives.
  return value < 0n ? `'${value}'::${type}` : `${value}::${type}`;
}

function realLiteral(value: number): string {
  if (Number.isNaN(value)) return "'NaN'::DOUBLE";
  if (!Number.isFinite(value)) return `'${value > 0 ? '' : '-'}Infinity'::DOUBLE`;
  return `'${Object.is(value, -0) ? '-0.0' : String(value)}'::DOUBLE`;
}
