WITH "1_datatable" AS (
  SELECT "place", "x", "y", "$row1" FROM (VALUES ('near', '5'::DOUBLE, '0.001'::DOUBLE, 0), ('far', '50'::DOUBLE, '50'::DOUBLE, 1)) AS t("place", "x", "y", "$row1")
),
"2_datatable" AS (
  SELECT "road", "way", "$row2" FROM (VALUES ('equator', '{"type":"LineString","coordinates":[[0,0],[10,0]]}', 0), ('meridian', '{"type":"LineString","coordinates":[[0,0],[0,10]]}', 1)) AS t("road", "way", "$row2")
),
"3_shapes" AS (
  SELECT l."place" AS "place", l."x" AS "x", l."y" AS "y", coalesce(r."road", '') AS "road" FROM "1_datatable" AS l LEFT JOIN "2_datatable" AS r ON kql_geo_distance_point_to_line(l."x", l."y", r."way") <= '1000'::DOUBLE
),
"4_datatable" AS (
  SELECT "area", "shape", "$row3" FROM (VALUES ('north east', '{"type":"Polygon","coordinates":[[[0,0],[20,0],[20,20],[0,20],[0,0]]]}', 0)) AS t("area", "shape", "$row3")
),
"5_shapes" AS (
  SELECT l."place" AS "place", l."x" AS "x", l."y" AS "y", l."road" AS "road", coalesce(r."area", '') AS "area", r."shape" AS "shape" FROM "3_shapes" AS l LEFT JOIN "4_datatable" AS r ON kql_geo_point_in_polygon(l."x", l."y", r."shape")
),
"6_extend" AS (
  SELECT "place", "x", "y", "road", "area", ("shape" IS NOT NULL) AS "hasShape" FROM "5_shapes"
),
"7_columns" AS (
  SELECT "place", "x", "y", "road", "area", "hasShape" FROM "6_extend"
),
"8_sort" AS (
  SELECT "place", "x", "y", "road", "area", "hasShape", "place" AS "$order4" FROM "7_columns"
)
SELECT "place" AS "c0", "x" AS "c1", "y" AS "c2", "road" AS "c3", "area" AS "c4", "hasShape" AS "c5" FROM "8_sort" ORDER BY "$order4" ASC NULLS FIRST
