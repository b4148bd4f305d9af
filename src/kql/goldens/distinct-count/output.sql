WITH "1_datatable" AS (
  SELECT "a", "b", "$row1" FROM (VALUES (1::BIGINT, 'x', 0), (1::BIGINT, 'x', 1), (2::BIGINT, 'y', 2)) AS t("a", "b", "$row1")
),
"2_distinct" AS (
  SELECT DISTINCT "a" AS "a", "b" AS "b" FROM "1_datatable"
),
"3_count" AS (
  SELECT count(*) AS "Count" FROM "2_distinct"
)
SELECT "Count" AS "c0" FROM "3_count"
