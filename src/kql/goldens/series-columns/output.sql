WITH "1_print" AS (
  SELECT '[1,2,9,2,1,2,9,2,1,2,40,2,1,2,9,2]' AS "EventCount"
),
"2_extend" AS (
  SELECT "EventCount", kql_element(kql_series_decompose_anomalies("EventCount", '1.5'::DOUBLE, 4::BIGINT, 'avg', 0::BIGINT, 'ctukey', 0.6::DOUBLE), '1') AS "series_decompose_anomalies_EventCount_ad_score", kql_element(kql_series_decompose_anomalies("EventCount", '1.5'::DOUBLE, 4::BIGINT, 'avg', 0::BIGINT, 'ctukey', 0.6::DOUBLE), '0') AS "outliers" FROM "1_print"
),
"3_project" AS (
  SELECT "series_decompose_anomalies_EventCount_ad_score", kql_element(kql_series_decompose("EventCount", 4::BIGINT, 'avg', 0::BIGINT, 0.6::DOUBLE), '0') AS "parts", kql_element(kql_series_decompose("EventCount", 4::BIGINT, 'avg', 0::BIGINT, 0.6::DOUBLE), '1') AS "series_decompose_EventCount_seasonal", kql_element(kql_series_decompose("EventCount", 4::BIGINT, 'avg', 0::BIGINT, 0.6::DOUBLE), '2') AS "series_decompose_EventCount_trend", kql_element(kql_series_decompose("EventCount", 4::BIGINT, 'avg', 0::BIGINT, 0.6::DOUBLE), '3') AS "series_decompose_EventCount_residual", kql_element(kql_series_periods_detect("EventCount", '0'::DOUBLE, '8'::DOUBLE, 1::BIGINT), '0') AS "series_periods_detect_EventCount_periods", kql_element(kql_series_periods_detect("EventCount", '0'::DOUBLE, '8'::DOUBLE, 1::BIGINT), '1') AS "series_periods_detect_EventCount_scores", "outliers" FROM "2_extend"
)
SELECT "series_decompose_anomalies_EventCount_ad_score" AS "c0", "parts" AS "c1", "series_decompose_EventCount_seasonal" AS "c2", "series_decompose_EventCount_trend" AS "c3", "series_decompose_EventCount_residual" AS "c4", "series_periods_detect_EventCount_periods" AS "c5", "series_periods_detect_EventCount_scores" AS "c6", "outliers" AS "c7" FROM "3_project"
