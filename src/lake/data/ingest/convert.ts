import type { KqlType } from '../../../kql/index.ts';
import { storedType, unixEpochTicks } from '../column-types.ts';

/** How a source hands over a value: as text, or as JSON text in which a string keeps its quotes. */
export type ValueForm = 'text' | 'json';

/** Text forms of time that people's exports have besides ISO 8601. */
const timeFormats = [
  '%m/%d/%Y, %I:%M:%S.%g %p',
  '%m/%d/%Y, %I:%M:%S %p',
  '%m/%d/%Y %I:%M:%S.%g %p',
  '%m/%d/%Y %I:%M:%S %p',
  '%m/%d/%Y %I:%M %p',
  '%m/%d/%Y %H:%M:%S',
  '%m/%d/%Y %H:%M',
  '%m/%d/%Y',
  '%d/%b/%Y:%H:%M:%S %z',
  '%a, %d %b %Y %H:%M:%S %Z',
  '%b %d %Y %H:%M:%S',
  '%Y/%m/%d %H:%M:%S',
]
  .map((format) => `'${format}'`)
  .join(', ');

const epoch = `${unixEpochTicks}::BIGINT`;

/** Conversions as SQL macros; each gives NULL for what does not fit its type. */
export const conversionMacros: readonly string[] = [
  // Digits alone are seconds, milliseconds, microseconds or nanoseconds since 1970, told by how many they are.
  `CREATE OR REPLACE TEMP MACRO lake_epoch(s) AS CASE
    WHEN TRY_CAST(s AS DOUBLE) IS NULL OR contains(s, '-') THEN NULL
    WHEN length(split_part(s, '.', 1)) BETWEEN 9 AND 10 THEN CAST(round(TRY_CAST(s AS DECIMAL(28, 9)) * 10000000) AS BIGINT) + ${epoch}
    WHEN length(split_part(s, '.', 1)) = 13 THEN CAST(round(TRY_CAST(s AS DECIMAL(28, 9)) * 10000) AS BIGINT) + ${epoch}
    WHEN length(s) = 16 THEN TRY_CAST(s AS BIGINT) * 10 + ${epoch}
    WHEN length(s) = 19 AND NOT contains(s, '.') THEN TRY_CAST(s AS BIGINT) // 100 + ${epoch} END`,
  // DuckDB keeps microseconds; the seventh digit has a fixed place in ISO 8601.
  `CREATE OR REPLACE TEMP MACRO lake_datetime(s) AS CASE
    WHEN s[5] = '-' AND s[1] BETWEEN '0' AND '9' THEN epoch_us(TRY_CAST(s AS TIMESTAMPTZ)) * 10
      + CASE WHEN s[20] = '.' THEN coalesce(TRY_CAST(nullif(s[27], '+') AS TINYINT), 0) ELSE 0 END + ${epoch}
    WHEN s = '' OR s IS NULL THEN NULL
    ELSE coalesce(lake_epoch(s), epoch_us(TRY_STRPTIME(s, [${timeFormats}])) * 10 + ${epoch}) END`,
  `CREATE OR REPLACE TEMP MACRO lake_long(s) AS CASE WHEN TRY_CAST(s AS BIGINT)::DOUBLE = TRY_CAST(s AS DOUBLE) THEN TRY_CAST(s AS BIGINT) END`,
  `CREATE OR REPLACE TEMP MACRO lake_int(s) AS CASE WHEN TRY_CAST(s AS INTEGER)::DOUBLE = TRY_CAST(s AS DOUBLE) THEN TRY_CAST(s AS INTEGER) END`,
  `CREATE OR REPLACE TEMP MACRO lake_bool(s) AS CASE WHEN lower(s) IN ('true', '1') THEN true WHEN lower(s) IN ('false', '0') THEN false END`,
  `CREATE OR REPLACE TEMP MACRO lake_timespan(s) AS CASE WHEN regexp_full_match(s, '-?(\\d+\\.)?\\d{1,2}:\\d\\d:\\d\\d(\\.\\d{1,7})?') THEN
    (CASE WHEN s[1] = '-' THEN -1 ELSE 1 END) * (coalesce(TRY_CAST(regexp_extract(s, '(\\d+)\\.\\d+:', 1) AS BIGINT), 0) * 864000000000
    + CAST(regexp_extract(s, '(\\d{1,2}):\\d\\d:', 1) AS BIGINT) * 36000000000 + CAST(regexp_extract(s, ':(\\d\\d):', 1) AS BIGINT) * 600000000
    + CAST(regexp_extract(s, ':(\\d\\d)(\\.\\d+)?$', 1) AS BIGINT) * 10000000
    + CAST(rpad(regexp_extract(s, ':\\d\\d\\.(\\d+)$', 1), 7, '0') AS BIGINT)) END`,
  // Exports often hold an object as text; a dynamic column takes what the text says.
  `CREATE OR REPLACE TEMP MACRO lake_dynamic_text(s) AS CASE
    WHEN s = '' OR s IS NULL THEN NULL
    WHEN s[1] IN ('{', '[') AND json_valid(s) THEN json(s)::VARCHAR
    ELSE to_json(s)::VARCHAR END`,
  `CREATE OR REPLACE TEMP MACRO lake_dynamic_json(j) AS CASE
    WHEN j = 'null' OR j = '""' THEN NULL
    WHEN j[1] = '"' AND j[2] IN ('{', '[') THEN lake_dynamic_text(json_extract_string(j, '$'))
    ELSE j END`,
  // What kind of value something is, for columns that no schema knows; NULL for what is empty.
  `CREATE OR REPLACE TEMP MACRO lake_kind_of_json(j) AS CASE
    WHEN j IS NULL OR j = 'null' OR j = '""' THEN NULL
    WHEN j[1] = '"' THEN CASE WHEN j[2] BETWEEN '0' AND '9' AND (j[6] = '-' OR (contains(j, '/') AND contains(j, ':'))) THEN 'maybeTimes' ELSE 'texts' END
    WHEN j[1] IN ('{', '[') THEN 'structured'
    WHEN j IN ('true', 'false') THEN 'bools'
    WHEN TRY_CAST(j AS BIGINT) IS NOT NULL AND NOT contains(j, '.') AND NOT contains(lower(j), 'e') THEN 'longs'
    ELSE 'reals' END`,
  // A number with leading zeros or a plus is an identifier: as a number it would not print the same.
  `CREATE OR REPLACE TEMP MACRO lake_kind_of_text(s) AS CASE
    WHEN s = '' OR s IS NULL THEN NULL
    WHEN s[1] BETWEEN '0' AND '9' AND (s[5] = '-' OR (contains(s, '/') AND contains(s, ':'))) THEN 'maybeTimes'
    WHEN regexp_full_match(s, '0|-?[1-9][0-9]*') THEN CASE WHEN TRY_CAST(s AS BIGINT) IS NULL THEN 'texts' ELSE 'longs' END
    WHEN regexp_full_match(s, '-?(0|[1-9][0-9]*)\\.[0-9]+') THEN 'reals'
    WHEN lower(s) IN ('true', 'false') THEN 'bools'
    WHEN s[1] IN ('{', '[') AND json_valid(s) THEN 'structured'
    ELSE 'texts' END`,
];

/** The stored value of a column, from a source's value; NULL where it does not fit. */
export function convertSql(value: string, type: KqlType, form: ValueForm): string {
  if (type === 'dynamic') return form === 'json' ? `lake_dynamic_json(${value}::VARCHAR)` : `lake_dynamic_text(${value})`;
  const text = form === 'json' ? `json_extract_string(${value}, '$')` : value;
  switch (type) {
    case 'string':
      return `coalesce(${text}, '')`;
    case 'bool':
    case 'int':
    case 'long':
    case 'datetime':
    case 'timespan':
      return `lake_${type}(${text})`;
    case 'guid':
      return `TRY_CAST(${text} AS UUID)::VARCHAR`;
    case 'real':
    case 'decimal':
      return `TRY_CAST(${text} AS ${storedType[type]})`;
  }
}

/** Types that every value fits. */
export function fitsAnything(type: KqlType): boolean {
  return type === 'string' || type === 'dynamic';
}
