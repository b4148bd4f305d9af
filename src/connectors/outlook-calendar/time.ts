import { z } from '../../connector-kit/index.ts';

/** A moment with its offset. */
export const moment = z.iso.datetime({ offset: true }).describe('Such as 2026-11-23T00:00:00Z');

/** A time of day where someone is. */
export const localTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/, 'a local time looks like 2026-11-23T09:00:00')
  .describe('Local time in timeZone, such as 2026-11-23T09:00:00');

export const timeZone = z
  .string()
  .regex(/^[\w/+.() -]+$/, 'a time zone has a name such as Europe/Oslo')
  .default('UTC')
  .describe('Such as Europe/Oslo');

/** Ids that stay, and times in this zone (https://learn.microsoft.com/graph/api/user-list-calendarview#request-headers). */
export function inZone(zone: string): { readonly prefer: string } {
  return { prefer: `IdType="ImmutableId", outlook.timezone="${zone}"` };
}
