import { beforeEach, describe, expect, test } from 'vitest';
import { createGraphCalls, textAt } from '../../../testing/services/graph/calls.ts';
import { createGraph } from '../../../testing/services/graph/graph.ts';
import { testConnector } from '../../connector-kit/testing.ts';
import outlookCalendar from './connector.ts';

let { graph, call, answerOf, rowsOf, pagesOf } = createGraphCalls(outlookCalendar);
beforeEach(() => {
  ({ graph, call, answerOf, rowsOf, pagesOf } = createGraphCalls(outlookCalendar));
});

const december = { timeMin: '2026-12-01T00:00:00Z', timeMax: '2027-01-15T00:00:00Z' };
const week = { timeMin: '2026-11-23T00:00:00Z', timeMax: '2026-11-28T00:00:00Z' };

testConnector(outlookCalendar, { fetch: createGraph().fetchAs('mira'), writes: true });

describe('reading the calendar', () => {
  test('times are those of the zone that was asked for', async () => {
    expect(await answerOf('list_events', { ...week, timeZone: 'Asia/Tokyo' })).toMatchObject({
      events: [
        { subject: 'Budget review 日本 🎉', start: '2026-11-23T18:00:00', end: '2026-11-23T19:00:00', timeZone: 'Asia/Tokyo' },
        { isAllDay: true },
      ],
      next: null,
    });
    expect(await answerOf('fetch_event', { eventId: 'AAMkAD-review', timeZone: 'Europe/Oslo' })).toMatchObject({
      start: '2026-11-23T10:00:00',
    });
    await expect(call('list_events', { ...week, timeZone: 'x", evil="y' })).rejects.toMatchObject({ code: 'tool.input-invalid' });
  });

  test('a list goes on to its end, and a search looks through all pages', async () => {
    const ids = (await pagesOf('events', 'list_events', { ...december, limit: 8 })).flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(30);
    expect(ids).toHaveLength(30);
    expect(await answerOf('search_events', { query: 'STAND-up mira', ...december, limit: 30 })).toMatchObject({ more: false });
    expect(await answerOf('search_events', { query: 'stand-up', ...december, limit: 7 })).toMatchObject({ more: true });
    expect(await answerOf('search_events', { query: 'nothing of it', ...december })).toEqual({ events: [], more: false });
  });

  test('a cursor that is none is refused before anything is asked; a calendar has none that expire', async () => {
    expect(await call('list_events', { ...december, cursor: '$filter=x' })).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('This is no cursor') }],
    });
    expect(graph.seen).toHaveLength(0);
    const cursor = textAt(await answerOf('list_events', { ...december, limit: 8 }), 'next');
    graph.expirePageTokens();
    expect(await rowsOf('events', 'list_events', { ...december, limit: 8, cursor })).toHaveLength(8);
  });

  test('an event comes with attendees, their answers and Markdown', async () => {
    expect(await answerOf('fetch_event', { eventId: 'AAMkAD-review' })).toMatchObject({
      body: 'Bring the **Größe** table.',
      attendees: [
        { address: 'jonas.berg@halden.example', response: 'accepted' },
        { address: 'elif.arslan@halden.example', response: 'none' },
      ],
      joinUrl: 'https://teams.microsoft.com/l/meetup-join/AAMkAD-review',
      isOrganizer: true,
    });
  });

  test('another calendar is another list', async () => {
    const calendars = await rowsOf('calendars', 'list_calendars');
    expect(calendars).toMatchObject([{ isDefault: true }, { name: 'Messen 日本', isDefault: false }]);
    expect(await answerOf('list_events', { ...week, calendarId: calendars[1]?.id ?? '' })).toMatchObject({
      events: [{ subject: 'Our stand' }],
    });
  });

  test('a schedule says who is busy, and of whom nothing is known', async () => {
    const schedules = await rowsOf('schedules', 'get_schedule', {
      addresses: ['jonas.berg@halden.example', 'stranger@elsewhere.example'],
      start: '2026-11-23T08:00:00',
      end: '2026-11-23T18:00:00',
      timeZone: 'Europe/Oslo',
    });
    expect(schedules).toEqual([
      { address: 'jonas.berg@halden.example', busy: [{ start: '2026-11-23T13:00:00', end: '2026-11-23T14:00:00', status: 'busy' }] },
      { address: 'stranger@elsewhere.example', busy: [], error: 'ErrorMailRecipientNotFound' },
    ]);
  });

  test('times that suit avoid what both have; without any it says why', async () => {
    const window = {
      start: '2026-11-23T09:30:00',
      end: '2026-11-23T14:30:00',
      timeZone: 'Europe/Oslo',
      attendees: ['jonas.berg@halden.example'],
    };
    const slots = await rowsOf('slots', 'find_available_slots', { ...window, durationMinutes: 60 });
    expect(slots.map(({ start }) => start.slice(11, 16))).toEqual(['11:00', '11:30', '12:00']);
    expect(await answerOf('find_available_slots', { ...window, end: '2026-11-23T11:00:00', durationMinutes: 60 })).toEqual({
      timeZone: 'Europe/Oslo',
      slots: [],
      emptyReason: 'AttendeesUnavailable',
    });
  });

  test('what a search finds is fetched, although its ids are written otherwise', async () => {
    const [found] = await rowsOf('results', 'search', { query: 'review' });
    expect(found).toMatchObject({ id: 'AAMkAD-review', title: 'Budget review 日本 🎉' });
    expect(await answerOf('fetch', { id: found?.id ?? '' })).toMatchObject({ title: 'Budget review 日本 🎉' });
  });

  test('two people see their own calendars, and an empty one is an empty list', async () => {
    expect(await answerOf('list_events', week, { as: 'jonas' })).toMatchObject({ events: [{ subject: 'Only for Jonas' }] });
    expect(await answerOf('list_events', week, { as: 'nora' })).toEqual({ events: [], next: null });
    expect(await answerOf('search', { query: 'review' }, { as: 'nora' })).toEqual({ results: [] });
    await expect(call('fetch', { id: 'AAMkAD-review' }, { as: 'jonas' })).rejects.toMatchObject({
      message: expect.stringContaining('404'),
    });
  });
});

