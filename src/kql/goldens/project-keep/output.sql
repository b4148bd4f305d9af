WITH "1_datatable" AS (
  SELECT "a", "b", "c", "$row1" FROM (VALUES (1::BIGINT, 2::BIGINT, 3::BIGINT, 0)) AS t("a", "b", "c", "$row1")
),
"2_columns" AS (
  SELECT "a", "c", "$row1" FROM "1_datatable"
)
SELECT "a" AS "c0", "c" AS "c1" FROM "2_columns" ORDER BY "$row1" ASC NULLS FIRST
