WITH "2_getschema" AS (
  SELECT * FROM (VALUES ('a', 0::BIGINT, 'System.Int64', 'long'), ('b', 1::BIGINT, 'System.Object', 'dynamic')) AS t("ColumnName", "ColumnOrdinal", "DataType", "ColumnType")
)
SELECT "ColumnName" AS "c0", "ColumnOrdinal" AS "c1", "DataType" AS "c2", "ColumnType" AS "c3" FROM "2_getschema" ORDER BY "ColumnOrdinal" ASC NULLS FIRST
