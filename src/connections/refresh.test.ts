import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClosing } from '../../testing/closing.ts';
import { failureOf } from '../../testing/failure.ts';
import { startHarness } from '../../testing/servers/connections-harness.ts';
import { browseEntra } from '../../testing/servers/entra.ts';
import { queryLake, sentinelAuth, startSentinelHarness, type SentinelHarness } from '../../testing/servers/sentinel-harness.ts';
import { openStore } from '../store/store.ts';
import { createVault } from '../vault/vault.ts';
import { earliness } from './refresh.ts';

const closing = createClosing();
afterEach(closing.all);
let harness: SentinelHarness;
beforeEach(async () => {
  harness = closing.keep(await startSentinelHarness());
});

describe('renewal', () => {
  const refreshes = () => harness.entra.tokenRequests.filter(({ form }) => form.get('grant_type') === 'refresh_token').length;

  test('50 calls at the end of a token renew it once', async () => {
    const connector = await harness.addSentinel();
    await harness.signIn(connector);
    harness.passTime(3_600_000);
    await Promise.all(Array.from({ length: 50 }, () => harness.call(connector, queryLake)));
    expect(refreshes()).toBe(1);
    expect(harness.entra.tokens.reuses).toBe(0);
  });
  test('50 calls that are refused at once renew it once', async () => {
    const connector = await harness.addSentinel();
    await harness.signIn(connector);
    harness.entra.tokens.expireAccessTokens();
    await Promise.all(Array.from({ length: 50 }, () => harness.call(connector, queryLake)));
    expect(refreshes()).toBe(1);
  });
  test('two processes on one store renew it once, over and over', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'patchbay-store-')), 'store.sqlite');
    const vault = createVault(randomBytes(32));
    const { clock } = harness;
    const startOne = async () =>
      closing.keep(await startHarness({ clock, vault, store: closing.keep(await openStore({ kind: 'sqlite', file }, { clock })) }));
    const one = await startOne();
    const two = await startOne();
    const connector = await one.addConnector({ origin: harness.sentinel.url, auth: sentinelAuth() });
    await one.signIn(connector, { browse: browseEntra() });
    for (let round = 1; round <= 5; round += 1) {
      harness.passTime(3_600_000);
      await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? one : two).call(connector, queryLake)));
      expect(refreshes()).toBe(round);
    }
    expect(harness.entra.tokens.reuses).toBe(0);
  });
  test('a dead refresh token asks for the person, and signing in again in place heals it', async () => {
    const connector = await harness.addSentinel();
    await harness.signIn(connector);
    harness.entra.tokens.revokeAll();
    const failures = await Promise.all(Array.from({ length: 5 }, () => failureOf(harness.call(connector, queryLake))));
    expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['connection.expired']));
    expect(refreshes()).toBe(1);
    const broken = await harness.connectionOf(connector);
    expect(broken).toMatchObject({ status: 'Reconnect', statusDetail: expect.stringContaining('Reconnect') });
    expect(await harness.lastTrace(connector, 'refresh-token')).toMatchObject({
      outcome: 'failed',
      steps: [{ name: 'refresh', code: 'connection.expired' }],
    });
    expect((await failureOf(harness.call(connector, queryLake))).code).toBe('connection.expired');
    await harness.signIn(connector, { connectionId: broken.id });
    expect((await harness.call(connector, queryLake)).isError).toBeUndefined();
    expect(await harness.store.connections.listForConnector(connector.id)).toMatchObject([{ id: broken.id, status: 'Connected' }]);
  });
  test('an authorization server that is away stops no call while the token lives', async () => {
    const connector = await harness.addSentinel();
    await harness.signIn(connector);
    harness.entra.faults.refresh = 'http-503';
    harness.passTime(3_590_000);
    expect((await harness.call(connector, queryLake)).isError).toBeUndefined();
    harness.passTime(20_000);
    expect((await failureOf(harness.call(connector, queryLake))).code).toBe('oauth.refresh-failed');
    expect((await harness.connectionOf(connector)).status).toBe('Connected');
    harness.entra.faults.refresh = 'works';
    expect((await harness.call(connector, queryLake)).isError).toBeUndefined();
  });
  test('many tokens do not end together', () => {
    expect([0, 0.5, 1].map((chance) => earliness(3_600_000, chance))).toEqual([180_000, 540_000, 900_000]);
    expect(earliness(60_000, 1)).toBe(15_000);
  });
});
