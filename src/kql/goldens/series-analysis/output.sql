WITH "1_print" AS (
  SELECT '[1,2,9,2,1,2,9,2,1,2,9,2,1,2,40,2,1,2,9,2]' AS "s"
),
"2_extend" AS (
  SELECT "s", kql_element(kql_series_decompose_anomalies("s", '1.5'::DOUBLE, 4::BIGINT, 'avg', 0::BIGINT, 'ctukey', 0.6::DOUBLE), '0') AS "flag", kql_element(kql_series_decompose_anomalies("s", '1.5'::DOUBLE, 4::BIGINT, 'avg', 0::BIGINT, 'ctukey', 0.6::DOUBLE), '1') AS "score", kql_element(kql_series_decompose_anomalies("s", '1.5'::DOUBLE, 4::BIGINT, 'avg', 0::BIGINT, 'ctukey', 0.6::DOUBLE), '2') AS "baseline" FROM "1_print"
)
SELECT "s" AS "c0", "flag" AS "c1", "score" AS "c2", "baseline" AS "c3" FROM "2_extend"
