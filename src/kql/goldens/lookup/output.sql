WITH "1_datatable" AS (
  SELECT "Id", "Host", "$row1" FROM (VALUES (1::BIGINT, 'h1', 0), (9::BIGINT, 'h9', 1)) AS t("Id", "Host", "$row1")
),
"2_datatable" AS (
  SELECT "Id", "Name", "$row2" FROM (VALUES (1::BIGINT, 'ann', 0)) AS t("Id", "Name", "$row2")
),
"3_lookup" AS (
  SELECT l."Id" AS "Id", l."Host" AS "Host", coalesce(r."Name", '') AS "Name" FROM "1_datatable" AS l LEFT JOIN "2_datatable" AS r ON l."Id" IS NOT DISTINCT FROM r."Id"
),
"4_sort" AS (
  SELECT "Id", "Host", "Name", "Id" AS "$order3" FROM "3_lookup"
)
SELECT "Id" AS "c0", "Host" AS "c1", "Name" AS "c2" FROM "4_sort" ORDER BY "$order3" ASC NULLS FIRST
