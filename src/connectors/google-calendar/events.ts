import { ToolError, z } from '../../connector-kit/index.ts';

const time = z.object({ date: z.string().optional(), dateTime: z.string().optional(), timeZone: z.string().optional() });

/** An event as the API has it (https://developers.google.com/workspace/calendar/api/v3/reference/events). */
export const wireEvent = z.object({
  id: z.string(),
  etag: z.string().default(''),
  status: z.string().default('confirmed'),
  htmlLink: z.string().default(''),
  summary: z.string().default(''),
  description: z.string().default(''),
  location: z.string().default(''),
  start: time.default({}),
  end: time.default({}),
  recurringEventId: z.string().optional(),
  hangoutLink: z.string().optional(),
  organizer: z.object({ email: z.string().optional(), displayName: z.string().optional() }).optional(),
  attendees: z
    .array(
      z.looseObject({
        email: z.string().optional(),
        displayName: z.string().optional(),
        responseStatus: z.string().default('needsAction'),
        self: z.boolean().optional(),
      }),
    )
    .default([]),
});
type WireEvent = z.output<typeof wireEvent>;

export const event = z.object({
  id: z.string(),
  title: z.string(),
  start: z.string().describe('A date for whole days, else a time with its offset'),
  end: z.string().describe('Of whole days: the day after the last'),
  location: z.string(),
  status: z.string(),
  url: z.string(),
  organizer: z.string().nullable(),
  myResponse: z.string().nullable().describe('null: the person is not among the invited'),
  seriesId: z.string().nullable().describe('Of an event that repeats'),
});
export const eventInFull = event.extend({
  description: z.string().describe('Markdown'),
  meetingUrl: z.string().nullable(),
  attendees: z.array(z.object({ email: z.string(), name: z.string().nullable(), response: z.string() })),
});

export function toEvent(given: WireEvent): z.output<typeof event> {
  const { id, summary, start, end, location, status, htmlLink, organizer, attendees, recurringEventId } = given;
  return {
    id,
    title: summary,
    start: start.dateTime ?? start.date ?? '',
    end: end.dateTime ?? end.date ?? '',
    location,
    status,
    url: htmlLink,
    organizer: organizer?.email ?? null,
    myResponse: attendees.find(({ self }) => self === true)?.responseStatus ?? null,
    seriesId: recurringEventId ?? null,
  };
}

export function toEventInFull(given: WireEvent, description: string): z.output<typeof eventInFull> {
  const attendees = given.attendees.map(({ email = '', displayName = null, responseStatus }) => ({
    email,
    name: displayName,
    response: responseStatus,
  }));
  return { ...toEvent(given), description, meetingUrl: given.hangoutLink ?? null, attendees };
}

/** A date, or a time that says where it holds: by its offset, or by a zone beside it. */
export function toTime(given: string, timeZone: string | undefined): Readonly<Record<string, string>> {
  if (/^\d{4}-\d\d-\d\d$/.test(given)) return { date: given };
  const found = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/.exec(given);
  if (found === null) throw new ToolError(`"${given}" is no time. Write 2026-01-05 or 2026-01-05T09:00:00+01:00.`);
  if (found[3] === undefined && timeZone === undefined)
    throw new ToolError(`"${given}" has no offset. Add one, such as +01:00, or say a timeZone such as Europe/Berlin.`);
  const seconds = found[1] === undefined ? given.replace(/(T\d\d:\d\d)/, '$1:00') : given;
  return { dateTime: seconds, ...(timeZone === undefined ? {} : { timeZone }) };
}
