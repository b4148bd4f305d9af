import { afterEach, expect, test } from 'vitest';
import { AppError } from '../domain/errors.ts';
import type { ConnectorId, UserId } from '../domain/ids.ts';
import type { Trace, TraceRecorder } from '../domain/trace.ts';
import { openStore, type Store } from '../store/store.ts';
import { newId } from '../../testing/servers/connections-harness.ts';
import { resumeTrace, startTrace } from './trace.ts';

const stores: Store[] = [];
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});
async function open(keep: 'always' | 'failures' = 'always') {
  const store = await openStore({ kind: 'sqlite', file: ':memory:' });
  stores.push(store);
  const deps = { traces: store.traces, newId, clock: Date.now };
  const connectorId = 'con_1' as ConnectorId;
  const recorder = startTrace(deps, { connectorId, connectionId: null, userId: 'usr_1' as UserId, purpose: 'connect', keep });
  const read = async (): Promise<Trace> => (await store.traces.list(connectorId))[0] ?? expect.fail('no trace was kept');
  return { recorder, read, deps, list: () => store.traces.list(connectorId) };
}
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl';

/** Sends one request through the recorder, to a server that answers as told, and gives what was kept of it. */
async function exchange(
  recorder: TraceRecorder,
  {
    url = 'https://example.com/token',
    request = {},
    response,
  }: { readonly url?: string; readonly request?: RequestInit; readonly response: Response },
): Promise<void> {
  await recorder.step('exchange', 'Asking', async () => {
    await (await recorder.recordingFetch(async () => response)(url, request)).text();
  });
}

test('secrets are blanked wherever they stand', async () => {
  const { recorder, read } = await open();
  await exchange(recorder, {
    url: 'https://example.com/callback?code=SECRET1&state=SECRET2&keep=this',
    request: {
      method: 'POST',
      headers: { authorization: 'Bearer SECRET3', cookie: 'SECRET4', accept: 'text/plain' },
      body: new URLSearchParams({ client_secret: 'SECRET5', grant_type: 'authorization_code' }),
    },
    response: Response.json(
      { access_token: 'SECRET6', nested: [{ refresh_token: 'SECRET7' }], note: `see ${jwt}`, expires_in: 3600 },
      { headers: { 'set-cookie': 'SECRET8', location: 'https://example.com/?code=SECRET9' } },
    ),
  });
  await exchange(recorder, { response: new Response(`Unknown token: Bearer abcdefghijklmnop and ${jwt}`) });
  await exchange(recorder, { response: new Response('{"access_token": "SECRET10", broken') });
  await exchange(recorder, {
    response: new Response(`event: message\ndata: {"result":{"token":"SECRET11","tools":[]}}\n\ndata: {"x":1}\n\n`, {
      headers: { 'content-type': 'text/event-stream' },
    }),
  });
  const trace = await read();
  const text = JSON.stringify(trace);
  expect(text).not.toMatch(/SECRET|abcdefghijklmnop|eyJhbGci/);
  expect(text).toContain('keep=this');
  expect(trace.steps[0]?.exchanges[0]).toMatchObject({
    request: {
      method: 'POST',
      headers: { accept: 'text/plain', authorization: '[redacted]' },
      body: { client_secret: '[redacted]', grant_type: 'authorization_code' },
    },
    response: { status: 200, body: { access_token: '[redacted]', nested: [{ refresh_token: '[redacted]' }], expires_in: 3600 } },
  });
  expect(trace.steps[3]?.exchanges[0]).toMatchObject({ response: { body: [{ result: { token: '[redacted]', tools: [] } }, { x: 1 }] } });
});

test('large bodies are cut, and their readers get all of them', async () => {
  const { recorder, read } = await open();
  const large = 'word '.repeat(20_000);
  await recorder.step('reach', 'Asking', async () => {
    const response = await recorder.recordingFetch(async () => new Response(large))('https://example.com/');
    expect(await response.text()).toBe(large);
  });
  expect(JSON.stringify(await read()).length).toBeLessThan(40_000);
});

test('a failed step keeps its sentence, its code and what was sent', async () => {
  const { recorder, read } = await open();
  const failure = new AppError('oauth.pkce-unsupported');
  const work = recorder.step('discover-authorization-server', 'Reading', async () => {
    await recorder
      .recordingFetch(async () => Promise.reject(new AppError('network.unreachable')))('https://example.com/')
      .catch(() => {});
    throw failure;
  });
  await expect(work).rejects.toBe(failure);
  await recorder.finish('failed');
  expect(await read()).toMatchObject({
    outcome: 'failed',
    steps: [
      {
        name: 'discover-authorization-server',
        outcome: 'failed',
        code: 'oauth.pkce-unsupported',
        sentence: failure.message,
        exchanges: [{ response: { failure: expect.stringContaining('could not be reached') } }],
      },
    ],
  });
});

test('each step is kept at once', async () => {
  const { recorder, read } = await open();
  await recorder.step('reach', 'Knocking', async (note) => note.say('It answers.'));
  expect(await read()).toMatchObject({ outcome: 'waiting', steps: [{ name: 'reach', sentence: 'It answers.' }] });
});

test('a trace that waited for the person goes on under the same id', async () => {
  const { recorder, read, deps, list } = await open();
  await recorder.step('consent', 'Sending', async (note) => note.say('Waiting.', 'waiting'));
  await recorder.finish('waiting');
  const resumed = resumeTrace(deps, await read());
  await resumed.step('consent', 'Back', async () => {});
  await resumed.finish('succeeded');
  expect(await list()).toMatchObject([
    { id: recorder.id, outcome: 'succeeded', steps: [{ name: 'consent', sentence: 'Back', outcome: 'succeeded' }] },
  ]);
});

test('a routine attempt is kept only when it fails', async () => {
  const good = await open('failures');
  await good.recorder.step('refresh', 'Renewing', async () => {});
  await good.recorder.finish('succeeded');
  expect(await good.list()).toEqual([]);
  const bad = await open('failures');
  await bad.recorder.step('refresh', 'Renewing', async () => Promise.reject(new AppError('oauth.refresh-failed'))).catch(() => {});
  expect(await bad.list()).toHaveLength(1);
});
