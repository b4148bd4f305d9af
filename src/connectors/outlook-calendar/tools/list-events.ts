import { collectPages, defineTool, type Http, listInput, listNext, path, readGraphList, z } from '../../../connector-kit/index.ts';
import { eventSummary, graphEventSummary, summaryFields, toEventSummary } from '../event.ts';
import { reads } from '../hints.ts';
import { inZone, moment, timeZone } from '../time.ts';

const window = {
  timeMin: moment,
  timeMax: moment,
  calendarId: z.string().default('').describe('Of list_calendars; empty: the main calendar'),
  timeZone,
};

/** Events in a window of time, each meeting of a series by itself. */
export const listEvents = defineTool({
  name: 'list_events',
  title: 'List events',
  description:
    'Lists events in a window of time, in order, with each meeting of a series by itself. Use it for "what is on" in a day or week; fetch_event gives the body and the attendees.',
  scopes: ['Calendars.Read'],
  ...reads,
  input: z.object({ ...window, ...listInput }),
  output: z.object({ events: z.array(eventSummary), next: listNext }),
  examples: [
    {
      title: 'What is on this week?',
      input: { timeMin: '2026-11-23T00:00:00Z', timeMax: '2026-11-28T00:00:00Z', timeZone: 'Europe/Oslo' },
    },
    {
      title: 'In another calendar',
      input: { timeMin: '2026-11-23T00:00:00Z', timeMax: '2026-11-28T00:00:00Z', calendarId: 'AAMkAD-fairs' },
    },
  ],
  run: async ({ limit, cursor, ...within }, { http }) => {
    const { entries, next } = await readView(http, within, { limit, cursor });
    return { events: entries.map(toEventSummary), next };
  },
});

const pageSize = 100;
const maxPages = 10;

/** Events in a window of time, by words. */
export const searchEvents = defineTool({
  name: 'search_events',
  title: 'Search events',
  description:
    'Finds events in a window of time by words in subject, place, organizer and the beginning of the body. Use it when you know what an event is about and roughly when it is.',
  scopes: ['Calendars.Read'],
  ...reads,
  input: z.object({ query: z.string().min(1).max(1000).describe('All of these words'), ...window, limit: listInput.limit }),
  output: z.object({ events: z.array(eventSummary), more: z.boolean().describe('Something was left out; take a smaller window') }),
  examples: [
    { title: 'When is the review?', input: { query: 'review', timeMin: '2026-11-01T00:00:00Z', timeMax: '2026-12-31T00:00:00Z' } },
  ],
  run: async ({ query, limit, ...within }, { http }) => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const { entries, more } = await collectPages<z.output<typeof eventSummary>, string>(
      async (cursor) => {
        const page = await readView(http, within, { limit: pageSize, cursor: cursor ?? '' });
        return { entries: page.entries.map(toEventSummary).filter((found) => holdsAll(found, words)), next: page.next };
      },
      { limit, maxPages },
    );
    return { events: [...entries], more };
  },
});

/** The service has no search in a window of time (https://learn.microsoft.com/graph/search-query-parameter), so the words are looked for here. */
function holdsAll({ subject, location, organizer, preview }: z.output<typeof eventSummary>, words: readonly string[]): boolean {
  const text = `${subject}\n${location}\n${organizer.name}\n${organizer.address}\n${preview}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

type Window = { readonly timeMin: string; readonly timeMax: string; readonly calendarId: string; readonly timeZone: string };

function readView(http: Http, within: Window, { limit, cursor }: { readonly limit: number; readonly cursor: string }) {
  const { timeMin, timeMax, calendarId } = within;
  const to = calendarId === '' ? '/me/calendarView' : path`/me/calendars/${calendarId}/calendarView`;
  const query = { startDateTime: timeMin, endDateTime: timeMax, $select: summaryFields, $orderby: 'start/dateTime' };
  return readGraphList(http, to, { entry: graphEventSummary, query, headers: inZone(within.timeZone), limit, cursor });
}
