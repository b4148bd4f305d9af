WITH "1_datatable" AS (
  SELECT "User", "At", "Bytes", "$row1" FROM (VALUES ('ann', 638397000000000000::BIGINT, 5::BIGINT, 0), ('ann', 638397054000000000::BIGINT, 7::BIGINT, 1), ('bob', 638397504000000000::BIGINT, 1::BIGINT, 2)) AS t("User", "At", "Bytes", "$row1")
),
"2_summarize" AS (
  SELECT "User" AS "User", count(*) AS "Events", kql_wrap_long(coalesce(sum("Bytes"), 0)) AS "Total", coalesce('[' || string_agg("Bytes"::VARCHAR, ',' ORDER BY "$row1" ASC NULLS FIRST) || ']', '[]') AS "Sizes", coalesce(arg_max({'f0': "At", 'f1': "Bytes"}, "At"), any_value({'f0': "At", 'f1': "Bytes"})) AS "$held2", min("$row1") AS "$first3" FROM "1_datatable" GROUP BY 1
),
"3_fields" AS (
  SELECT "User", "Events", "Total", struct_extract("$held2", 'f0') AS "Last", struct_extract("$held2", 'f1') AS "Bytes", "Sizes", "$first3" FROM "2_summarize"
),
"4_sort" AS (
  SELECT "User", "Events", "Total", "Last", "Bytes", "Sizes", "$first3", "User" AS "$order4" FROM "3_fields"
)
SELECT "User" AS "c0", "Events" AS "c1", "Total" AS "c2", "Last" AS "c3", "Bytes" AS "c4", "Sizes" AS "c5" FROM "4_sort" ORDER BY "$order4" ASC NULLS FIRST, "$first3" ASC NULLS LAST
