WITH "1_datatable" AS (
  SELECT "Region", "Host", "n", "$row1" FROM (VALUES ('eu', 'h1', 5::BIGINT, 0), ('eu', 'h2', 9::BIGINT, 1), ('us', 'h3', 4::BIGINT, 2)) AS t("Region", "Host", "n", "$row1")
),
"2_level" AS (
  SELECT "Region" AS "Region", kql_wrap_long(coalesce(sum("n"), 0)) AS "Sum", min("$row1") AS "$first2" FROM "1_datatable" GROUP BY 1
),
"3_best" AS (
  SELECT "Region", "Sum" FROM "2_level" QUALIFY row_number() OVER (ORDER BY "Sum" DESC NULLS LAST) <= 1::BIGINT
),
"4_level" AS (
  SELECT "Region" AS "Region", "Host" AS "Host", kql_wrap_long(coalesce(sum("n"), 0)) AS "Part", min("$row1") AS "$first3" FROM "1_datatable" GROUP BY 1, 2
),
"5_nested" AS (
  SELECT a."Region", a."Sum", g."Host", g."Part" FROM "3_best" AS a JOIN "4_level" AS g ON a."Region" IS NOT DISTINCT FROM g."Region"
),
"6_best" AS (
  SELECT "Region", "Sum", "Host", "Part" FROM "5_nested" QUALIFY row_number() OVER (PARTITION BY "Region" ORDER BY "Part" DESC NULLS LAST) <= 1::BIGINT
)
SELECT "Region" AS "c0", "Sum" AS "c1", "Host" AS "c2", "Part" AS "c3" FROM "6_best" ORDER BY "Sum" DESC NULLS LAST, "Region" DESC NULLS LAST, "Part" DESC NULLS LAST, "Host" DESC NULLS LAST
