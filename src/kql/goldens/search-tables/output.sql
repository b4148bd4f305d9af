WITH "1_datatable" AS (
  SELECT "a", "b", "$row1" FROM (VALUES (1::BIGINT, 'x', 0), (2::BIGINT, 'y', 1)) AS t("a", "b", "$row1")
),
"2_datatable" AS (
  SELECT "b", "a", "$row2" FROM (VALUES ('y', '2.5'::DOUBLE, 0)) AS t("b", "a", "$row2")
),
"3_union" AS (
  SELECT 'Q' AS "_table~1", "a" AS "a_long", NULL::DOUBLE AS "a_real", "b" FROM "1_datatable"
  UNION ALL
  SELECT 'R' AS "_table~1", NULL::BIGINT AS "a_long", "a" AS "a_real", "b" FROM "2_datatable"
),
"4_search" AS (
  SELECT "_table~1", "a_long", "a_real", "b" FROM "3_union" WHERE (regexp_matches("_table~1", '(?si)(?:^|[^0-9A-Za-z\p{L}\p{N}])y(?:$|[^0-9A-Za-z\p{L}\p{N}])') OR regexp_matches(coalesce("a_long"::VARCHAR, ''), '(?si)(?:^|[^0-9A-Za-z\p{L}\p{N}])y(?:$|[^0-9A-Za-z\p{L}\p{N}])') OR regexp_matches(coalesce(kql_real_text("a_real"), ''), '(?si)(?:^|[^0-9A-Za-z\p{L}\p{N}])y(?:$|[^0-9A-Za-z\p{L}\p{N}])') OR regexp_matches("b", '(?si)(?:^|[^0-9A-Za-z\p{L}\p{N}])y(?:$|[^0-9A-Za-z\p{L}\p{N}])'))
)
SELECT "_table~1" AS "c0", "a_long" AS "c1", "a_real" AS "c2", "b" AS "c3" FROM "4_search"
