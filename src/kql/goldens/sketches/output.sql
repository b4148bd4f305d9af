WITH "1_datatable" AS (
  SELECT "k", "v", "w", "$row1" FROM (VALUES ('a', 1::BIGINT, 1::BIGINT, 0), ('a', 2::BIGINT, 3::BIGINT, 1), ('a', 2::BIGINT, 1::BIGINT, 2), ('b', 5::BIGINT, 2::BIGINT, 3), ('b', 7::BIGINT, 2::BIGINT, 4)) AS t("k", "v", "w", "$row1")
),
"2_summarize" AS (
  SELECT "k" AS "k", kql_array_distinct(coalesce('[' || string_agg("v"::VARCHAR, ',' ORDER BY "$row1" ASC NULLS FIRST) || ']', '[]')) AS "h", coalesce('[' || string_agg('[' || "v"::VARCHAR || ',' || "w"::VARCHAR || ']', ',' ORDER BY "$row1" ASC NULLS FIRST) || ']', '[]') AS "d", kql_dynamic_to_long(kql_tdigest_percentile(coalesce('[' || string_agg('[' || "v"::VARCHAR || ',' || "w"::VARCHAR || ']', ',' ORDER BY "$row1" ASC NULLS FIRST) || ']', '[]'), '50'::DOUBLE)) AS "p", kql_dynamic_to_long(kql_tdigest_percentile(coalesce('[' || string_agg('[' || "v"::VARCHAR || ',' || "w"::VARCHAR || ']', ',') || ']', '[]'), '10'::DOUBLE)) AS "percentile_v_10", kql_dynamic_to_long(kql_tdigest_percentile(coalesce('[' || string_agg('[' || "v"::VARCHAR || ',' || "w"::VARCHAR || ']', ',') || ']', '[]'), '90'::DOUBLE)) AS "percentile_v_90", min("$row1") AS "$first2" FROM "1_datatable" GROUP BY 1
),
"3_summarize" AS (
  SELECT kql_dcount_hll(kql_hll_merge(coalesce('[' || string_agg("h", ',' ORDER BY "$first2" ASC NULLS LAST) || ']', '[]'))) AS "dcount_hll_hll_merge_h", kql_tdigest_percentile(kql_sketch_merge(coalesce('[' || string_agg("d", ',' ORDER BY "$first2" ASC NULLS LAST) || ']', '[]')), '50'::DOUBLE) AS "percentile_tdigest_merge_tdigests_d", min("$first2") AS "$first3" FROM "2_summarize"
)
SELECT "dcount_hll_hll_merge_h" AS "c0", "percentile_tdigest_merge_tdigests_d" AS "c1" FROM "3_summarize" ORDER BY "$first3" ASC NULLS LAST
