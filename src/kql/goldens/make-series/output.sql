WITH "1_datatable" AS (
  SELECT "At", "Host", "$row1" FROM (VALUES (638396640000000000::BIGINT, 'h1', 0), (638398368000000000::BIGINT, 'h1', 1)) AS t("At", "Host", "$row1")
),
"2_axis" AS (
  SELECT min(638396640000000000::BIGINT) AS "$start", min(638399232000000000::BIGINT) AS "$end", 864000000000::BIGINT::BIGINT AS "$width" FROM (SELECT 1)
),
"3_frame" AS (
  SELECT "$start", "$width", kql_series_length((("$end" - "$start") + "$width" - 1) // "$width") AS "$count" FROM "2_axis"
),
"4_inside" AS (
  SELECT * FROM "1_datatable" WHERE ("At" - (SELECT "$start" FROM "3_frame")) >= 0 AND (("At" - (SELECT "$start" FROM "3_frame")) // (SELECT "$width" FROM "3_frame"))::BIGINT < (SELECT "$count" FROM "3_frame")
),
"5_buckets" AS (
  SELECT "Host" AS "k0", (("At" - (SELECT "$start" FROM "3_frame")) // (SELECT "$width" FROM "3_frame"))::BIGINT AS "bucket", count(*) AS "v0", min("$row1") AS "$first2" FROM "4_inside" GROUP BY 1, 2
),
"6_groups" AS (
  SELECT DISTINCT "k0" FROM "5_buckets"
),
"7_series" AS (
  SELECT g."k0" AS "Host", ('[' || string_agg(CASE WHEN b."bucket" IS NULL THEN 0::BIGINT::VARCHAR ELSE coalesce(b."v0"::VARCHAR, 'null') END, ',' ORDER BY s.i) || ']') AS "Events", ('[' || string_agg('"' || kql_datetime_text((f."$start" + s.i * f."$width")) || '"', ',' ORDER BY s.i) || ']') AS "At" FROM "6_groups" AS g CROSS JOIN "3_frame" AS f CROSS JOIN LATERAL (SELECT unnest(range(f."$count")) AS i) AS s LEFT JOIN "5_buckets" AS b ON b."bucket" = s.i AND b."k0" IS NOT DISTINCT FROM g."k0" GROUP BY g."k0" HAVING count(*) > 0
)
SELECT "Host" AS "c0", "Events" AS "c1", "At" AS "c2" FROM "7_series"
