WITH "1_datatable" AS (
  SELECT "k", "v", "$row1" FROM (VALUES ('a', 1::BIGINT, 0), ('a', 2::BIGINT, 1), ('b', 3::BIGINT, 2)) AS t("k", "v", "$row1")
),
"2_parts" AS (
  SELECT "k", "v", "$row1", "k" AS "$part2" FROM "1_datatable"
),
"3_sort" AS (
  SELECT "k", "v", "k" AS "$part2", "$row1", "v" AS "$order3" FROM "2_parts"
),
"4_take" AS (
  SELECT "k", "v", "v" AS "$order3", "$row1" FROM "3_sort" QUALIFY row_number() OVER (PARTITION BY "$part2" ORDER BY "v" DESC NULLS LAST, "$row1" ASC NULLS FIRST) <= greatest(1::BIGINT, 0)
),
"5_sort" AS (
  SELECT "k", "v", "$order3", "$row1", "k" AS "$order4" FROM "4_take"
)
SELECT "k" AS "c0", "v" AS "c1" FROM "5_sort" ORDER BY "$order4" ASC NULLS FIRST, "$order3" DESC NULLS LAST, "$row1" ASC NULLS FIRST
