import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGate } from '../../../testing/services/gate.ts';
import { type Google, googleClient, startGoogle } from '../../../testing/services/google.ts';
import { type GoogleCalendar, startGoogleCalendar } from '../../../testing/services/google-calendar.ts';
import { type ReadyMade, startReadyMade } from '../../../testing/services/ready-made.ts';
import { googleScope } from '../../connector-kit/index.ts';

const scopes = ['calendar.calendarlist.readonly', 'calendar.events.readonly', 'calendar.freebusy'].map(googleScope);
const gate = createGate();
let google: Google;
let service: GoogleCalendar;
let whole: ReadyMade;

beforeAll(async () => {
  google = await startGoogle({ gate, moreScopes: [...scopes, googleScope('calendar.events')] });
  service = await startGoogleCalendar({ gate });
  whole = await startReadyMade({
    builtin: 'google-calendar',
    client: googleClient,
    services: {
      baseUrl: service.url,
      authorizationUrl: `${google.url}/o/oauth2/v2/auth`,
      tokenUrl: `${google.url}/oauth2/token`,
      revocationUrl: `${google.url}/oauth2/revoke`,
    },
  });
});
afterAll(async () => {
  await whole.close();
  await service.close();
  await google.close();
});

test('through the whole program: sign in, read, step up, write with approval, renew after 401', async () => {
  const email = 'ben@halden.example';
  expect(await whole.signIn({ email })).toContain('data-outcome="connected"');
  expect(google.signIn.authorizations.at(-1)?.get('scope')?.split(' ').toSorted()).toEqual(scopes);
  expect(await whole.call('read_event', { id: 'kickoff' })).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { event: { title: 'Kick-off — Größe 日本 🎉', myResponse: 'needsAction' } } },
  });

  await whole.patchbay.api.call('changeTool', { path: { id: 'google-calendar', tool: 'create_event' }, body: { enabled: true } });
  const input = { title: 'Über das Programm 🎉', start: '2026-02-01T09:00:00Z', end: '2026-02-01T10:00:00Z' };
  expect(await whole.callApproved('create_event', input)).toMatchObject({ kind: 'authorization_required' });
  expect(service.events.some(({ summary }) => summary === input.title)).toBe(false);
  expect(await whole.signIn({ email, scopes: [googleScope('calendar.events')] })).toContain('data-outcome="connected"');
  expect(await whole.callApproved('create_event', input)).toMatchObject({ kind: 'completed' });
  expect(service.events.at(-1)).toMatchObject({ summary: input.title, organizer: { email } });

  gate.tokens.expireAccessTokens();
  const before = gate.seen.length;
  expect(await whole.call('list_calendars')).toMatchObject({ kind: 'completed' });
  expect(gate.seen.length).toBe(before + 2);
});
