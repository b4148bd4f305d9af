WITH "1_datatable" AS (
  SELECT "a", "b", "$row1" FROM (VALUES ('needle here', 'x', 0), ('y', 'z', 1)) AS t("a", "b", "$row1")
),
"2_search" AS (
  SELECT 'search_arg0' AS "_table~1", "a", "b", "$row1" FROM "1_datatable" WHERE (regexp_matches("a", '(?si)(?:^|[^0-9A-Za-z\p{L}\p{N}])needle(?:$|[^0-9A-Za-z\p{L}\p{N}])') OR regexp_matches("b", '(?si)(?:^|[^0-9A-Za-z\p{L}\p{N}])needle(?:$|[^0-9A-Za-z\p{L}\p{N}])'))
)
SELECT "_table~1" AS "c0", "a" AS "c1", "b" AS "c2" FROM "2_search" ORDER BY "$row1" ASC NULLS FIRST
