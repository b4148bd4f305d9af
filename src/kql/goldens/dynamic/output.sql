WITH "1_print" AS (
  SELECT '{"a":{"b":[1,2.5,null,"x"]},"k''\"ey":true}' AS "d"
),
"2_extend" AS (
  SELECT "d", nullif(json_extract("d", '$.a.b[1]')::VARCHAR, 'null') AS "second", nullif(json_extract("d", '$.a.b[#-1]')::VARCHAR, 'null') AS "final", kql_element("d", to_json('k''"ey')::VARCHAR) AS "odd", kql_bag_keys("d") AS "keys", (nullif(json_extract("d", '$.nothing')::VARCHAR, 'null') IS NULL) AS "absent" FROM "1_print"
)
SELECT "d" AS "c0", "second" AS "c1", "final" AS "c2", "odd" AS "c3", "keys" AS "c4", "absent" AS "c5" FROM "2_extend"
