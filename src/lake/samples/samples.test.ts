import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLake, readSource } from '../../../testing/lake.ts';
import { ingestSamples } from '../data/commands.ts';
import { createWorld, generateSamples } from './generate.ts';

const until = '2026-10-31';
const now = Date.parse('2026-11-01T12:00:00Z');
const { attacks, calendar, company } = createWorld({ until, now });

let lake: ReturnType<typeof openTestLake>;
beforeAll(async () => {
  lake = openTestLake();
  await ingestSamples(lake, { workspaceId: 'default', until, clock: () => now }, { signal: new AbortController().signal });
}, 60_000);
afterAll(() => lake.close());

const ask = (table: string, select: string, rest = '') =>
  readSource(lake.catalogue.sourceForQuery({ workspaceId: 'default', table }), { select, rest });
const ticks = (moment: number) => BigInt(moment) * 10_000n + 621_355_968_000_000_000n;

async function digests(request: Parameters<typeof generateSamples>[0]): Promise<readonly string[]> {
  const files = await generateSamples(request);
  return files.map(({ path }) => createHash('sha256').update(readFileSync(path)).digest('hex'));
}
const folder = () => mkdtempSync(join(tmpdir(), 'patchbay-samples-'));

describe('the generated month', () => {
  test('the same seed and day give the same bytes, another seed gives others', async () => {
    const once = await digests({ folder: folder(), until, now });
    expect(await digests({ folder: folder(), until, now: now + 86_400_000 })).toEqual(once);
    expect(await digests({ folder: folder(), until, now, seed: 2 })).not.toEqual(once);
  });

  test('without a day it ends now', async () => {
    const files = await generateSamples({ folder: folder(), now });
    for (const { path } of files) {
      const times = readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { readonly TimeGenerated: string }).TimeGenerated);
      expect(times.toSorted()).toEqual(times);
      expect(Date.parse(times.at(-1) ?? '')).toBeLessThan(now);
    }
  });

  test('it brings no column that the known tables lack, and nothing is set aside', () => {
    for (const name of [
      'SigninLogs',
      'AuditLogs',
      'DeviceNetworkEvents',
      'DeviceProcessEvents',
      'SecurityEvent',
      'OfficeActivity',
      'SecurityAlert',
      'SecurityIncident',
    ]) {
      expect(lake.catalogue.table('default', name)).toMatchObject({ origin: 'known' });
      expect(lake.catalogue.table('default', name)?.rows).toBeGreaterThan(9);
    }
  });
});

describe('what there is to find', () => {
  const { spray, travel, beacon, consent } = attacks;

  test('one source fails for nearly every account, and one account lets it in', async () => {
    const sources = await ask(
      'SigninLogs',
      '"IPAddress" AS ip, count(DISTINCT "UserPrincipalName")::INT AS users',
      `WHERE "ResultType" = '50126' GROUP BY 1 HAVING users > 5 AND ip NOT IN ('192.0.2.10', '192.0.2.20', '192.0.2.30') ORDER BY 1`,
    );
    expect(sources.map((row) => row.ip)).toEqual([...spray.addresses]);
    const [all] = await ask(
      'SigninLogs',
      'count(DISTINCT "UserPrincipalName")::INT AS users',
      `WHERE "ResultType" = '50126' AND "IPAddress" LIKE '203.0.113.%'`,
    );
    expect(all?.users).toBe(company.people.length);
    const entries = await ask(
      'SigninLogs',
      'DISTINCT "UserPrincipalName" AS user',
      `WHERE "ResultType" = '0' AND "IPAddress" LIKE '203.0.113.%'`,
    );
    expect(entries).toEqual([{ user: spray.victim.upn }]);
  });

  test('the sprayed mailbox forwards what is about money', async () => {
    const rules = await ask(
      'OfficeActivity',
      '"UserId" AS user, "ClientIP" AS ip, "Parameters" AS parameters',
      `WHERE "Operation" = 'New-InboxRule'`,
    );
    expect(rules).toEqual([{ user: spray.victim.upn, ip: spray.addresses[0], parameters: expect.stringContaining(spray.forwardTo) }]);
  });

  test('one person signs in from two continents within the hour', async () => {
    const found = await ask(
      'SigninLogs',
      'DISTINCT "UserPrincipalName" AS user',
      `WHERE "ResultType" = '0' AND "Location" = '${travel.country}'`,
    );
    expect(found).toEqual([{ user: travel.person.upn }]);
    expect(travel.far - travel.usual).toBeLessThan(3_600_000);
  });

  test('one host is called every five minutes, by one laptop, from a document on', async () => {
    const gaps = await ask(
      'DeviceNetworkEvents',
      `"DeviceName" AS device, ("TimeGenerated" - lag("TimeGenerated") OVER (ORDER BY "TimeGenerated")) / 1e7 AS gap`,
      `WHERE "RemoteIP" = '${beacon.address}'`,
    );
    expect(new Set(gaps.map((row) => row.device))).toEqual(new Set([beacon.person.device.name]));
    const seconds = gaps.flatMap((row) => (row.gap === null ? [] : [Number(row.gap)]));
    expect(Math.max(...seconds.map((gap) => Math.abs(gap - beacon.seconds)))).toBeLessThanOrEqual(6.1);
    expect(gaps.length).toBe(Math.ceil((calendar.end - beacon.opened - 41_000) / (beacon.seconds * 1000)));
    const chain = await ask(
      'DeviceProcessEvents',
      '"FileName" AS file',
      `WHERE "InitiatingProcessFileName" IN ('winword.exe', 'powershell.exe') ORDER BY "TimeGenerated"`,
    );
    expect(chain).toEqual([{ file: 'powershell.exe' }, { file: beacon.process }]);
    const [created] = await ask('SecurityEvent', 'count(*)::INT AS n', `WHERE "EventID" = 4688`);
    expect(created).toEqual({ n: 2 });
  });

  test('one consent lets an application read mail, and it does', async () => {
    const grants = await ask('AuditLogs', '"Identity" AS user', `WHERE "OperationName" = 'Consent to application'`);
    expect(grants).toEqual([{ user: consent.person.upn }]);
    const reads = await ask('OfficeActivity', '"UserId" AS user, count(*)::INT AS n', `WHERE "ClientIP" = '${consent.address}' GROUP BY 1`);
    expect(reads).toEqual([{ user: consent.person.upn, n: 180 }]);
  });

  test('each attack has its alert and an open incident; six others were looked at and closed', async () => {
    const incidents = await ask(
      'SecurityIncident',
      `"IncidentNumber" AS number, arg_max("Status", "TimeGenerated") AS status, any_value("Title") AS title`,
      'GROUP BY 1 ORDER BY 1',
    );
    expect(incidents).toHaveLength(10);
    expect(
      incidents
        .filter((row) => row.status === 'New')
        .map((row) => row.title)
        .toSorted(),
    ).toEqual([
      'Impossible travel activity',
      'Password spray attack',
      'Regular connections to a rare host',
      'Suspicious consent to an application',
    ]);
    const [joined] = await readSource(lake.catalogue.sourceForQuery({ workspaceId: 'default', table: 'SecurityAlert' }), {
      select: 'count(DISTINCT "SystemAlertId")::INT AS n',
    });
    expect(joined).toEqual({ n: 10 });
  });

  test('the attacks lie in the last ten days, so that the usual look back finds them', () => {
    const start = calendar.end - 12 * 86_400_000;
    for (const moment of [spray.success, travel.far, beacon.opened, consent.at]) expect(ticks(moment) > ticks(start)).toBe(true);
  });
});
