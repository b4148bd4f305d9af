import { badRequest, type Call, entity, found, nothing, parameter, type Route, type Row } from './call.ts';
import { type Event, fairs, mainCalendar, newEvent, seedEvents } from './calendar-data.ts';
import { scheduleRoutes } from './calendar-schedule.ts';
import { listOf, selectFrom } from './odata.ts';
import { people, recipientOf } from './people.ts';
import { searchHits, type Searchable } from './search.ts';
import { preferredZone, toMoment, toZoned } from './zoned.ts';

const reading = ['Calendars.Read', 'Calendars.ReadWrite'];
const writing = ['Calendars.ReadWrite'];

/** Calendars and their routes (https://learn.microsoft.com/graph/api/resources/calendar). */
export function createCalendar(): { readonly routes: readonly Route[]; readonly searchable: Searchable } {
  const events = seedEvents();
  let count = 0;
  const eventsOf = ({ person }: Call): Event[] => events[person];
  const eventOf = (call: Call): Event => found(eventsOf(call).find(({ id }) => id === parameter(call, 'id')));
  const show = (call: Call, event: Event, status = 200) =>
    entity('events/$entity', selectFrom(toRow(event, call), call.url.searchParams.get('$select')), status);

  function replace(call: Call, event: Event): Event {
    const list = eventsOf(call);
    list.splice(
      list.findIndex(({ id }) => id === event.id),
      1,
      event,
    );
    return event;
  }
  function remove(call: Call): void {
    const { id } = eventOf(call);
    const list = eventsOf(call);
    list.splice(
      list.findIndex((event) => event.id === id),
      1,
    );
  }

  function view(call: Call, calendar: string): Response {
    const [from, to] = ['startDateTime', 'endDateTime'].map((name) => Date.parse(call.url.searchParams.get(name) ?? ''));
    if (from === undefined || to === undefined || Number.isNaN(from) || Number.isNaN(to))
      throw badRequest('This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.');
    const within = eventsOf(call).filter((event) => event.calendar === calendar && event.start < to && event.end > from);
    return listOf(
      call,
      within.map((event) => toRow(event, call)),
      { options: ['startDateTime', 'endDateTime'] },
    );
  }
  async function create(call: Call, calendar: string): Promise<Response> {
    count += 1;
    const organizer = recipientOf(people[call.person]);
    const event = newEvent({ id: `AAMkAD-event-${count}`, start: 0, end: 0, organizer, calendar, ...readEvent(await call.json()) });
    if (event.start >= event.end) throw badRequest('The end of an event cannot be before its start.');
    eventsOf(call).push(event);
    return show(call, event, 201);
  }
  const calendarOf = (call: Call) =>
    found([mainCalendar, ...(call.person === 'mira' ? [fairs] : [])].find((id) => id === parameter(call, 'calendar')));

  const routes: readonly Route[] = [
    { method: 'GET', path: '/me/calendarView', scopes: reading, run: (call) => view(call, mainCalendar) },
    { method: 'GET', path: '/me/calendars/:calendar/calendarView', scopes: reading, run: (call) => view(call, calendarOf(call)) },
    { method: 'GET', path: '/me/calendars', scopes: reading, run: (call) => listOf(call, calendarRows(call)) },
    { method: 'GET', path: '/me/events/:id', scopes: reading, run: (call) => show(call, eventOf(call)) },
    { method: 'POST', path: '/me/events', scopes: writing, run: (call) => create(call, mainCalendar) },
    { method: 'POST', path: '/me/calendars/:calendar/events', scopes: writing, run: (call) => create(call, calendarOf(call)) },
    {
      method: 'PATCH',
      path: '/me/events/:id',
      scopes: writing,
      run: async (call) => show(call, replace(call, { ...eventOf(call), ...readEvent(await call.json()) })),
    },
    {
      method: 'DELETE',
      path: '/me/events/:id',
      scopes: writing,
      run: (call) => {
        remove(call);
        return nothing(204);
      },
    },
    {
      method: 'POST',
      path: '/me/events/:id/cancel',
      scopes: writing,
      run: (call) => {
        if (eventOf(call).response !== 'organizer') throw badRequest('Only the organizer can cancel a meeting.');
        remove(call);
        return nothing(202);
      },
    },
    ...answers.map(
      ([action, response]): Route => ({
        method: 'POST',
        path: `/me/events/:id/${action}`,
        scopes: writing,
        run: (call) => {
          const event = eventOf(call);
          if (event.response === 'organizer') throw badRequest("You can't respond to this meeting because you're the meeting organizer.");
          replace(call, { ...event, response });
          return nothing(202);
        },
      }),
    ),
    ...scheduleRoutes(events),
  ];
  const searchable: Searchable = {
    entityType: 'event',
    scopes: reading,
    search: (call, words) =>
      searchHits(eventsOf(call), words, {
        text: ({ subject, body }) => `${subject} ${body.content}`,
        hit: (event) => ({
          // The search has ids as base64, the rest of the service as base64 for addresses.
          hitId: event.id.replaceAll('-', '/').replaceAll('_', '+'),
          resource: {
            '@odata.type': '#microsoft.graph.event',
            subject: event.subject,
            start: toZoned(event.start, 'UTC'),
            end: toZoned(event.end, 'UTC'),
          },
        }),
      }),
  };
  return { routes, searchable };
}

