import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GoogleCalendar, startGoogleCalendar } from '../../../testing/services/google-calendar.ts';
import { type GoogleProgram, startGoogleProgram } from '../../../testing/services/google-program.ts';
import { googleScope } from '../../connector-kit/index.ts';
import googleCalendar from './connector.ts';

const scopes = ['calendar.calendarlist.readonly', 'calendar.events.readonly', 'calendar.freebusy'].map(googleScope);
let whole: GoogleProgram<GoogleCalendar>;

beforeAll(async () => {
  whole = await startGoogleProgram(googleCalendar, startGoogleCalendar);
});
afterAll(() => whole.close());

test('through the whole program: sign in, read, step up, write with approval, renew after 401', async () => {
  const email = 'ben@halden.example';
  expect(await whole.signIn({ email })).toContain('data-outcome="connected"');
  expect(whole.google.signIn.authorizations.at(-1)?.get('scope')?.split(' ').toSorted()).toEqual(scopes);
  expect(await whole.call('read_event', { id: 'kickoff' })).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { event: { title: 'Kick-off — Größe 日本 🎉', myResponse: 'needsAction' } } },
  });

  await whole.patchbay.api.call('changeTool', { path: { id: 'google-calendar', tool: 'create_event' }, body: { enabled: true } });
  const input = { title: 'Über das Programm 🎉', start: '2026-02-01T09:00:00Z', end: '2026-02-01T10:00:00Z' };
  expect(await whole.callApproved('create_event', input)).toMatchObject({ kind: 'authorization_required' });
  expect(whole.service.events.some(({ summary }) => summary === input.title)).toBe(false);
  expect(await whole.signIn({ email, scopes: [googleScope('calendar.events')] })).toContain('data-outcome="connected"');
  expect(await whole.callApproved('create_event', input)).toMatchObject({ kind: 'completed' });
  expect(whole.service.events.at(-1)).toMatchObject({ summary: input.title, organizer: { email } });

  whole.gate.tokens.expireAccessTokens();
  const before = whole.gate.seen.length;
  expect(await whole.call('list_calendars')).toMatchObject({ kind: 'completed' });
  expect(whole.gate.seen.length).toBe(before + 2);
});
