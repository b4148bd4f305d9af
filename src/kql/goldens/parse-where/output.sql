WITH "1_datatable" AS (
  SELECT "Line", "$row1" FROM (VALUES ('user=ann id=7', 0), ('nothing here', 1)) AS t("Line", "$row1")
),
"2_parse" AS (
  SELECT "$row1", kql_capture('(?s)^user=(.*?) id=(.*)$', "Line", 'string,long') AS "$parsed2" FROM "1_datatable"
),
"3_parsed" AS (
  SELECT coalesce(json_extract_string("$parsed2", '$[0]'), '') AS "User", kql_text_to_long(coalesce(json_extract_string("$parsed2", '$[1]'), '')) AS "Id", "$row1" FROM "2_parse" WHERE "$parsed2" IS NOT NULL AND kql_text_to_long(coalesce(json_extract_string("$parsed2", '$[1]'), '')) IS NOT NULL
),
"4_project" AS (
  SELECT "User", "Id", "$row1" FROM "3_parsed"
)
SELECT "User" AS "c0", "Id" AS "c1" FROM "4_project" ORDER BY "$row1" ASC NULLS FIRST
