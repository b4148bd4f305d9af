WITH "1_datatable" AS (
  SELECT "a", "$row1" FROM (VALUES (1::BIGINT, 0), (2::BIGINT, 1)) AS t("a", "$row1")
),
"2_where" AS (
  SELECT "a" FROM "1_datatable" WHERE ("a" > 1::BIGINT)
),
"3_union" AS (
  SELECT "a" FROM "1_datatable"
  UNION ALL
  SELECT "a" FROM "2_where"
),
"4_sort" AS (
  SELECT "a", "a" AS "$order2" FROM "3_union"
)
SELECT "a" AS "c0" FROM "4_sort" ORDER BY "$order2" ASC NULLS FIRST
