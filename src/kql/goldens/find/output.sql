WITH "1_datatable" AS (
  SELECT "a", "b", "$row1" FROM (VALUES (1::BIGINT, 'x', 0), (2::BIGINT, 'y', 1)) AS t("a", "b", "$row1")
),
"2_datatable" AS (
  SELECT "b", "c", "$row2" FROM (VALUES ('y', '2.5'::DOUBLE, 0)) AS t("b", "c", "$row2")
),
"3_find" AS (
  SELECT 'Q' AS "Origin", "b" AS "b", "a" AS "a", kql_bag_pack('[]') AS "pack_" FROM "1_datatable" WHERE (("b" = 'y') OR coalesce(("a" = 1::BIGINT), false))
  UNION ALL
  SELECT 'R' AS "Origin", "b" AS "b", NULL::BIGINT AS "a", kql_bag_pack(('[' || to_json('c')::VARCHAR || ',' || coalesce(kql_real_json("c"), 'null') || ']')) AS "pack_" FROM "2_datatable" WHERE (("b" = 'y') OR coalesce((kql_dynamic_to_long(NULL::VARCHAR) = 1::BIGINT), false))
)
SELECT "Origin" AS "c0", "b" AS "c1", "a" AS "c2", "pack_" AS "c3" FROM "3_find"
