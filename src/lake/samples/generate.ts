import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { securityAlerts, securityIncidents } from './alerts.ts';
import { plantAttacks } from './attacks.ts';
import { auditLogs } from './audit-logs.ts';
import { createCalendar } from './calendar.ts';
import { createCompany } from './company.ts';
import { deviceNetworkEvents, deviceProcessEvents } from './device-events.ts';
import { officeActivity } from './office-activity.ts';
import { securityEvents } from './security-events.ts';
import { signinLogs } from './signin-logs.ts';
import type { SampleRow, World } from './world.ts';

export type SampleRequest = {
  /** Another number is another company. */
  readonly seed?: number;
  /** The last day, as YYYY-MM-DD; without it the month ends now. */
  readonly until?: string;
};

const tables = [
  ['SigninLogs', signinLogs],
  ['AuditLogs', auditLogs],
  ['DeviceNetworkEvents', deviceNetworkEvents],
  ['DeviceProcessEvents', deviceProcessEvents],
  ['SecurityEvent', securityEvents],
  ['OfficeActivity', officeActivity],
  ['SecurityAlert', securityAlerts],
  ['SecurityIncident', securityIncidents],
] as const satisfies readonly (readonly [string, (world: World) => readonly SampleRow[]])[];

/** The world of a request: company, month and attacks. */
export function createWorld({ seed = 1, until, now }: SampleRequest & { readonly now: number }): World {
  const company = createCompany(seed);
  const calendar = createCalendar({ until, now });
  return { seed, company, calendar, attacks: plantAttacks(company, calendar) };
}

/** Writes the month as one NDJSON file a table. The same seed and last day give the same bytes. */
export async function generateSamples({
  folder,
  ...request
}: SampleRequest & { readonly folder: string; readonly now: number }): Promise<
  readonly { readonly table: string; readonly path: string; readonly name: string }[]
> {
  const world = createWorld(request);
  const last = new Date(world.calendar.midnights.at(-1) ?? 0).toISOString().slice(0, 10);
  return Promise.all(
    tables.map(async ([table, rowsOf]) => {
      const path = join(folder, `${table}.ndjson`);
      const rows = rowsOf(world).filter((row) => Date.parse(row.TimeGenerated) < world.calendar.end);
      const sorted = rows.toSorted((left, right) =>
        left.TimeGenerated < right.TimeGenerated ? -1 : left.TimeGenerated > right.TimeGenerated ? 1 : 0,
      );
      await writeFile(path, sorted.map((row) => `${JSON.stringify(row)}\n`).join(''));
      return { table, path, name: `sample ${world.seed} until ${last}` };
    }),
  );
}
