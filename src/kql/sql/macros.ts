/** What ends a query that makes a text no result could hold. */
export const tooLongText = 'kql: Query execution has exceeded the allowed limits: a value is longer than 64,000,000 characters.';

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
  'CREATE MACRO kql_ticks(ts) AS (epoch_us(ts) * 10 + 621355968000000000)',
  // Texts and truth values, which most are, need no call into JavaScript; escapes are read by the one reader that knows Kusto's.
  `CREATE MACRO kql_text_of(j) AS CASE WHEN j IN ('true', 'false') THEN j WHEN starts_with(j, '"') AND NOT contains(j, '\\u') THEN json_extract_string(j, '$') ELSE kql_dynamic_text(j) END`,
  // Only what begins as numbers, arrays and bags do may be something else than the text that it looks like.
  "CREATE MACRO kql_path_text(j, p) AS CASE WHEN left(json_extract_string(j, p), 1) IN ('-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '[', '{') THEN coalesce(kql_text_of(json_extract(j, p)::VARCHAR), '') ELSE coalesce(json_extract_string(j, p), '') END",
  "CREATE MACRO kql_series_length(n) AS CASE WHEN n > 1048576 THEN error('kql: make-series makes more than 1,048,576 points. Use a wider step.') ELSE greatest(n, 0) END",
  // Texts can double step by step, and one concatenation cannot be interrupted.
  `CREATE MACRO kql_bounded(t) AS CASE WHEN strlen(t) > 64000000 THEN error('${tooLongText}') ELSE t END`,
];
