import {
  defineTool,
  fetchInput,
  fetchOutput,
  type Http,
  path,
  searchGraph,
  searchInput,
  searchOutput,
  z,
} from '../../../connector-kit/index.ts';
import { event, eventFields, graphEvent, toEvent } from '../event.ts';
import { reads } from '../hints.ts';
import { inZone, timeZone } from '../time.ts';

/** One event, whole. */
export const fetchEvent = defineTool({
  name: 'fetch_event',
  title: 'Fetch an event',
  description: 'Gives a whole event with its attendees, their answers and its body as Markdown. Use it after a list or a search.',
  scopes: ['Calendars.Read'],
  ...reads,
  input: z.object({ eventId: z.string().min(1), timeZone }),
  output: event,
  examples: [{ title: 'Read an event', input: { eventId: 'AAMkAD-review', timeZone: 'Europe/Oslo' } }],
  run: async ({ eventId, timeZone: zone }, { http, signal }) => toEvent(await readEvent(http, { id: eventId, zone }), signal),
});

/** Several events, whole. */
export const fetchEventsBatch = defineTool({
  name: 'fetch_events_batch',
  title: 'Fetch several events',
  description: 'Gives up to 20 whole events. Use it to read several events that a list or a search found.',
  scopes: ['Calendars.Read'],
  ...reads,
  input: z.object({ eventIds: z.array(z.string().min(1)).min(1).max(20), timeZone }),
  output: z.object({ events: z.array(event) }),
  examples: [{ title: 'Read two events', input: { eventIds: ['AAMkAD-review', 'AAMkAD-fair'] } }],
  run: async ({ eventIds, timeZone: zone }, { http, signal }) => {
    const events: z.output<typeof event>[] = [];
    // One after the other: a mailbox takes four requests at once, and others may be at it.
    for (const id of eventIds) events.push(await toEvent(await readEvent(http, { id, zone }), signal));
    return { events };
  },
});

/** The deep-research contract: events by words. */
export const search = defineTool({
  name: 'search',
  title: 'Search the calendar',
  description: 'Finds events by words, whenever they are, and gives their ids and addresses. Use it for research; fetch reads one of them.',
  scopes: ['Calendars.Read'],
  ...reads,
  input: searchInput,
  output: searchOutput,
  examples: [{ title: 'Find events', input: { query: 'review' } }],
  run: async ({ query }, { http }) => {
    const { hits } = await searchGraph(http, { entityTypes: ['event'], query, resource: graphFoundEvent });
    return {
      results: hits.map(({ hitId, resource }) => ({
        id: toRestId(hitId),
        title: resource.subject ?? '',
        url: resource.webLink ?? eventUrl(hitId),
      })),
    };
  },
});
const graphFoundEvent = z.object({ subject: z.string().nullish(), webLink: z.string().nullish() });

/** The deep-research contract: one event. */
export const fetch = defineTool({
  name: 'fetch',
  title: 'Fetch from the calendar',
  description: 'Gives an event that `search` found, with its body as Markdown; times are in UTC. Use it after `search`.',
  scopes: ['Calendars.Read'],
  ...reads,
  input: fetchInput,
  output: fetchOutput,
  examples: [{ title: 'An event that was found', input: { id: 'AAMkAD-review' } }],
  run: async ({ id }, { http, signal }) => {
    const found = await toEvent(await readEvent(http, { id, zone: 'UTC' }), signal);
    const { subject, body, url, start, end, location, organizer, attendees } = found;
    const metadata = { start, end, location, organizer: organizer.address, attendees: attendees.map(({ address }) => address).join(', ') };
    return { id, title: subject, text: body, url: url || eventUrl(id), metadata };
  },
});

/** A hit's id is plain base64; elsewhere ids are of the kind for addresses (RFC 4648 §5). */
const toRestId = (hitId: string) => hitId.replaceAll('+', '_').replaceAll('/', '-');

/** Where Outlook on the web shows an event, for a hit that does not say it. */
const eventUrl = (id: string) => `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`;

function readEvent(http: Http, { id, zone }: { readonly id: string; readonly zone: string }) {
  return http.read(graphEvent, path`/me/events/${id}`, { query: { $select: eventFields }, headers: inZone(zone) });
}
