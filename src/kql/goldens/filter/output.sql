WITH "1_datatable" AS (
  SELECT "User", "Count", "$row1" FROM (VALUES ('ann', 3::BIGINT, 0), ('bob', NULL::BIGINT, 1), ('Cay', 7::BIGINT, 2)) AS t("User", "Count", "$row1")
),
"2_where" AS (
  SELECT "User", "Count", "$row1" FROM "1_datatable" WHERE ((("Count" > 2::BIGINT) AND regexp_matches("User", '(?si)(?:^|[^0-9A-Za-z\p{L}\p{N}])CAY(?:$|[^0-9A-Za-z\p{L}\p{N}])')) OR ("User" = 'ann'))
)
SELECT "User" AS "c0", "Count" AS "c1" FROM "2_where" ORDER BY "$row1" ASC NULLS FIRST
