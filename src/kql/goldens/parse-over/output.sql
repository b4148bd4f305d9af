WITH "1_datatable" AS (
  SELECT "Action", "Info", "$row1" FROM (VALUES ('Created', 'Action=Deleted Count=2', 0)) AS t("Action", "Info", "$row1")
),
"2_pairs" AS (
  SELECT "Action", "Info", "$row1", kql_parse_kv("Info", ' ', '=', '', '', false, 'Action') AS "$pairs2" FROM "1_datatable"
),
"3_parse_kv" AS (
  SELECT coalesce(kql_text_of(kql_element("$pairs2", '"Action"')), '') AS "Action", "Info", coalesce(kql_text_of(kql_element("$pairs2", '"Action"')), '') AS "Action~1", "$row1" FROM "2_pairs"
),
"4_extend" AS (
  SELECT "Action", "Info", "Action~1" AS "Action1", 1::BIGINT AS "Seen", "$row1" FROM "3_parse_kv"
)
SELECT "Action" AS "c0", "Info" AS "c1", "Action1" AS "c2", "Seen" AS "c3" FROM "4_extend" ORDER BY "$row1" ASC NULLS FIRST
