import { calendar_v3 } from '@googleapis/calendar';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../testing/failure.ts';
import { createGoogleCalls } from '../../../testing/services/google-calls.ts';
import { type GoogleCalendar, startGoogleCalendar } from '../../../testing/services/google-calendar.ts';
import { googleScope } from '../../connector-kit/index.ts';
import { testConnector } from '../../connector-kit/testing.ts';
import googleCalendar from './connector.ts';

const service: GoogleCalendar = await startGoogleCalendar();
const { connector, ada, as, asAda, asBen, asAdaWith, asNobody, adasToken } = createGoogleCalls(googleCalendar, service);
const idsOf = (answer: Record<string, unknown>) => (answer['events'] as { id: string }[]).map(({ id }) => id);

describe('reading', () => {
  test('a day has the events of the person, those that repeat one by one, and not what is private to others', async () => {
    const day = { timeMin: '2026-01-05T00:00:00+01:00', timeMax: '2026-01-06T23:00:00+01:00' };
    expect(idsOf(await asAda('search_events', day))).toEqual(['kickoff', 'lunch', 'weekly_1']);
    expect(idsOf(await asBen('search_events', day))).toEqual(['kickoff', 'lunch', 'dentist']);
    expect(await failureOf(asAda('read_event', { id: 'dentist' }))).toMatchObject({ detail: { httpStatus: 404 } });
    expect(await asAda('search_events', { query: 'nothing of the kind' })).toEqual({ events: [], nextCursor: null });
    expect(await asBen('get_profile')).toMatchObject({ email: 'ben@halden.example', timeZone: 'Europe/Berlin' });
  });

  test('pages follow each other to the end; a stale cursor is refused', async () => {
    const all = idsOf(await asAda('search_events'));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Record<string, unknown> = await asAda('search_events', { limit: 2, ...(cursor === null ? {} : { cursor }) });
      seen.push(...idsOf(page));
      cursor = page['nextCursor'] as string | null;
    } while (cursor !== null);
    expect(seen).toEqual(all);
    expect(await failureOf(asAda('search_events', { cursor: 'stale' }))).toMatchObject({ detail: { httpStatus: 400 } });
    expect(await failureOf(asAda('search_events', { timeMin: '2026-01-05T00:00:00' }))).toMatchObject({ code: 'tool.input-invalid' });
  });

  test('an event has its description as Markdown, and who is invited', async () => {
    expect(await asAda('read_event', { id: 'kickoff' })).toMatchObject({
      event: {
        title: 'Kick-off — Größe 日本 🎉',
        description: 'See **the plan**.',
        myResponse: 'accepted',
        attendees: [{ email: 'ada@halden.example' }, { email: 'ben@halden.example', response: 'needsAction' }],
      },
    });
    expect(await asAda('search', { query: 'kick-off' })).toMatchObject({ results: [{ id: 'kickoff' }] });
    expect(await asAda('read_event', { id: 'fair' })).toMatchObject({ event: { start: '2026-01-08', end: '2026-01-10' } });
  });

  test('availability says when, not with what, and names those of whom nothing is known', async () => {
    const span = { timeMin: '2026-01-05T00:00:00Z', timeMax: '2026-01-06T00:00:00Z' };
    const answer = await asAda('get_availability', { ...span, people: ['primary', 'ben@halden.example', 'nobody@other.example'] });
    expect(answer).toMatchObject({
      people: [
        { id: 'primary', busy: [{ start: '2026-01-05T09:00:00Z' }, { start: '2026-01-05T12:00:00Z' }], error: null },
        { id: 'ben@halden.example', busy: [{}, {}, { start: '2026-01-05T15:00:00Z' }] },
        { busy: [], error: 'notFound' },
      ],
    });
    expect(JSON.stringify(answer)).not.toContain('Dentist');
  });
});

