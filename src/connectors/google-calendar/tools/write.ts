import { defineTool, googleHttp, type Http, path, ToolError, z } from '../../../connector-kit/index.ts';
import { event, toEvent, toTime, wireEvent } from '../events.ts';
import { writes } from '../hints.ts';

const output = z.object({ event });
const calendarId = z.string().min(1).default('primary').describe("An id that list_calendars gives; primary is the person's own");
const id = z.string().min(1);
const moment = z.string().describe('2026-01-05 for whole days, else 2026-01-05T09:00:00+01:00');
const notify = z.boolean().default(true).describe('Google sends the invited a mail');
const updates = (wanted: boolean) => ({ sendUpdates: wanted ? 'all' : 'none' });
const fields = {
  location: z.string().max(1000).optional(),
  description: z.string().max(8000).optional(),
  attendees: z.array(z.email()).max(200).optional(),
  timeZone: z.string().optional().describe('Such as Europe/Berlin, for times without an offset'),
  recurrence: z
    .array(z.string().regex(/^(RRULE|EXRULE|RDATE|EXDATE)[:;]/))
    .optional()
    .describe('RFC 5545, such as RRULE:FREQ=WEEKLY;COUNT=4'),
};
const place = (calendar: string, one: string) => path`/calendar/v3/calendars/${calendar}/events/${one}`;

type Details = {
  readonly title?: string | undefined;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly attendees?: readonly string[] | undefined;
  readonly location?: string | undefined;
  readonly description?: string | undefined;
  readonly recurrence?: readonly string[] | undefined;
};

function toWire({ title, start, end, timeZone, attendees, ...rest }: Details) {
  return {
    ...rest,
    summary: title,
    start: start === undefined ? undefined : toTime(start, timeZone),
    end: end === undefined ? undefined : toTime(end, timeZone),
    attendees: attendees?.map((email) => ({ email })),
  };
}

export const createEvent = defineTool({
  name: 'create_event',
  title: 'Create an event',
  description:
    'Creates an event, and invites people to it. Use it when the person wants something in the calendar; get_availability finds a time.',
  ...writes,
  annotations: { ...writes.annotations, destructiveHint: false, idempotentHint: false },
  input: z.object({ title: z.string().min(1).max(1000), start: moment, end: moment, ...fields, calendarId, notify }),
  output,
  examples: [{ title: 'An hour', input: { title: 'Größe 日本 🎉', start: '2026-01-07T09:00:00+01:00', end: '2026-01-07T10:00:00+01:00' } }],
  run: async ({ calendarId: calendar, notify: mails, ...details }, { http }) => {
    const to = path`/calendar/v3/calendars/${calendar}/events`;
    return { event: toEvent(await googleHttp(http).read(wireEvent, to, { query: updates(mails), json: toWire(details) })) };
  },
});

const read = (http: Http, { calendar, one }: { readonly calendar: string; readonly one: string }) =>
  googleHttp(http).read(wireEvent, place(calendar, one));

export const updateEvent = defineTool({
  name: 'update_event',
  title: 'Change an event',
  description:
    'Changes fields of an event; what is left out stays. Use it to move it, or to invite others. Of a series: this one alone, or all.',
  ...writes,
  input: z.object({
    id,
    title: z.string().min(1).max(1000).optional(),
    start: moment.optional(),
    end: moment.optional(),
    ...fields,
    attendees: fields.attendees.describe('All who are invited; those left out are no longer'),
    updateScope: z.enum(['this_instance', 'entire_series']).default('this_instance'),
    calendarId,
    notify,
  }),
  output,
  examples: [{ title: 'Move it', input: { id: 'kickoff', start: '2026-01-05T10:00:00Z', end: '2026-01-05T11:00:00Z' } }],
  run: async ({ id: one, updateScope, calendarId: calendar, notify: mails, ...details }, { http }) => {
    const found = await read(http, { calendar, one });
    const target = updateScope === 'entire_series' ? (found.recurringEventId ?? one) : one;
    // Those who stay keep their answer.
    const wire = toWire(details);
    const attendees = wire.attendees?.map(({ email }) => found.attendees.find((known) => known.email === email) ?? { email });
    const json = { ...wire, attendees };
    return {
      event: toEvent(await googleHttp(http).read(wireEvent, place(calendar, target), { method: 'PATCH', query: updates(mails), json })),
    };
  },
});

export const respondToEvent = defineTool({
  name: 'respond_to_event',
  title: 'Answer an invitation',
  description: 'Accepts an invitation, declines it, or answers maybe. Use it when the person says whether they come.',
  ...writes,
  annotations: { ...writes.annotations, destructiveHint: false },
  input: z.object({
    id,
    response: z.enum(['accepted', 'declined', 'tentative']),
    comment: z.string().max(1000).optional(),
    calendarId,
    notify,
  }),
  output,
  examples: [{ title: 'Yes', input: { id: 'lunch', response: 'accepted' } }],
  run: async ({ id: one, response, comment, calendarId: calendar, notify: mails }, { http }) => {
    const found = await read(http, { calendar, one });
    if (!found.attendees.some(({ self }) => self === true))
      throw new ToolError('The person is not invited to this event, so there is nothing to answer.');
    const attendees = found.attendees.map((attendee) =>
      attendee.self === true ? { ...attendee, responseStatus: response, ...(comment === undefined ? {} : { comment }) } : attendee,
    );
    // The list goes back whole: what others answered meanwhile must not be undone.
    const headers: Record<string, string> = found.etag === '' ? {} : { 'if-match': found.etag };
    const options = { method: 'PATCH', query: updates(mails), headers, json: { attendees } } as const;
    return { event: toEvent(await googleHttp(http).read(wireEvent, place(calendar, one), options)) };
  },
});

export const deleteEvent = defineTool({
  name: 'delete_event',
  title: 'Delete an event',
  description: 'Deletes an event, or cancels it for all when the person called it. Use it when it shall not take place.',
  ...writes,
  input: z.object({ id, calendarId, notify }),
  output: z.object({ id: z.string() }),
  examples: [{ title: 'One event', input: { id: 'old' } }],
  run: async ({ id: one, calendarId: calendar, notify: mails }, { http }) => {
    await googleHttp(http).send(place(calendar, one), { method: 'DELETE', query: updates(mails) });
    return { id: one };
  },
});
