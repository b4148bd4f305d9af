WITH "1_datatable" AS (
  SELECT "n", "$row1" FROM (VALUES (1::BIGINT, 0), (2::BIGINT, 1), (3::BIGINT, 2), (4::BIGINT, 3)) AS t("n", "$row1")
),
"2_where" AS (
  SELECT "n", "$row1" FROM "1_datatable" WHERE ("n" > 2::BIGINT)
),
"3_datatable" AS (
  SELECT "m", "$row2" FROM (VALUES (7::BIGINT, 0), (9::BIGINT, 1)) AS t("m", "$row2")
),
"4_summarize" AS (
  SELECT max("m") AS "max_m", min("$row2") AS "$first3" FROM "3_datatable"
),
"5_extend" AS (
  SELECT "n", kql_wrap_long(("n"::HUGEINT * 2::BIGINT::HUGEINT)) AS "twice", (SELECT "max_m" FROM "4_summarize" ORDER BY "$first3" ASC NULLS LAST LIMIT 1) AS "most", "$row1" FROM "2_where"
),
"6_sort" AS (
  SELECT "n", "twice", "most", "$row1", "n" AS "$order4" FROM "5_extend"
)
SELECT "n" AS "c0", "twice" AS "c1", "most" AS "c2" FROM "6_sort" ORDER BY "$order4" ASC NULLS FIRST, "$row1" ASC NULLS FIRST
