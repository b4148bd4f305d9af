import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasSharedData, openTestLake, readSource, sharedFolder } from '../../../../testing/lake.ts';

let lake: ReturnType<typeof openTestLake>;
beforeAll(() => {
  lake = openTestLake();
});
afterAll(() => lake.close());

const signal = new AbortController().signal;
const rowsOf = (table: string, options: Parameters<typeof readSource>[1]) =>
  readSource(lake.catalogue.sourceForQuery({ workspaceId: 'default', table }), options);
const shared = (...path: readonly string[]) => join(sharedFolder, 'data', ...path);
test.skipIf(hasSharedData)('real logs are skipped: no shared data', () => expect(hasSharedData).toBe(false));

describe.skipIf(!hasSharedData)('real logs', () => {
  const take = (table: string, path: string, more: object = {}) =>
    lake.ingest({ workspaceId: 'default', table, path, ...more }, { signal });

  test('alerts and incidents of Sentinel, with a delimiter of their own', async () => {
    expect(await take('SecurityAlert', shared('security-alerts-incidents', 'SecurityAlert.csv'))).toMatchObject({ rows: 189, setAside: 0 });
    expect(await take('SecurityIncident', shared('security-alerts-incidents', 'SecurityIncident.csv'))).toMatchObject({
      rows: 8,
      setAside: 0,
    });
    expect(
      await rowsOf('SecurityIncident', {
        select: 'count(*)::INT AS n, count(DISTINCT "IncidentNumber")::INT AS d, count("Owner")::INT AS o',
        rest: '',
      }),
    ).toEqual([{ n: 8, d: 8, o: 8 }]);
  });

  test('CloudTrail: the records of 55 files under the names of AWSCloudTrail', async () => {
    const files = readdirSync(shared('cloudtrail'));
    for (const file of files) await take('AWSCloudTrail', shared('cloudtrail', file));
    const [sum] = await rowsOf('AWSCloudTrail', {
      select: `count(*)::INT AS n, count(DISTINCT "AwsEventId")::INT AS d, count(*) FILTER (WHERE "UserIdentityArn" LIKE 'arn:%')::INT AS arns`,
      rest: '',
    });
    const records = files.flatMap(
      (file) =>
        (
          JSON.parse(readFileSync(shared('cloudtrail', file), 'utf8')) as {
            readonly Records: readonly { readonly eventID: string; readonly userIdentity: { readonly arn?: string } }[];
          }
        ).Records,
    );
    expect(sum).toEqual({
      n: records.length,
      d: new Set(records.map((record) => record.eventID)).size,
      arns: records.filter((record) => record.userIdentity.arn?.startsWith('arn:')).length,
    });
    expect(await lake.compact({ workspaceId: 'default', table: 'AWSCloudTrail', minFiles: 2, signal })).toEqual({
      merged: files.length,
      into: 1,
    });
    expect((await rowsOf('AWSCloudTrail', { select: 'count(*)::INT AS n', rest: '' }))[0]).toEqual({ n: records.length });
  }, 60_000);

  test.each([
    ['Okta_CL', 'Okta_CL.json', 593],
    ['Umbrella_CL', 'Cisco_Umbrella_proxy_CL.json', 108],
    ['Juniper_CL', 'JuniperSRX.json', 284],
    ['Squid_CL', 'SquidProxy.json', 500],
    ['SonicWall_CL', 'SonicWallFirewall_Query_Data.csv', 453],
    ['WatchGuard_CL', 'WatchGuardFirebox_syslog_data.csv', 3066],
    ['Firepower_CL', 'CiscoFirepowerEStreamerCONN.csv', 6],
  ])('%s comes in whole', async (table, file, rows) => {
    expect(await take(table, shared('sentinel-samples', file))).toMatchObject({ rows, setAside: 0 });
  });

  test('indicators without a header get their names', async () => {
    const report = await take('Indicators_CL', shared('sentinel-samples', 'Microsoft.Covid19.Indicators.csv'), {
      columns: ['When', 'Hash', 'Kind', 'Tlp', 'Product', 'Threat', 'Source'],
      time: 'When',
    });
    expect(report).toMatchObject({ setAside: 0, timeFrom: 'When' });
    expect(report.rows).toBe(
      readFileSync(shared('sentinel-samples', 'Microsoft.Covid19.Indicators.csv'), 'utf8').trim().split('\n').length,
    );
  });
});
