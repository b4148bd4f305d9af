WITH "1_datatable" AS (
  SELECT "a", "b", "c", "$row1" FROM (VALUES (1::BIGINT, 'x', '0.5'::DOUBLE, 0)) AS t("a", "b", "c", "$row1")
),
"2_extend" AS (
  SELECT "a", ("b" || '!') AS "b", kql_wrap_long(("a"::HUGEINT + 1::BIGINT::HUGEINT)) AS "d", "$row1" FROM "1_datatable"
),
"3_rename" AS (
  SELECT "a", "b", "d" AS "total", "$row1" FROM "2_extend"
),
"4_columns" AS (
  SELECT "a", "b", "total", "$row1" FROM "3_rename"
),
"5_columns" AS (
  SELECT "total", "a", "b", "$row1" FROM "4_columns"
)
SELECT "total" AS "c0", "a" AS "c1", "b" AS "c2" FROM "5_columns" ORDER BY "$row1" ASC NULLS FIRST
