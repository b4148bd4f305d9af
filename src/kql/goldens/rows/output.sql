WITH "1_datatable" AS (
  SELECT "n", "t", "$row1" FROM (VALUES (3::BIGINT, 'c', 0), (1::BIGINT, 'a', 1), (2::BIGINT, 'b', 2), (NULL::BIGINT, 'd', 3)) AS t("n", "t", "$row1")
),
"2_sort" AS (
  SELECT "n", "t", "$row1", "n" AS "$order2" FROM "1_datatable"
),
"3_window" AS (
  SELECT "n", "t", "n" AS "$order2", "$row1", (row_number() OVER (ORDER BY "n" ASC NULLS FIRST, "$row1" ASC NULLS FIRST) - 1 + 1)::BIGINT AS "$window3", lag("t", 1) OVER (ORDER BY "n" ASC NULLS FIRST, "$row1" ASC NULLS FIRST) AS "$window4" FROM "2_sort"
),
"4_extend" AS (
  SELECT "n", "t", "$window3" AS "place", coalesce("$window4", '') AS "before", "$order2", "$row1" FROM "3_window"
),
"5_sort" AS (
  SELECT "n", "t", "place", "before", "$order2", "$row1", "n" AS "$order5" FROM "4_extend"
),
"6_take" AS (
  SELECT "n", "t", "place", "before", "n" AS "$order5", "$order2", "$row1" FROM "5_sort" ORDER BY "n" DESC NULLS LAST, "$order2" ASC NULLS FIRST, "$row1" ASC NULLS FIRST LIMIT 3
)
SELECT "n" AS "c0", "t" AS "c1", "place" AS "c2", "before" AS "c3" FROM "6_take" ORDER BY "$order5" DESC NULLS LAST, "$order2" ASC NULLS FIRST, "$row1" ASC NULLS FIRST
