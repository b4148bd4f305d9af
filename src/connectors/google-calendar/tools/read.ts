import {
  defineTool,
  documentKind,
  fetchInput,
  fetchOutput,
  googleHttp,
  googleScope,
  type Http,
  path,
  profileOutput,
  readDocument,
  searchInput,
  searchOutput,
  ToolError,
  z,
} from '../../../connector-kit/index.ts';
import { event, eventInFull, toEvent, toEventInFull, wireEvent } from '../events.ts';
import { reads } from '../hints.ts';

const calendarId = z.string().min(1).default('primary').describe("An id that list_calendars gives; primary is the person's own");
const instant = z.iso.datetime({ offset: true }).describe('With its offset, such as 2026-01-05T00:00:00+01:00');
const paging = {
  limit: z.int().min(1).max(250).default(25),
  cursor: z.string().optional().describe('`nextCursor` of the page before'),
};
const nextCursor = z.string().nullable();
const own = { ...reads.labels, untrusted: false };

type Search = { readonly calendar: string; readonly query: Readonly<Record<string, string | number | undefined>> };

async function listEvents(http: Http, { calendar, query }: Search) {
  const page = z.object({ items: z.array(wireEvent).default([]), nextPageToken: z.string().optional() });
  const to = path`/calendar/v3/calendars/${calendar}/events`;
  // Events that repeat come one by one, as people see them.
  const { items, nextPageToken } = await googleHttp(http).read(page, to, {
    query: { singleEvents: 'true', orderBy: 'startTime', ...query },
  });
  return { events: items.map(toEvent), nextCursor: nextPageToken ?? null };
}

/** Descriptions are HTML where people used the editor, and text elsewhere. */
async function readEventInFull(
  http: Http,
  { calendar, id, signal }: { readonly calendar: string; readonly id: string; readonly signal: AbortSignal },
) {
  const found = await googleHttp(http).read(wireEvent, path`/calendar/v3/calendars/${calendar}/events/${id}`);
  const kind = /<\w+[^>]*>/.test(found.description) ? documentKind({ name: '', mimeType: 'text/html' }) : null;
  const description =
    kind === null ? found.description : await readDocument(new Uint8Array(Buffer.from(`<p>${found.description}</p>`)), { kind, signal });
  return toEventInFull(found, description);
}

export const getProfile = defineTool({
  name: 'get_profile',
  title: 'Whose calendar',
  description: 'Says whose calendar it is, and its time zone. Use it to know whose events these are, and what "tomorrow" means.',
  ...reads,
  scopes: [googleScope('calendar.calendarlist.readonly')],
  labels: own,
  input: z.object({}),
  output: profileOutput.extend({ timeZone: z.string() }),
  examples: [{ title: 'Who am I?', input: {} }],
  run: async (_input, { http }) => {
    const primary = z.object({ id: z.string(), summary: z.string(), timeZone: z.string() });
    const { id, summary, timeZone } = await googleHttp(http).read(primary, '/calendar/v3/users/me/calendarList/primary');
    return { id, name: summary, email: id, timeZone };
  },
});

export const listCalendars = defineTool({
  name: 'list_calendars',
  title: 'List calendars',
  description: 'Lists the calendars that the person sees, and what they may do with each. Use it to find the id of a calendar.',
  ...reads,
  scopes: [googleScope('calendar.calendarlist.readonly')],
  labels: own,
  input: z.object(paging),
  output: z.object({
    calendars: z.array(z.object({ id: z.string(), name: z.string(), timeZone: z.string(), access: z.string() })),
    nextCursor,
  }),
  examples: [{ title: 'Which are there?', input: {} }],
  run: async ({ limit, cursor }, { http }) => {
    const entry = z.object({ id: z.string(), summary: z.string(), timeZone: z.string().default('UTC'), accessRole: z.string() });
    const page = z.object({ items: z.array(entry).default([]), nextPageToken: z.string().optional() });
    const query = { maxResults: limit, pageToken: cursor };
    const { items, nextPageToken } = await googleHttp(http).read(page, '/calendar/v3/users/me/calendarList', { query });
    return {
      calendars: items.map(({ id, summary, timeZone, accessRole }) => ({ id, name: summary, timeZone, access: accessRole })),
      nextCursor: nextPageToken ?? null,
    };
  },
});

