WITH "1_datatable" AS (
  SELECT "Id", "Name", "$row1" FROM (VALUES (1::BIGINT, 'ann', 0), (2::BIGINT, 'bob', 1), (3::BIGINT, 'cay', 2)) AS t("Id", "Name", "$row1")
),
"2_datatable" AS (
  SELECT "Id", "Host", "$row2" FROM (VALUES (1::BIGINT, 'h1', 0), (1::BIGINT, 'h2', 1), (3::BIGINT, 'h3', 2)) AS t("Id", "Host", "$row2")
),
"3_join" AS (
  SELECT l."Id" AS "Id", l."Name" AS "Name", r."Id" AS "Id1", coalesce(r."Host", '') AS "Host" FROM "1_datatable" AS l LEFT JOIN "2_datatable" AS r ON l."Id" IS NOT DISTINCT FROM r."Id"
),
"4_sort" AS (
  SELECT "Id", "Name", "Id1", "Host", "Id" AS "$order3", "Host" AS "$order4" FROM "3_join"
)
SELECT "Id" AS "c0", "Name" AS "c1", "Id1" AS "c2", "Host" AS "c3" FROM "4_sort" ORDER BY "$order3" ASC NULLS FIRST, "$order4" ASC NULLS FIRST
