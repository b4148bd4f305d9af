WITH "1_datatable" AS (
  SELECT "n", "$row1" FROM (VALUES (5::BIGINT, 0), (7::BIGINT, 1)) AS t("n", "$row1")
),
"2_window" AS (
  SELECT "n", "$row1", (coalesce(sum("n") OVER (ORDER BY "$row1" ASC NULLS FIRST ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), 0))::BIGINT AS "$window2" FROM "1_datatable"
),
"3_serialize" AS (
  SELECT "n", "$window2" AS "total", "$row1" FROM "2_window"
)
SELECT "n" AS "c0", "total" AS "c1" FROM "3_serialize" ORDER BY "$row1" ASC NULLS FIRST
