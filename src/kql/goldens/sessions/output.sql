WITH "1_datatable" AS (
  SELECT "User", "Seen", "$row1" FROM (VALUES ('a', 638501544000000000::BIGINT, 0), ('b', 638501554800000000::BIGINT, 1), ('a', 638501580000000000::BIGINT, 2), ('b', 638501553600000000::BIGINT, 3), ('a', 638501546400000000::BIGINT, 4)) AS t("User", "Seen", "$row1")
),
"2_sort" AS (
  SELECT "User", "Seen", "$row1", "User" AS "$order2", "Seen" AS "$order3" FROM "1_datatable"
),
"3_window" AS (
  SELECT "User", "Seen", "User" AS "$order2", "Seen" AS "$order3", "$row1", lag("User", 1) OVER (ORDER BY "User" ASC NULLS FIRST, "Seen" ASC NULLS FIRST, "$row1" ASC NULLS FIRST) AS "$window4", "Seen" AS "$window5", row_number() OVER (ORDER BY "User" ASC NULLS FIRST, "Seen" ASC NULLS FIRST, "$row1" ASC NULLS FIRST) AS "$window6" FROM "2_sort"
),
"4_window" AS (
  SELECT "User", "Seen", "$order2", "$order3", "$row1", "$window4", "Seen" AS "$window5", "$window6", lag("Seen") OVER (ORDER BY "$window6" ASC NULLS LAST) AS "$window7" FROM "3_window"
),
"5_window" AS (
  SELECT "User", "Seen", "$order2", "$order3", "$row1", "$window5", "$window6", coalesce("$window5" IS NULL OR "$window7" IS NULL OR "$window5" - "$window7" >= 3000000000::BIGINT OR (NOT ("User" = coalesce("$window4", ''))), false) AS "$window8" FROM "4_window"
),
"6_window" AS (
  SELECT "User", "Seen", "$order2", "$order3", "$row1", "$window5", "$window6", "$window8", sum("$window8"::INTEGER) OVER (ORDER BY "$window6" ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)::BIGINT AS "$window9" FROM "5_window"
),
"7_window" AS (
  SELECT "User", "Seen", "$order2", "$order3", "$row1", "$window5", "$window6", "$window8", "$window9", "$window5" - first_value("$window5") OVER (PARTITION BY "$window9" ORDER BY "$window6" ASC NULLS LAST) AS "$window10" FROM "6_window"
),
"8_window" AS (
  SELECT "User", "Seen", "$order2", "$order3", "$row1", "$window5", "$window6", "$window9", ("$window8" OR "$mark11" IS NOT NULL) AS "$window13" FROM "7_window" LEFT JOIN (SELECT "$window9" AS "$key12", min("$window6") + unnest(kql_session_marks(list("$window10" ORDER BY "$window6")::VARCHAR, 36000000000::BIGINT)::BIGINT[]) AS "$mark11" FROM "7_window" GROUP BY "$window9" HAVING max("$window10") >= 36000000000::BIGINT) ON "$window9" IS NOT DISTINCT FROM "$key12" AND "$window6" = "$mark11"
),
"9_window" AS (
  SELECT "User", "Seen", "$order2", "$order3", "$row1", last_value(CASE WHEN "$window13" THEN "$window5" END IGNORE NULLS) OVER (PARTITION BY "$window9" ORDER BY "$window6" ASC NULLS LAST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "$window14" FROM "8_window"
),
"10_extend" AS (
  SELECT "User", "Seen", "$window14" AS "Begun", "$order2", "$order3", "$row1" FROM "9_window"
)
SELECT "User" AS "c0", "Seen" AS "c1", "Begun" AS "c2" FROM "10_extend" ORDER BY "$order2" ASC NULLS FIRST, "$order3" ASC NULLS FIRST, "$row1" ASC NULLS FIRST
