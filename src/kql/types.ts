/** The scalar types of KQL. */
export const kqlTypes = ['bool', 'int', 'long', 'real', 'decimal', 'string', 'datetime', 'timespan', 'guid', 'dynamic'] as const;
export type KqlType = (typeof kqlTypes)[number];

export type KqlColumn = { readonly name: string; readonly type: KqlType };

/**
 * How a type is held in DuckDB. datetime and timespan are ticks of 100 ns (datetime from 0001-01-01), so all seven digits and
 * the years 1 to 9999 survive; dynamic is JSON text whose top is never `null`; string is never NULL.
 */
export const physicalType = {
  bool: 'BOOLEAN',
  int: 'INTEGER',
  long: 'BIGINT',
  real: 'DOUBLE',
  decimal: 'DECIMAL(38,17)',
  string: 'VARCHAR',
  datetime: 'BIGINT',
  timespan: 'BIGINT',
  guid: 'VARCHAR',
  dynamic: 'VARCHAR',
} as const satisfies Record<KqlType, string>;

export function isKqlType(name: string): name is KqlType {
  return (kqlTypes as readonly string[]).includes(name);
}

/** Types that count: arithmetic and sums are defined on them. */
export function isNumeric(type: KqlType): boolean {
  return type === 'int' || type === 'long' || type === 'real' || type === 'decimal';
}

/** One expression as SQL, with its type. `literal` holds the value where it is written out in the query. */
export type Scalar = {
  readonly sql: string;
  readonly type: KqlType;
  /** True where the SQL cannot be NULL. Strings never are. */
  readonly total: boolean;
  readonly literal?: string | number | bigint | boolean | null;
  /** A shorter way to the value's text than through the value. */
  readonly text?: string;
};
