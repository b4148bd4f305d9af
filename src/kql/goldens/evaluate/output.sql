WITH "1_datatable" AS (
  SELECT "Id", "Bag", "$row1" FROM (VALUES (1::BIGINT, '{"a":1,"b":"x"}', 0), (2::BIGINT, '{"a":2.5}', 1)) AS t("Id", "Bag", "$row1")
),
"2_unpack" AS (
  SELECT "Id", kql_dynamic_to_real(kql_element("Bag", '"a"')) AS "a", coalesce(kql_text_of(kql_element("Bag", '"b"')), '') AS "b", "$row1" FROM "1_datatable"
),
"3_sort" AS (
  SELECT "Id", "a", "b", "$row1", "Id" AS "$order2" FROM "2_unpack"
)
SELECT "Id" AS "c0", "a" AS "c1", "b" AS "c2" FROM "3_sort" ORDER BY "$order2" ASC NULLS FIRST, "$row1" ASC NULLS FIRST