const answers = [
  ['accept', 'accepted'],
  ['tentativelyAccept', 'tentativelyAccepted'],
  ['decline', 'declined'],
] as const;

function calendarRows({ person }: Call): readonly Row[] {
  const { displayName, mail } = people[person];
  const row = (id: string, name: string, isDefaultCalendar: boolean) => ({
    id,
    name,
    isDefaultCalendar,
    canEdit: true,
    color: 'auto',
    owner: { name: displayName, address: mail },
  });
  return [row(mainCalendar, 'Calendar', true), ...(person === 'mira' ? [row(fairs, 'Messen 日本', false)] : [])];
}

function toRow(event: Event, call: Call): Row {
  const zone = preferredZone(call.headers);
  const { calendar: _, response, isOnlineMeeting, ...rest } = event;
  return {
    '@odata.etag': `W/"${event.id}"`,
    ...rest,
    bodyPreview: event.body.content.replace(/<script.*?<\/script>/gs, '').replace(/<[^>]+>/g, ''),
    start: toZoned(event.start, zone),
    end: toZoned(event.end, zone),
    isOrganizer: response === 'organizer',
    responseStatus: { response, time: '2026-11-19T08:00:00Z' },
    type: event.seriesMasterId === null ? 'singleInstance' : 'occurrence',
    isOnlineMeeting,
    onlineMeeting: isOnlineMeeting ? { joinUrl: `https://teams.microsoft.com/l/meetup-join/${event.id}` } : null,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(event.id)}&exvsurl=1&path=/calendar/item`,
  };
}

const writable = ['subject', 'body', 'start', 'end', 'isAllDay', 'location', 'attendees', 'isOnlineMeeting', 'onlineMeetingProvider'];

/** What a client may write; anything else is refused. */
function readEvent(given: Row): Partial<Event> {
  const unknown = Object.keys(given).find((name) => !writable.includes(name));
  if (unknown !== undefined)
    throw badRequest(`The property '${unknown}' does not exist on type 'microsoft.graph.event' or cannot be written.`);
  const {
    start,
    end,
    attendees,
    onlineMeetingProvider: _,
    ...rest
  } = given as Row & {
    readonly start?: { readonly dateTime: string; readonly timeZone: string };
    readonly end?: { readonly dateTime: string; readonly timeZone: string };
    readonly attendees?: Event['attendees'];
  };
  return {
    ...(rest as Partial<Event>),
    ...(start === undefined ? {} : { start: toMoment(start) }),
    ...(end === undefined ? {} : { end: toMoment(end) }),
    ...(attendees === undefined
      ? {}
      : { attendees: attendees.map((attendee) => ({ ...attendee, status: { response: 'none', time: '0001-01-01T00:00:00Z' } })) }),
  };
}
