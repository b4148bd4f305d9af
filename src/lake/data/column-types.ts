import type { KqlType } from '../../kql/index.ts';

/** How each KQL type lies in a Parquet file: as the query engine holds it, so that no query converts. */
export const storedType = {
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

/** The moment of ingestion in ticks, hidden in every file for `ingestion_time()`. */
export const ingestionColumn = '$ingested';

/** A column of a table: its KQL name, and its name in files, where DuckDB does not see case. */
export type LakeColumn = { readonly name: string; readonly type: KqlType; readonly stored: string };

/** The column that every row has: when the event happened. */
export const timeColumn = 'TimeGenerated';

export const ticksPerDay = 864_000_000_000n;
/** 1970-01-01 in ticks of 100 ns since 0001-01-01. */
export const unixEpochTicks = 621_355_968_000_000_000n;

/** Ticks of a moment in milliseconds since 1970. */
export function ticksOf(milliseconds: number): bigint {
  return BigInt(Math.trunc(milliseconds)) * 10_000n + unixEpochTicks;
}

/** The moment of ticks as ISO 8601 with milliseconds. */
export function isoOf(ticks: bigint): string {
  return new Date(Number((ticks - unixEpochTicks) / 10_000n)).toISOString();
}

/** Gives each column a name for files that differs from the others' without regard to case. */
export function withStoredNames(
  taken: readonly LakeColumn[],
  added: readonly { readonly name: string; readonly type: KqlType }[],
): readonly LakeColumn[] {
  const used = new Set(taken.map((column) => column.stored.toLowerCase()));
  return added.map(({ name, type }) => {
    let stored = name.startsWith('$') ? `_${name}` : name;
    for (let suffix = 2; used.has(stored.toLowerCase()); suffix += 1) stored = `${name}~${suffix}`;
    used.add(stored.toLowerCase());
    return { name, type, stored };
  });
}
