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
  WITH RECURSIVE "$scan3" AS (SELECT 0::BIGINT AS "$n", false AS "$hit", NULL::BIGINT AS "$s0", NULL::BIGINT AS "$s1", 0::BIGINT AS "$s2" UNION ALL SELECT r."$n", coalesce(true, false), CASE WHEN coalesce(true, false) THEN r."t" ELSE s."$s0" END, CASE WHEN coalesce(true, false) THEN r."v" ELSE s."$s1" END, CASE WHEN coalesce(true, false) THEN greatest(s."$s2", r."v") ELSE s."$s2" END FROM "$scan3" AS s JOIN "3_numbered" AS r ON r."$n" = s."$n" + 1) SELECT * FROM "$scan3" WHERE "$hit"
),
"5_scanned" AS (
  SELECT s."$s0" AS "t", s."$s1" AS "v", s."$s2" AS "most", r."$order2", r."$row1" FROM "4_scan" AS s JOIN "3_numbered" AS r ON r."$n" = s."$n"
)
SELECT "t" AS "c0", "v" AS "c1", "most" AS "c2" FROM "5_scanned" ORDER BY "$order2" ASC NULLS FIRST, "$row1" ASC NULLS FIRST