describe('writing to the calendar', () => {
  test('an event is made, changed only where something was given, and cancelled', async () => {
    const made = await answerOf('create_event', {
      subject: 'Größe 日本',
      start: '2026-11-26T10:00:00',
      end: '2026-11-26T11:00:00',
      timeZone: 'Europe/Oslo',
      attendees: ['jonas.berg@halden.example'],
      optionalAttendees: ['elif.arslan@halden.example'],
      body: 'See a < b',
    });
    const id = textAt(made, 'id');
    await answerOf('update_event', { eventId: id, location: 'Oslo 3' });
    expect(await answerOf('fetch_event', { eventId: id, timeZone: 'Europe/Oslo' })).toMatchObject({
      subject: 'Größe 日本',
      start: '2026-11-26T10:00:00',
      location: 'Oslo 3',
      body: 'See a < b',
      attendees: [{ type: 'required' }, { type: 'optional' }],
    });
    await answerOf('cancel_or_delete_event', { eventId: id, action: 'cancel' });
    await expect(call('fetch_event', { eventId: id })).rejects.toMatchObject({ message: expect.stringContaining('404') });
    expect(await call('update_event', { eventId: id })).toMatchObject({ isError: true });
  });

  test('an invitation is answered; what the service refuses is said', async () => {
    await answerOf('respond_to_event', { eventId: 'AAMkAD-fair', response: 'tentative' });
    expect(await answerOf('fetch_event', { eventId: 'AAMkAD-fair' })).toMatchObject({ response: 'tentativelyAccepted' });
    await expect(call('respond_to_event', { eventId: 'AAMkAD-review', response: 'accept' })).rejects.toMatchObject({
      code: 'upstream.http-error',
    });
  });

  test('an invitation is never sent twice, and missing permissions are named', async () => {
    const event = { subject: 'x', start: '2026-11-26T10:00:00', end: '2026-11-26T11:00:00' };
    graph.faults.push(new Response(null, { status: 503 }));
    await expect(call('create_event', event)).rejects.toMatchObject({ code: 'upstream.http-error' });
    expect(graph.seen).toHaveLength(1);
    await expect(call('create_event', event, { scopes: ['Calendars.Read'] })).rejects.toMatchObject({
      code: 'connection.scope-required',
      detail: { scopes: ['Calendars.ReadWrite'] },
    });
    graph.faults.push(new Response(null, { status: 429, headers: { 'retry-after': '0' } }));
    expect(
      await answerOf('get_schedule', {
        addresses: ['mira.tanaka@halden.example'],
        start: '2026-11-23T08:00:00',
        end: '2026-11-23T18:00:00',
      }),
    ).toMatchObject({
      schedules: [{}],
    });
  });
});
