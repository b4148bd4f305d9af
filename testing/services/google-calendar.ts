import { randomUUID } from 'node:crypto';
import { serve } from '../servers/serve.ts';
import { createGate, type Gate } from './gate.ts';
import { problem } from './google.ts';

type Time = { readonly date?: string; readonly dateTime?: string };
type Attendee = { readonly email: string; readonly responseStatus?: string };
export type CalendarEvent = {
  readonly id: string;
  summary: string;
  start: Time;
  end: Time;
  attendees: Attendee[];
  readonly organizer: { readonly email: string };
  version: number;
  status: string;
  readonly recurringEventId?: string;
  /** A series itself, which people see only one by one. */
  readonly isSeries?: boolean;
  [field: string]: unknown;
};
export type GoogleCalendar = { readonly url: string; readonly gate: Gate; readonly events: CalendarEvent[]; close(): Promise<void> };

const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;
const notFound = () => problem(404, { reason: 'notFound', status: 'NOT_FOUND' });
const invalid = (reason: string) => problem(400, { reason, status: 'INVALID_ARGUMENT' });
const ada = 'ada@halden.example';
const ben = 'ben@halden.example';
const people = [ada, ben];

/** Which scopes open what (https://developers.google.com/workspace/calendar/api/auth). */
const rules: readonly { readonly method?: string; readonly path: RegExp; readonly scopes: readonly string[] }[] = [
  { path: /\/calendarList/, scopes: ['calendar.calendarlist.readonly'] },
  { path: /\/freeBusy$/, scopes: ['calendar.freebusy'] },
  { method: 'GET', path: /\/events/, scopes: ['calendar.events.readonly', 'calendar.events'] },
  { path: /\/events/, scopes: ['calendar.events'] },
];

/** Google Calendar v3 over events in memory: an event is in the calendars of who called it and who is invited. */
export async function startGoogleCalendar({ gate = createGate() }: { readonly gate?: Gate } = {}): Promise<GoogleCalendar> {
  const events = createEvents();
  const served = await serve(async (request) => {
    const holder = gate.admit(request);
    if (holder instanceof Response) return holder;
    if (holder === null) return problem(401, { reason: 'authError', status: 'UNAUTHENTICATED' });
    const url = new URL(request.url);
    const rule = rules.find(({ method = request.method, path }) => method === request.method && path.test(url.pathname));
    if (rule === undefined) return notFound();
    if (!rule.scopes.map(scope).some((name) => holder.scopes.includes(name)))
      return problem(
        403,
        { reason: 'insufficientPermissions', status: 'PERMISSION_DENIED' },
        {
          'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${scope(rule.scopes[0] ?? '')}"`,
        },
      );
    const { email } = holder;
    if (url.pathname.endsWith('/freeBusy')) return freeBusy(await request.json(), email);
    const list = {
      id: email,
      summary: email === ben ? 'Ben 田中' : 'Ada Halden',
      timeZone: 'Europe/Berlin',
      accessRole: 'owner',
      primary: true,
    };
    if (url.pathname.endsWith('/calendarList/primary')) return Response.json(list);
    if (url.pathname.endsWith('/calendarList')) return Response.json({ items: [list] });
    const [, calendar = '', id] = /\/calendars\/([^/]+)\/events(?:\/([^/]+))?$/.exec(url.pathname)?.map(decodeURIComponent) ?? [];
    if (![email, 'primary'].includes(calendar)) return notFound();
    if (id === undefined || id === 'undefined') return request.method === 'GET' ? search(url, email) : create(request, email);
    const event = events.find((one) => one.id === id);
    if (event === undefined || !isIn(event, email)) return notFound();
    if (request.method === 'PATCH') return change(request, { event, email });
    if (request.method === 'DELETE') return remove(event, email);
    return Response.json(toResource(event, email));
  });

  function search(url: URL, email: string): Response {
    const { timeMin, timeMax, q, pageToken, maxResults = '250', singleEvents, orderBy } = Object.fromEntries(url.searchParams);
    if ([timeMin, timeMax].some((time) => time !== undefined && !/(Z|[+-]\d\d:\d\d)$/.test(time))) return invalid('badRequest');
    if (orderBy === 'startTime' && singleEvents !== 'true') return invalid('badRequest');
    if (pageToken !== undefined && !/^\d+$/.test(pageToken)) return invalid('invalid');
    const found = events
      .filter((event) => isIn(event, email) && event.status !== 'cancelled' && (singleEvents === 'true' ? event.isSeries !== true : true))
      .filter(
        (event) =>
          (timeMin === undefined || instantOf(event.end) > Date.parse(timeMin)) &&
          (timeMax === undefined || instantOf(event.start) < Date.parse(timeMax)),
      )
      .filter((event) => q === undefined || JSON.stringify(event).toLowerCase().includes(q.toLowerCase()))
      .toSorted((left, right) => instantOf(left.start) - instantOf(right.start));
    const start = Number(pageToken ?? 0);
    const end = start + Number(maxResults);
    const items = found.slice(start, end).map((event) => toResource(event, email));
    return Response.json({ items, ...(end < found.length ? { nextPageToken: String(end) } : {}) });
  }

  async function create(request: Request, email: string): Promise<Response> {
    const given = (await request.json()) as Partial<CalendarEvent>;
    if (!isTime(given.start) || !isTime(given.end) || instantOf(given.end) <= instantOf(given.start)) return invalid('timeRangeEmpty');
    const event = newEvent({ id: randomUUID(), organizer: { email }, ...given });
    events.push(event);
    return Response.json(toResource(event, email));
  }

  async function change(request: Request, { event, email }: { readonly event: CalendarEvent; readonly email: string }): Promise<Response> {
    const match = request.headers.get('if-match');
    if (match !== null && match !== etagOf(event)) return problem(412, { reason: 'conditionNotMet', status: 'FAILED_PRECONDITION' });
    const given = (await request.json()) as Partial<CalendarEvent>;
    const onlyAnswers = Object.keys(given).every((name) => name === 'attendees');
    if (event.organizer.email !== email && !onlyAnswers)
      return problem(403, { reason: 'forbiddenForNonOrganizer', status: 'PERMISSION_DENIED' });
    const next = { ...event, ...given };
    if (instantOf(next.end) <= instantOf(next.start)) return invalid('timeRangeEmpty');
    Object.assign(event, given, { version: event.version + 1 });
    return Response.json(toResource(event, email));
  }

  function remove(event: CalendarEvent, email: string): Response {
    if (event.status === 'cancelled') return problem(410, { reason: 'deleted', status: 'FAILED_PRECONDITION' });
    if (event.organizer.email === email) event.status = 'cancelled';
    else event.attendees = event.attendees.filter((attendee) => attendee.email !== email);
    return new Response(null, { status: 204 });
  }

  function freeBusy(body: unknown, email: string): Response {
    const { timeMin, timeMax, items } = body as { timeMin: string; timeMax: string; items: { id: string }[] };
    const calendars = items.map(({ id }) => {
      const who = id === 'primary' ? email : id;
      if (!people.includes(who)) return [id, { errors: [{ domain: 'global', reason: 'notFound' }], busy: [] }];
      const busy = events.filter(
        (event) =>
          isIn(event, who) &&
          event.isSeries !== true &&
          event.status !== 'cancelled' &&
          instantOf(event.end) > Date.parse(timeMin) &&
          instantOf(event.start) < Date.parse(timeMax),
      );
      return [id, { busy: busy.map(({ start, end }) => ({ start: start.dateTime ?? start.date, end: end.dateTime ?? end.date })) }];
    });
    return Response.json({ timeMin, timeMax, calendars: Object.fromEntries(calendars) });
  }

  return { url: served.url, gate, events, close: served.close };
}