export const searchEvents = defineTool({
  name: 'search_events',
  title: 'Search events',
  description:
    'Lists events of a calendar in a span of time, or those that hold words, the earliest first. Use it to see what is on, or to find an event.',
  ...reads,
  input: z.object({ query: z.string().optional(), timeMin: instant.optional(), timeMax: instant.optional(), calendarId, ...paging }),
  output: z.object({ events: z.array(event), nextCursor }),
  examples: [{ title: 'A day', input: { timeMin: '2026-01-05T00:00:00Z', timeMax: '2026-01-06T00:00:00Z' } }],
  run: ({ query: q, timeMin, timeMax, calendarId: calendar, limit, cursor }, { http }) =>
    listEvents(http, { calendar, query: { q, timeMin, timeMax, maxResults: limit, pageToken: cursor } }),
});

export const readEvent = defineTool({
  name: 'read_event',
  title: 'Read an event',
  description: 'Gives one event with its description, who is invited and what they answered. Use it when you know the id.',
  ...reads,
  input: z.object({ id: z.string().min(1), calendarId }),
  output: z.object({ event: eventInFull }),
  examples: [{ title: 'One event', input: { id: 'kickoff' } }],
  run: async ({ id, calendarId: calendar }, { http, signal }) => ({ event: await readEventInFull(http, { calendar, id, signal }) }),
});

export const getAvailability = defineTool({
  name: 'get_availability',
  title: 'When people are busy',
  description: 'Says when people or calendars are busy in a span of time, without saying with what. Use it to find a time for a meeting.',
  ...reads,
  scopes: [googleScope('calendar.freebusy')],
  labels: own,
  input: z.object({
    timeMin: instant,
    timeMax: instant,
    people: z.array(z.string().min(1)).min(1).max(50).describe('E-mail addresses; primary is oneself'),
  }),
  output: z.object({
    people: z.array(
      z.object({
        id: z.string(),
        busy: z.array(z.object({ start: z.string(), end: z.string() })),
        error: z.string().nullable().describe('Why nothing is known: notFound also means that it is not shared'),
      }),
    ),
  }),
  examples: [
    {
      title: 'Two people',
      input: { timeMin: '2026-01-05T00:00:00Z', timeMax: '2026-01-06T00:00:00Z', people: ['primary', 'ben@halden.example'] },
    },
  ],
  run: async ({ timeMin, timeMax, people }, { http }) => {
    const one = z.object({
      busy: z.array(z.object({ start: z.string(), end: z.string() })).default([]),
      errors: z.array(z.object({ reason: z.string() })).default([]),
    });
    const answer = z.object({ calendars: z.record(z.string(), one) });
    const json = { timeMin, timeMax, items: people.map((id) => ({ id })) };
    const { calendars } = await googleHttp(http).read(answer, '/calendar/v3/freeBusy', { json });
    return { people: Object.entries(calendars).map(([id, { busy, errors }]) => ({ id, busy, error: errors[0]?.reason ?? null })) };
  },
});

export const search = defineTool({
  name: 'search',
  title: 'Search',
  description:
    "Finds events of the person's own calendar that hold the words. Use it with `fetch`, to answer a question from the calendar.",
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'What is planned?', input: { query: 'kick-off' } }],
  run: async ({ query }, { http }) => {
    const { events } = await listEvents(http, { calendar: 'primary', query: { q: query, maxResults: 20 } });
    return { results: events.map(({ id, title, start, url }) => ({ id, title: `${title} (${start})`, url })) };
  },
});

export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch',
  description: 'Gives the text of an event that `search` found. Use it after `search`.',
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'An event that was found', input: { id: 'kickoff' } }],
  run: async ({ id }, { http, signal }) => {
    const found = await readEventInFull(http, { calendar: 'primary', id, signal });
    if (found.status === 'cancelled') throw new ToolError('This event was cancelled.');
    const { title, description, url, start, end, location, organizer, attendees } = found;
    const who = attendees.map(({ email, response }) => `${email} (${response})`).join(', ');
    return { id, title, text: description, url, metadata: { start, end, location, organizer: organizer ?? '', attendees: who } };
  },
});
