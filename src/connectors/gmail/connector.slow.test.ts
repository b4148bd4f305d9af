import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GoogleProgram, startGoogleProgram } from '../../../testing/services/google-program.ts';
import { googleScope } from '../../connector-kit/index.ts';
import gmail from './connector.ts';

let whole: GoogleProgram<null>;

beforeAll(async () => {
  whole = await startGoogleProgram(gmail, async () => null);
});
afterAll(() => whole.close());

test('through the whole program: sign in, read, step up, send with approval, renew after 401', async () => {
  expect(await whole.signIn({ email: 'ada@halden.example' })).toContain('data-outcome="connected"');
  expect(whole.google.signIn.authorizations.at(-1)?.get('scope')).toBe(googleScope('gmail.readonly'));
  expect(await whole.call('search_emails', { query: 'from:grace@supplier.example is:unread' })).toMatchObject({
    kind: 'completed',
    result: { structuredContent: { emails: [{ subject: 'Lenses — Größe 日本 🎉' }] } },
  });

  await whole.patchbay.api.call('changeTool', { path: { id: 'gmail', tool: 'send_email' }, body: { enabled: true } });
  const input = { to: ['ben@halden.example'], subject: 'Über das Programm 🎉', body: 'Hallo' };
  expect(await whole.callApproved('send_email', input)).toMatchObject({ kind: 'authorization_required' });
  expect(await whole.signIn({ email: 'ada@halden.example', scopes: [googleScope('gmail.send')] })).toContain('data-outcome="connected"');
  expect(await whole.callApproved('send_email', input)).toMatchObject({ kind: 'completed' });
  expect(await whole.call('search_emails', { query: 'to:ben@halden.example in:sent' })).toMatchObject({
    result: { structuredContent: { emails: [{ subject: input.subject }] } },
  });

  // Google's refresh tokens stay good, and are not given again.
  for (let round = 0; round < 2; round += 1) {
    whole.gate.tokens.expireAccessTokens();
    const before = whole.gate.seen.length;
    expect(await whole.call('get_profile')).toMatchObject({ kind: 'completed' });
    expect(whole.gate.seen.length).toBe(before + 2);
  }
});
