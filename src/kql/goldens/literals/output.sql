WITH "1_print" AS (
  SELECT '["ab",{"key":"x\\y"}]' AS "texts", 638397720000000000::BIGINT AS "early", 638398314055000000::BIGINT AS "late"
)
SELECT "texts" AS "c0", "early" AS "c1", "late" AS "c2" FROM "1_print"
