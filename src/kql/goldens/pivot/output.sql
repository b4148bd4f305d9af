WITH "1_datatable" AS (
  SELECT "User", "Result", "$row1" FROM (VALUES ('ann', 'ok', 0), ('ann', 'bad', 1), ('bob', 'ok', 2)) AS t("User", "Result", "$row1")
),
"2_pivot" AS (
  SELECT "User" AS "User", count(*) FILTER (WHERE "Result" = 'bad') AS "bad", count(*) FILTER (WHERE "Result" = 'ok') AS "ok", min("$row1") AS "$first2" FROM "1_datatable" GROUP BY 1
),
"3_sort" AS (
  SELECT "User", "bad", "ok", "$first2", "User" AS "$order3" FROM "2_pivot"
)
SELECT "User" AS "c0", "bad" AS "c1", "ok" AS "c2" FROM "3_sort" ORDER BY "$order3" ASC NULLS FIRST, "$first2" ASC NULLS LAST
