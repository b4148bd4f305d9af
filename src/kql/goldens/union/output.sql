WITH "1_datatable" AS (
  SELECT "x", "$row1" FROM (VALUES (1::BIGINT, 0)) AS t("x", "$row1")
),
"2_datatable" AS (
  SELECT "x", "y", "$row2" FROM (VALUES (2::BIGINT, 'two', 0)) AS t("x", "y", "$row2")
),
"3_union" AS (
  SELECT 'union_arg0' AS "Source", "x", '' AS "y" FROM "1_datatable"
  UNION ALL
  SELECT 'union_arg1' AS "Source", "x", "y" FROM "2_datatable"
),
"4_sort" AS (
  SELECT "Source", "x", "y", "x" AS "$order3" FROM "3_union"
)
SELECT "Source" AS "c0", "x" AS "c1", "y" AS "c2" FROM "4_sort" ORDER BY "$order3" ASC NULLS FIRST
