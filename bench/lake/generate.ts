import type { DuckDBConnection } from '@duckdb/node-api';

/** The rows of one file of generated sign-ins: three days of five thousand people, as NDJSON. */
export async function writeSignIns(
  connection: DuckDBConnection,
  { path, rows, part }: { readonly path: string; readonly rows: number; readonly part: number },
): Promise<void> {
  await connection.run(`COPY (
    SELECT
      strftime(TIMESTAMP '2026-10-01' + INTERVAL (${part} * 3) DAY + to_microseconds(CAST(r * (259200000000 / ${rows}) AS BIGINT)), '%Y-%m-%dT%H:%M:%S.%fZ') AS "TimeGenerated",
      'person-' || lpad((hash(r, 1) % 5000)::VARCHAR, 5, '0') || '@example.com' AS "UserPrincipalName",
      uuid() AS "Id",
      CASE WHEN hash(r, 2) % 12 = 0 THEN '50126' WHEN hash(r, 2) % 40 = 1 THEN '50053' ELSE '0' END AS "ResultType",
      CASE WHEN hash(r, 2) % 12 = 0 THEN 'Invalid username or password.' WHEN hash(r, 2) % 40 = 1 THEN 'Account is locked.' ELSE '' END AS "ResultDescription",
      '10.' || hash(r, 3) % 4 || '.' || hash(r, 4) % 200 || '.' || hash(r, 5) % 250 AS "IPAddress",
      ['NO', 'NL', 'PT', 'DE', 'US', 'BR'][(1 + least(hash(r, 6) % 40, 5))::INTEGER] AS "Location",
      ['Office 365 Exchange Online', 'Microsoft Teams', 'Azure Portal', 'SharePoint Online', 'Power BI'][(1 + hash(r, 7) % 5)::INTEGER] AS "AppDisplayName",
      CASE WHEN hash(r, 8) % 500 = 0 THEN 'curl/8.5.0' ELSE 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/' || (120 + hash(r, 8) % 20) END AS "UserAgent",
      {'operatingSystem': ['Windows10', 'MacOs', 'Ios 18'][(1 + hash(r, 9) % 3)::INTEGER], 'browser': 'Chrome', 'isManaged': hash(r, 9) % 2 = 0} AS "DeviceDetail"
    FROM range(${rows}) AS t(r)
  ) TO '${path}' (FORMAT json)`);
}
