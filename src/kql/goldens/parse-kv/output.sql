WITH "1_datatable" AS (
  SELECT "Line", "$row1" FROM (VALUES ('a=1, b=''x y''', 0)) AS t("Line", "$row1")
),
"2_pairs" AS (
  SELECT "$row1", kql_parse_kv("Line", ',', '=', '''', '', false, 'a
b') AS "$pairs2" FROM "1_datatable"
),
"3_parse_kv" AS (
  SELECT kql_text_to_long(coalesce(kql_text_of(kql_element("$pairs2", '"a"')), '')) AS "a", coalesce(kql_text_of(kql_element("$pairs2", '"b"')), '') AS "b", "$row1" FROM "2_pairs"
),
"4_project" AS (
  SELECT "a", "b", "$row1" FROM "3_parse_kv"
)
SELECT "a" AS "c0", "b" AS "c1" FROM "4_project" ORDER BY "$row1" ASC NULLS FIRST