describe('writing', () => {
  const idOf = (answer: Record<string, unknown>) => (answer['event'] as { id: string }).id;

  test('an event is created with who is invited; an answer is kept when others are invited', async () => {
    const id = idOf(
      await asAda('create_event', {
        title: 'Prüfung 🔭',
        start: '2026-02-01T09:00',
        end: '2026-02-01T10:00',
        timeZone: 'Europe/Berlin',
        attendees: ['ben@halden.example'],
      }),
    );
    await asBen('respond_to_event', { id, response: 'tentative' });
    await asAda('update_event', { id, attendees: ['ben@halden.example', 'grace@supplier.example'], location: 'Lab' });
    expect(await asBen('read_event', { id })).toMatchObject({
      event: { location: 'Lab', myResponse: 'tentative', attendees: [{ response: 'tentative' }, { email: 'grace@supplier.example' }] },
    });
    await asAda('delete_event', { id });
    expect(idsOf(await asBen('search_events', { query: 'Prüfung' }))).toEqual([]);
    await expect(asBen('fetch', { id })).rejects.toThrow(/was cancelled/);
  });

  test('one of a series changes alone, or the whole series when that is said', async () => {
    await asAda('update_event', { id: 'weekly_2', title: 'Weekly, moved' });
    expect(service.events.find(({ id }) => id === 'weekly')?.summary).toBe('Weekly');
    await asAda('update_event', { id: 'weekly_2', title: 'Every week', updateScope: 'entire_series' });
    expect(service.events.find(({ id }) => id === 'weekly')?.summary).toBe('Every week');
  });

  test('times without an offset, of no shape, or that end before they begin are refused', async () => {
    const create = (start: string, end: string) => asAda('create_event', { title: 'x', start, end });
    await expect(create('2026-02-01T09:00:00', '2026-02-01T10:00:00')).rejects.toThrow(/has no offset/);
    await expect(create('tomorrow', '2026-02-01')).rejects.toThrow(/is no time/);
    expect(await failureOf(create('2026-02-01T10:00:00Z', '2026-02-01T09:00:00Z'))).toMatchObject({ detail: { httpStatus: 400 } });
  });

  test('who is not invited has nothing to answer; who did not call it cannot move it', async () => {
    await expect(asAda('respond_to_event', { id: 'fair', response: 'accepted' })).rejects.toThrow(/not invited/);
    expect(await failureOf(asBen('update_event', { id: 'kickoff', title: 'Mine' }))).toMatchObject({ detail: { httpStatus: 403 } });
  });

  test('an answer undoes nothing that changed meanwhile', async () => {
    const racing: typeof globalThis.fetch = async (input, init) => {
      const event = service.events.find(({ id }) => id === 'lunch');
      if (init?.method === 'PATCH' && event !== undefined) event.version += 1;
      return ada(input, init);
    };
    expect(await failureOf(as(racing)('respond_to_event', { id: 'lunch', response: 'declined' }))).toMatchObject({
      message: expect.stringContaining('changed meanwhile'),
    });
    expect(await asAda('read_event', { id: 'lunch' })).toMatchObject({ event: { myResponse: 'needsAction' } });
  });
});

test('a missing scope is asked for by name; an unknown token is 401; reads are repeated, writes are not', async () => {
  const reader = asAdaWith('calendar.events.readonly');
  expect(await failureOf(reader('delete_event', { id: 'fair' }))).toMatchObject({
    code: 'connection.scope-required',
    detail: { scopes: [googleScope('calendar.events')] },
  });
  expect(await failureOf(asNobody('get_profile'))).toMatchObject({ detail: { httpStatus: 401 } });
  service.gate.faults.push(new Response(null, { status: 429, headers: { 'retry-after': '0' } }), new Response(null, { status: 503 }));
  expect(await asAda('list_calendars')).toMatchObject({ calendars: [{ id: 'ada@halden.example', access: 'owner' }] });
  service.gate.faults.push(new Response(null, { status: 503 }));
  const input = { title: 'x', start: '2026-03-01', end: '2026-03-02' };
  expect(await failureOf(asAda('create_event', input))).toMatchObject({ detail: { httpStatus: 503 } });
});

test("the double is Google Calendar as Google's own client knows it", async () => {
  const client = new calendar_v3.Calendar({ rootUrl: `${service.url}/`, headers: { authorization: `Bearer ${adasToken}` } });
  const { data } = await client.events.list({
    calendarId: 'primary',
    singleEvents: true,
    orderBy: 'startTime',
    timeMin: '2026-01-05T00:00:00Z',
    maxResults: 1,
  });
  expect(data.items?.[0]).toMatchObject({ id: 'kickoff', summary: 'Kick-off — Größe 日本 🎉' });
  const { data: made } = await client.events.insert({
    calendarId: 'primary',
    requestBody: { summary: 'By the client', start: { dateTime: '2026-04-01T09:00:00Z' }, end: { dateTime: '2026-04-01T10:00:00Z' } },
  });
  expect(await asAda('read_event', { id: made.id ?? '' })).toMatchObject({ event: { title: 'By the client' } });
  const { data: busy } = await client.freebusy.query({
    requestBody: { timeMin: '2026-04-01T00:00:00Z', timeMax: '2026-04-02T00:00:00Z', items: [{ id: 'primary' }] },
  });
  expect(busy.calendars?.['primary']?.busy).toHaveLength(1);
  await client.events.delete({ calendarId: 'primary', eventId: made.id ?? '' });
  await expect(client.events.get({ calendarId: 'primary', eventId: 'dentist' })).rejects.toMatchObject({ status: 404 });
});

// Last: its examples move, answer and delete.
describe('the shared suite', () => {
  testConnector(connector, { fetch: ada, writes: true });
});
