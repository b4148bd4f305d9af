import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleRecord } from '../testing/sample.ts';
import { closeInterrupted, keepRetention } from './housekeeping.ts';
import { openStore, type Store } from './store/store.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore({ kind: 'sqlite', file: ':memory:' });
});
afterEach(() => store.close());

const now = Date.parse('2026-06-30T12:00:00.000Z');
const at = (days: number) => new Date(now - days * 86_400_000).toISOString();
const record = async (startedAt: string, state: 'running' | 'completed') => {
  const intent = sampleRecord({ startedAt });
  await store.ledger.recordIntent(intent, { kind: 'call-intended', actor: 'ada', data: { callId: intent.id } });
  if (state === 'completed')
    await store.ledger.recordEnd({ ...intent, state: 'completed' }, { kind: 'call-ended', actor: 'ada', data: { callId: intent.id } });
  return intent.id;
};
const ids = async () => (await store.calls.list({ userId: null })).map((call) => call.id);

test('call records older than the setting are deleted, the audit chain stays whole', async () => {
  await record(at(31), 'completed');
  const kept = await record(at(29), 'completed');
  const stop = keepRetention({
    store,
    settings: {
      read: async () => ({ developerMode: false, callRetentionDays: 30 }),
      write: async () => ({ developerMode: false, callRetentionDays: 30 }),
    },
    clock: () => now,
    onError: (error) => expect.fail(String(error)),
  });
  await expect.poll(ids).toEqual([kept]);
  expect(await store.ledger.verify()).toEqual({ kind: 'intact', events: 4 });
  stop();
});

test('zero days keeps them for ever', async () => {
  const old = await record(at(3000), 'completed');
  keepRetention({
    store,
    settings: {
      read: async () => ({ developerMode: false, callRetentionDays: 0 }),
      write: async () => ({ developerMode: false, callRetentionDays: 0 }),
    },
    clock: () => now,
    onError: (error) => expect.fail(String(error)),
  })();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await ids()).toEqual([old]);
});

test('a call that a killed process left running is closed as interrupted, one that another process runs is not', async () => {
  const left = await record(at(1), 'running');
  const running = await record(at(0), 'running');
  await closeInterrupted({ store, closeUnfinishedTurns: async () => {}, startedBefore: at(0.5) });
  expect(await store.calls.find(left)).toMatchObject({ state: 'interrupted', errorCode: 'call.interrupted' });
  expect(await store.calls.find(running)).toMatchObject({ state: 'running' });
  expect((await store.ledger.events()).at(-1)).toMatchObject({ kind: 'call-ended', data: { callId: left, state: 'interrupted' } });
});