const isIn = ({ organizer, attendees }: CalendarEvent, email: string) =>
  organizer.email === email || attendees.some((one) => one.email === email);
const isTime = (time: Time | undefined): time is Time =>
  time !== undefined && (time.date !== undefined || /(Z|[+-]\d\d:\d\d)$/.test(time.dateTime ?? '') || 'timeZone' in time);
const instantOf = ({ dateTime, date }: Time) => Date.parse(dateTime ?? date ?? '');
const etagOf = ({ id, version }: CalendarEvent) => `"${id}-${version}"`;

function toResource({ version, isSeries: _, ...event }: CalendarEvent, email: string): Record<string, unknown> {
  const attendees = event.attendees.map((attendee) => ({
    responseStatus: 'needsAction',
    ...attendee,
    ...(attendee.email === email ? { self: true } : {}),
  }));
  return {
    kind: 'calendar#event',
    ...event,
    etag: `"${event.id}-${version}"`,
    htmlLink: `https://www.google.com/calendar/event?eid=${event.id}`,
    attendees,
  };
}

function newEvent({ id, organizer, ...rest }: Partial<CalendarEvent> & Pick<CalendarEvent, 'id' | 'organizer'>): CalendarEvent {
  return { id, organizer, summary: '', start: {}, end: {}, attendees: [], version: 1, status: 'confirmed', ...rest };
}

function createEvents(): CalendarEvent[] {
  const at = (day: number, hour: number) => ({
    dateTime: `2026-01-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00Z`,
  });
  const both = [{ email: ada, responseStatus: 'accepted' }, { email: ben }];
  const own = (id: string, summary: string, rest: Partial<CalendarEvent>) => newEvent({ id, summary, organizer: { email: ada }, ...rest });
  return [
    own('kickoff', 'Kick-off — Größe 日本 🎉', {
      start: at(5, 9),
      end: at(5, 10),
      description: 'See <b>the plan</b>.',
      location: 'Room 1',
      attendees: both,
    }),
    own('fair', 'Fair', { start: { date: '2026-01-08' }, end: { date: '2026-01-10' } }),
    own('old', 'Old', { start: at(2, 9), end: at(2, 10) }),
    own('weekly', 'Weekly', { start: at(6, 8), end: at(6, 9), isSeries: true, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=2'] }),
    own('weekly_1', 'Weekly', { start: at(6, 8), end: at(6, 9), recurringEventId: 'weekly' }),
    own('weekly_2', 'Weekly', { start: at(13, 8), end: at(13, 9), recurringEventId: 'weekly' }),
    newEvent({
      id: 'lunch',
      summary: 'Lunch',
      organizer: { email: ben },
      start: at(5, 12),
      end: at(5, 13),
      attendees: [{ email: ada }, { email: ben, responseStatus: 'accepted' }],
    }),
    newEvent({ id: 'dentist', summary: 'Dentist', organizer: { email: ben }, start: at(5, 15), end: at(5, 16) }),
  ];
}
