/** What ends a query that makes a text no result could hold. */
export const tooLongText = 'kql: Query execution has exceeded the allowed limits: a value is longer than 64,000,000 characters.';

/** From the last tick of the year 9999 to the largest UBIGINT: a cast that fails is a test that names its argument once. */
const pastCalendar = `${2n ** 64n - 1n - 3_155_378_975_999_999_999n}::HUGEINT`;

/** SQL macros that generated queries use; each names its arguments once, so that nesting does not multiply the text. */
export const sqlMacros: readonly string[] = [
  'CREATE MACRO kql_wrap_long(h) AS (((h::HUGEINT + 9223372036854775808::HUGEINT) & 18446744073709551615::HUGEINT) - 9223372036854775808::HUGEINT)::BIGINT',
  'CREATE MACRO kql_wrap_int(h) AS (((h::HUGEINT + 2147483648::HUGEINT) & 4294967295::HUGEINT) - 2147483648::HUGEINT)::INTEGER',
  "CREATE MACRO kql_opposite(h) AS CASE WHEN h = '-9223372036854775808'::BIGINT THEN 9223372036854775807 ELSE -h END",
  'CREATE MACRO kql_decimal(x) AS TRY_CAST(x AS DECIMAL(38,17))',
  'CREATE MACRO kql_decimal_product(a, b) AS coalesce(TRY_CAST(a AS DECIMAL(19,9)) * TRY_CAST(b AS DECIMAL(19,8)), TRY_CAST(a::DOUBLE * b::DOUBLE AS DECIMAL(38,17)))',
  // A spread of numbers whose squares leave the doubles is not a number.
  'CREATE MACRO kql_modulo(a, b) AS CASE WHEN b = 0 THEN NULL ELSE ((a::HUGEINT % b::HUGEINT) + abs(b::HUGEINT)) % abs(b::HUGEINT) END::BIGINT',
  'CREATE MACRO kql_floor_to(a, b) AS (a - ((a % b) + b) % b)',
  'CREATE MACRO kql_timestamp(t) AS make_timestamp((t - 621355968000000000) // 10 - CASE WHEN t < 621355968000000000 AND t % 10 <> 0 THEN 1 ELSE 0 END)',
  // Datetimes end with the year 9999; what leads past that is null.
  `CREATE MACRO kql_in_calendar(t) AS (TRY_CAST(TRY_CAST(t AS UBIGINT)::HUGEINT + ${pastCalendar} AS UBIGINT)::HUGEINT - ${pastCalendar})::BIGINT`,
  'CREATE MACRO kql_ticks(ts) AS (epoch_us(ts) * 10 + 621355968000000000)',
  // Texts and truth values, which most are, need no call into JavaScript; escapes are read by the one reader that knows Kusto's.
  `CREATE MACRO kql_text_of(j) AS CASE WHEN j IN ('true', 'false') THEN j WHEN starts_with(j, '"') AND NOT contains(j, '\\u') THEN json_extract_string(j, '$') ELSE kql_dynamic_text(j) END`,
  // What begins as a letter is a text or a truth value, and the engine's own functions read it, once for each value of a dictionary.
  "CREATE MACRO kql_path_text(j, p) AS CASE WHEN json_extract_string(j, p) >= 'A' AND json_extract_string(j, p) < '[' THEN json_extract_string(j, p) WHEN json_extract_string(j, p) >= 'a' AND json_extract_string(j, p) < '{' THEN json_extract_string(j, p) WHEN json_extract_string(j, p) IS NULL THEN '' WHEN json_type(j, p) = 'VARCHAR' THEN json_extract_string(j, p) ELSE coalesce(kql_text_of(json_extract(j, p)::VARCHAR), '') END",
  // The same over what is no column: named once, since it may hold such a text itself.
  'CREATE MACRO kql_inner_path_text(j, p) AS list_transform([j], lambda d: kql_path_text(d, p))[1]',
  "CREATE MACRO kql_series_length(n) AS CASE WHEN n > 1048576 THEN error('kql: make-series makes more than 1,048,576 points. Use a wider step.') ELSE greatest(n, 0) END",
  // Texts can double step by step, and one concatenation cannot be interrupted.
  `CREATE MACRO kql_bounded(t) AS CASE WHEN strlen(t) > 64000000 THEN error('${tooLongText}') ELSE t END`,
];
