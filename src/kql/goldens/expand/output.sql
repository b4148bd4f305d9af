WITH "1_datatable" AS (
  SELECT "Id", "Tags", "$row1" FROM (VALUES (1::BIGINT, '["a","b"]', 0), (2::BIGINT, '[]', 1), (3::BIGINT, NULL::VARCHAR, 2)) AS t("Id", "Tags", "$row1")
),
"2_items" AS (
  SELECT "Id", "Tags", "$row1", json_extract(kql_items("Tags", false), '$[*]') AS "$items02" FROM "1_datatable"
),
"3_expand" AS (
  SELECT "Id", "Tags", coalesce(kql_text_of(nullif(list_extract("$items02", i + 1)::VARCHAR, 'null')), '') AS "Tag", i AS "Place", "$row1", i AS "$item3" FROM "2_items", LATERAL (SELECT unnest(range(greatest(coalesce(len("$items02"), 1)))) AS i)
),
"4_expanded" AS (
  SELECT "Id", "Tags", "Tag", "Place", "$row1", "$item3" FROM "3_expand"
),
"5_sort" AS (
  SELECT "Id", "Tags", "Tag", "Place", "$row1", "$item3", "Id" AS "$order4", "Place" AS "$order5" FROM "4_expanded"
)
SELECT "Id" AS "c0", "Tags" AS "c1", "Tag" AS "c2", "Place" AS "c3" FROM "5_sort" ORDER BY "$order4" ASC NULLS FIRST, "$order5" ASC NULLS FIRST, "$row1" ASC NULLS FIRST, "$item3" ASC NULLS LAST
