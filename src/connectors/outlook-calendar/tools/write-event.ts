import { defineTool, path, ToolError, z } from '../../../connector-kit/index.ts';
import { eventSummary, graphEventSummary, toEventSummary } from '../event.ts';
import { invites } from '../hints.ts';
import { inZone, localTime, timeZone } from '../time.ts';

const attendees = z.array(z.email()).max(200);
const written = eventSummary.pick({ id: true, subject: true, start: true, end: true, timeZone: true, url: true });
/** What an event has that can be written. */
const content = z.object({
  subject: z.string().min(1).max(255),
  start: localTime,
  end: localTime,
  isAllDay: z.boolean().describe('Start and end are at midnight'),
  location: z.string().max(255),
  body: z.string().max(500_000).describe('Plain text'),
  attendees: attendees.describe('Whose presence is required; they get an invitation'),
  optionalAttendees: attendees,
  isOnlineMeeting: z.boolean(),
});

/** A new event. */
export const createEvent = defineTool({
  name: 'create_event',
  title: 'Create an event',
  description:
    'Creates an event and sends invitations to its attendees. Use it for a new meeting or entry; find_available_slots finds a time first.',
  scopes: ['Calendars.ReadWrite'],
  ...invites,
  input: content
    .partial()
    .required({ subject: true, start: true, end: true })
    .extend({ timeZone, calendarId: z.string().default('').describe('Of list_calendars; empty: the main calendar') }),
  output: written,
  examples: [
    {
      title: 'A meeting of two',
      input: {
        subject: 'Lens review 🎉',
        start: '2026-11-24T10:00:00',
        end: '2026-11-24T10:30:00',
        timeZone: 'Europe/Oslo',
        attendees: ['jonas.berg@halden.example'],
        location: 'Oslo 2',
        isOnlineMeeting: true,
      },
    },
    {
      title: 'In another calendar',
      input: { subject: 'Fair', start: '2026-11-25T00:00:00', end: '2026-11-26T00:00:00', isAllDay: true, calendarId: 'AAMkAD-fairs' },
    },
  ],
  run: async ({ calendarId, timeZone: zone, ...given }, { http }) => {
    const to = calendarId === '' ? '/me/events' : path`/me/calendars/${calendarId}/events`;
    return toWritten(await http.read(graphEventSummary, to, { json: toGraph(given, zone), headers: inZone(zone) }));
  },
});

/** Another time, place or list of people. */
export const updateEvent = defineTool({
  name: 'update_event',
  title: 'Change an event',
  description:
    'Changes what is given of an event and tells its attendees; a list of attendees replaces the one before. Use it to move, rename or extend a meeting.',
  scopes: ['Calendars.ReadWrite'],
  ...invites,
  annotations: { ...invites.annotations, destructiveHint: true, idempotentHint: true },
  input: content.partial().extend({ eventId: z.string().min(1), timeZone }),
  output: written,
  examples: [
    {
      title: 'Move it',
      input: { eventId: 'AAMkAD-review', start: '2026-11-23T14:00:00', end: '2026-11-23T15:00:00', timeZone: 'Europe/Oslo' },
    },
    { title: 'Rename it', input: { eventId: 'AAMkAD-review', subject: 'Review: Größe 日本' } },
  ],
  run: async ({ eventId, timeZone: zone, ...given }, { http }) => {
    const json = toGraph(given, zone);
    if (Object.keys(json).length === 0) throw new ToolError('Nothing was given that could be changed.');
    return toWritten(await http.read(graphEventSummary, path`/me/events/${eventId}`, { method: 'PATCH', json, headers: inZone(zone) }));
  },
});

type Content = { readonly [Name in keyof z.output<typeof content>]?: z.output<typeof content>[Name] | undefined };

/** What is left out stays as it is. */
function toGraph(given: Content, zone: string): Readonly<Record<string, unknown>> {
  const { subject, start, end, isAllDay, location, body, isOnlineMeeting } = given;
  const people = [
    ...(given.attendees ?? []).map((address) => ({ type: 'required', emailAddress: { address } })),
    ...(given.optionalAttendees ?? []).map((address) => ({ type: 'optional', emailAddress: { address } })),
  ];
  const all = {
    subject,
    isAllDay,
    start: start === undefined ? undefined : { dateTime: start, timeZone: zone },
    end: end === undefined ? undefined : { dateTime: end, timeZone: zone },
    location: location === undefined ? undefined : { displayName: location },
    body: body === undefined ? undefined : { contentType: 'text', content: body },
    attendees: given.attendees === undefined && given.optionalAttendees === undefined ? undefined : people,
    isOnlineMeeting,
    onlineMeetingProvider: isOnlineMeeting === true ? 'teamsForBusiness' : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function toWritten(found: z.output<typeof graphEventSummary>): z.output<typeof written> {
  const { id, subject, start, end, timeZone: zone, url } = toEventSummary(found);
  return { id, subject, start, end, timeZone: zone, url };
}
