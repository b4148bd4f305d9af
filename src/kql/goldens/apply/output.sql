WITH "1_datatable" AS (
  SELECT "Id", "Sizes", "$row1" FROM (VALUES (1::BIGINT, '[4,9,2]', 0), (2::BIGINT, '[5]', 1)) AS t("Id", "Sizes", "$row1")
),
"2_rows" AS (
  SELECT "Id", "Sizes", "$row1", row_number() OVER () AS "$part2" FROM "1_datatable"
),
"3_items" AS (
  SELECT "Id", "Sizes", "$row1", "$part2", json_extract(kql_items("Sizes", false), '$[*]') AS "$items03" FROM "2_rows"
),
"4_expand" AS (
  SELECT "Id", "Sizes", kql_dynamic_to_long(nullif(list_extract("$items03", i + 1)::VARCHAR, 'null')) AS "Size", "$row1", "$part2", i AS "$item4" FROM "3_items", LATERAL (SELECT unnest(range(greatest(coalesce(len("$items03"), 0)))) AS i)
),
"5_sort" AS (
  SELECT "Id", "Sizes", "Size", "$part2", "$row1", "$item4", "Size" AS "$order5" FROM "4_expand"
),
"6_take" AS (
  SELECT "Id", "Sizes", "Size", "$part2", "Size" AS "$order5", "$row1", "$item4" FROM "5_sort" QUALIFY row_number() OVER (PARTITION BY "$part2" ORDER BY "Size" DESC NULLS LAST, "$row1" ASC NULLS FIRST, "$item4" ASC NULLS LAST) <= greatest(1::BIGINT, 0)
),
"7_apply" AS (
  SELECT s."Id" AS "Id", s."Sizes" AS "Sizes", s."Size" AS "Size", o."$row1", s."$order5", s."$item4" FROM "2_rows" AS o JOIN "6_take" AS s ON o."$part2" = s."$part2"
),
"8_sort" AS (
  SELECT "Id", "Sizes", "Size", "$row1", "$order5", "$item4", "Id" AS "$order6" FROM "7_apply"
)
SELECT "Id" AS "c0", "Sizes" AS "c1", "Size" AS "c2" FROM "8_sort" ORDER BY "$order6" ASC NULLS FIRST, "$row1" ASC NULLS FIRST, "$order5" DESC NULLS LAST, "$item4" ASC NULLS LAST
