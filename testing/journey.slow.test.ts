import { mkdirSync } from 'node:fs';
import { LLMock } from '@copilotkit/aimock';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, startBrowser } from './browser.ts';
import { type Journey, openJourney } from './journey.ts';
import { type PatchbayProcess, removeDataFolder, startPatchbay } from './patchbay-process.ts';
import { type Entra, startEntra } from './servers/entra.ts';
import { freePort } from './servers/free-port.ts';
import { playbookScope, type Sentinel, startSentinel } from './servers/sentinel.ts';

const chromium = findChromium();
const shots = process.env.PATCHBAY_SHOTS;
const model = new LLMock({ port: 0 });
let browser: Browser;
let entra: Entra;
let sentinel: Sentinel;
let server: PatchbayProcess;
let journey: Journey;

beforeAll(async () => {
  if (chromium === null) return;
  browser = await startBrowser(chromium);
  await model.start();
});
afterAll(async () => {
  await browser?.close();
  await model.stop();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await shoot(`failed-${task.id}`);
  await journey?.close();
  await server?.stop();
  removeDataFolder(server.dataFolder);
  await sentinel?.close();
  await entra?.close();
});

/** From a new data folder to a connector that is signed in to and attached to a new chat. */
async function begin(environment: Readonly<Record<string, string>>): Promise<void> {
  const port = await freePort();
  entra = await startEntra({ redirectUris: [`http://127.0.0.1:${port}/connector_platform_oauth_redirect`], moreScopes: [playbookScope] });
  sentinel = await startSentinel({ entra });
  server = await startPatchbay({ withOwner: false, environment: { PATCHBAY_PORT: String(port), ...environment } });
  journey = await openJourney(browser, server);
  await journey.setUpOwner();
  await journey.switchOnDeveloperMode();
  await journey.addSentinel(sentinel.url);
  await journey.connect();
  await journey.attach('Microsoft Sentinel');
}

async function shoot(name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  for (const close of await journey.page.getByRole('button', { name: /^(close|dismiss)/i }).all()) await close.click();
  await journey.page.screenshot({ path: `${shots}/${name}.png` });
}

describe.skipIf(chromium === null)('from a clean start to a connector answering in chat', () => {
  test('with a model: sign in, attach, ask, see the calls, approve what writes, read the answer, find the calls in the log', async () => {
    model.reset();
    await begin({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: `${model.url}/v1`, PATCHBAY_MODELS: 'openai/gpt-5.4' });
    const { page } = journey;
    model.on(
      { hasToolResult: false },
      {
        toolCalls: [
          { name: 'microsoft-sentinel__query_lake', arguments: '{"query":"SigninLogs | count"}' },
          { name: 'microsoft-sentinel__run_playbook', arguments: '{"name":"Isolate device"}' },
        ],
      },
    );
    model.on({ hasToolResult: true }, { content: 'There was **1 row**, and the playbook is running.' });
    await journey.ask('How many sign-ins were there? Then isolate the device.');

    // The read ran at once; its card opens to input and output.
    const read = page.getByRole('button', { name: /Query the lake/ });
    await read.click();
    await page.getByText('SigninLogs | count').first().waitFor();
    // The write waits for the person.
    const allow = page.getByRole('button', { name: /allow once/i });
    await allow.waitFor();
    await shoot('approval');
    await allow.click();
    // It needs a permission that was not granted yet: the card steps up, and the call goes on.
    await journey.signIn(() => page.getByRole('button', { name: /reconnect|sign in/i }).click());
    await page.getByText('the playbook is running').waitFor();
    await shoot('answered');
    expect(sentinel.callers.length).toBe(2);

    await page.getByRole('link', { name: 'Log', exact: true }).click();
    const row = page.getByRole('row', { name: /run_playbook.*Completed/ });
    await row.waitFor();
    await row.click();
    await page.getByText('Isolate device').first().waitFor();
    await shoot('log');
    expect(journey.faults).toEqual([]);

    const { calls } = await readCalls();
    expect(calls.find((call) => call.toolName === 'query_lake')).toMatchObject({ state: 'completed', approval: 'policy', front: 'chat' });
    expect(calls.find((call) => call.toolName === 'run_playbook' && call.state === 'completed')).toMatchObject({
      approver: 'ada@example.com',
      approval: 'once',
    });
    // No token is anywhere that a person or a log can see.
    expect(JSON.stringify(calls) + server.printed()).not.toContain(sentinel.callers[0]);
  });

  test('with the built-in router: the proposed call is a form, and Run runs it', async () => {
    await begin({});
    const { page } = journey;
    await journey.ask('query the lake "SigninLogs | count"');
    await page
      .getByText(/not a language model/)
      .first()
      .waitFor();
    const query = page.getByRole('textbox', { name: /^query/ });
    expect(await query.inputValue()).toBe('SigninLogs | count');
    await shoot('proposal');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('button', { name: /Query the lake/ }).waitFor();
    await page.getByText('1 row for SigninLogs | count').first().waitFor();
    await shoot('ran');
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await page.getByRole('row', { name: /query_lake.*Completed/ }).waitFor();
    expect(journey.faults).toEqual([]);
  });

  test('a refused consent stores nothing and is explained, and a sign-in that ended is renewed in the chat', async () => {
    await begin({});
    const { page } = journey;
    // The server forgets every token: the refresh token is dead as well.
    entra.tokens.revokeAll();
    await journey.ask('query the lake "SigninLogs | count"');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const reconnect = page.getByRole('button', { name: 'Reconnect', exact: true });
    await reconnect.waitFor();
    await shoot('reconnect');
    const [refused] = await Promise.all([page.waitForEvent('popup'), reconnect.click()]);
    // By keyboard: a footer of the sign-in page lies over the button.
    await refused.getByRole('button', { name: 'Cancel' }).press('Enter');
    await refused.getByText('oauth.consent-refused').waitFor();
    await refused.close();
    await journey.signIn(() => reconnect.click());
    await page.getByText('1 row for SigninLogs | count').first().waitFor();
    await shoot('reconnected');
    expect(sentinel.callers.length).toBe(1);
  });
});

async function readCalls(): Promise<{ readonly calls: readonly { readonly toolName: string; readonly state: string }[] }> {
  const response = await journey.page.request.get(`${server.url}/api/v1/calls`);
  return response.json();
}
