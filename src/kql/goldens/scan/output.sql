WITH "1_datatable" AS (
  SELECT "t", "v", "$row1" FROM (VALUES (1::BIGINT, 5::BIGINT, 0), (2::BIGINT, 3::BIGINT, 1), (3::BIGINT, 9::BIGINT, 2)) AS t("t", "v", "$row1")
),
"2_sort" AS (
  SELECT "t", "v", "$row1", "t" AS "$order2" FROM "1_datatable"
),
"3_numbered" AS (
  SELECT *, row_number() OVER (ORDER BY "$order2" ASC NULLS FIRST, "$row1" ASC NULLS FIRST) AS "$n" FROM "2_sort"
),
"4_scan" AS (
  WITH RECURSIVE "$scan3" AS (SELECT 0::BIGINT AS "$n", 0::BIGINT AS "$count", NULL::STRUCT(m BIGINT, r0 STRUCT(c0 BIGINT, c1 BIGINT, c2 BIGINT)) AS "$st0", false AS "$hit0", false AS "$repeat0" UNION ALL SELECT "$n", "$count" + CASE WHEN "$again0" THEN 1 ELSE 0 END, CASE WHEN "$on0" OR "$again0" THEN {'m': "$count", 'r0': "$x0"} ELSE "$e0" END, "$on0" OR "$again0", "$again0" AND "$e0" IS NOT NULL FROM (SELECT *, {'c0': "t", 'c1': "v", 'c2': greatest(CASE WHEN "$b0".r0 IS NULL THEN 0::BIGINT ELSE "$b0".r0.c2 END, "v")}::STRUCT(c0 BIGINT, c1 BIGINT, c2 BIGINT) AS "$x0" FROM (SELECT *, CASE WHEN "$on0" THEN "$p0" WHEN "$again0" THEN "$e0" END AS "$b0" FROM (SELECT *, (NOT "$on0" AND coalesce(true, false)) AS "$again0" FROM (SELECT *, "$st0" AS "$e0" FROM (SELECT *, false AS "$on0" FROM (SELECT *, NULL::STRUCT(m BIGINT, r0 STRUCT(c0 BIGINT, c1 BIGINT, c2 BIGINT)) AS "$p0" FROM (SELECT r.*, s."$count", s."$st0" FROM "$scan3" AS s JOIN "3_numbered" AS r ON r."$n" = s."$n" + 1)))))))) (SELECT "$n", 0 AS "$step", "$st0".m AS "$match", "$st0".r0 AS "$record" FROM "$scan3" WHERE "$hit0")
),
"5_scanned" AS (
  SELECT s."$record".c0 AS "t", s."$record".c1 AS "v", s."$record".c2 AS "most", r."$order2", r."$row1", s."$step" AS "$step4" FROM "4_scan" AS s JOIN "3_numbered" AS r ON r."$n" = s."$n"
),
"6_extend" AS (
  SELECT "t", "v", "most", kql_wrap_long(("most"::HUGEINT * 2::BIGINT::HUGEINT)) AS "twice" FROM "5_scanned"
),
"7_print" AS (
  SELECT 2::BIGINT AS "t", 'second' AS "name"
),
"8_lookup" AS (
  SELECT l."t" AS "t", l."v" AS "v", l."most" AS "most", l."twice" AS "twice", coalesce(r."name", '') AS "name" FROM "6_extend" AS l LEFT JOIN "7_print" AS r ON l."t" IS NOT DISTINCT FROM r."t"
),
"9_sort" AS (
  SELECT "t", "v", "most", "twice", "name", "t" AS "$order5" FROM "8_lookup"
)
SELECT "t" AS "c0", "v" AS "c1", "most" AS "c2", "twice" AS "c3", "name" AS "c4" FROM "9_sort" ORDER BY "$order5" ASC NULLS FIRST
