import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, findChromium, looks, recordFaults, signInAtPage, startBrowser } from './browser.ts';
import { owner, type PatchbayProcess, removeDataFolder, startPatchbay } from './patchbay-process.ts';

const chromium = findChromium();
const everything = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');
let browser: Browser;
let server: PatchbayProcess;
let connectorId: string;
let filesId: string;
let conversationId: string;

beforeAll(async () => {
  if (chromium === null) return;
  [browser, server] = await Promise.all([startBrowser(chromium), startPatchbay()]);
  await server.api.call('changeSettings', { body: { developerMode: true } });
  const connector = await server.api.call('createConnector', {
    body: {
      name: 'Everything',
      origin: { kind: 'stdio', command: process.execPath, arguments: [everything, 'stdio'] },
      auth: { kind: 'none' },
      trusted: true,
    },
  });
  connectorId = connector.id;
  await server.api.call('connect', { path: { id: connectorId }, body: {} });
  const files = await server.api.call('createConnector', {
    body: { name: 'Files', origin: { kind: 'builtin', builtin: 'files', settings: { folders: [server.dataFolder] } } },
  });
  filesId = files.id;
  await server.api.call('callTool', { path: { id: connectorId }, body: { tool: 'echo', input: { message: 'hello' } } });
  const conversation = await server.api.call('createConversation', { body: { attached: [connectorId] } });
  conversationId = conversation.id;
  const turn = await server.api.call('startTurn', {
    path: { id: conversationId },
    body: { kind: 'say', text: 'echo "hello"', images: [] },
  });
  // Reads the stream to its end: the turn is over.
  await (await server.api.raw('followTurn', { path: { id: turn.responseId } })).text();
});
afterAll(async () => {
  await browser?.close();
  if (server === undefined) return;
  await server.stop();
  removeDataFolder(server.dataFolder);
});

/** Every page, with something that only it shows once it has loaded. */
const pages = (): readonly (readonly [path: string, shows: (page: Page) => ReturnType<Page['getByText']>])[] => [
  ['/', (page) => page.getByRole('heading', { name: 'What shall we look at?' })],
  [`/c/${conversationId}`, (page) => page.getByRole('button', { name: 'Run', exact: true })],
  ['/connectors', (page) => page.getByRole('link', { name: 'Everything' })],
  ['/connectors/new', (page) => page.getByRole('button', { name: 'Create' })],
  [`/connectors/${connectorId}`, (page) => page.getByText('get-tiny-image')],
  [`/connectors/${connectorId}?tab=changes`, (page) => page.getByText('Nothing waits for you')],
  [`/connectors/${connectorId}?tab=accounts`, (page) => page.getByRole('button', { name: 'Disconnect' })],
  [`/connectors/${connectorId}?tab=trace`, (page) => page.getByText('list-tools').first()],
  [`/connectors/${connectorId}?tab=log`, (page) => page.getByRole('button', { name: 'echo', exact: true })],
  [`/connectors/${connectorId}?tab=settings`, (page) => page.getByRole('button', { name: 'Save' })],
  [`/connectors/${filesId}?tab=settings`, (page) => page.getByRole('button', { name: 'Save settings' })],
  ['/lake', (page) => page.getByRole('heading', { name: 'The lake is empty' })],
  ['/log', (page) => page.getByRole('button', { name: 'echo', exact: true })],
  ['/approvals', (page) => page.getByText('No standing approvals')],
  ['/settings', (page) => page.getByRole('switch', { name: 'Developer mode' })],
  ['/nowhere', (page) => page.getByText('There is no page here')],
];

describe.skipIf(chromium === null).each(Object.entries(looks))('in the look “%s”', (_, look) => {
  test('no page has a fault of accessibility, scrolls sideways or complains', async () => {
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const faults = recordFaults(page);
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    faults.push(...(await faultsOf(page, '/sign-in')));
    await page.getByLabel('E-mail').fill(owner.email);
    await page.getByLabel('Password').fill(owner.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'What shall we look at?' }).waitFor();
    for (const [path, shows] of pages()) {
      await page.goto(server.url + path);
      await shows(page).waitFor();
      faults.push(...(await faultsOf(page, path)));
    }
    for (const vendor of ['Gmail', 'Teams', 'Linear', 'Dropbox', 'Box']) {
      await page.goto(`${server.url}/connectors`);
      await page.getByRole('button', { name: `Add ${vendor}` }).click();
      await page.getByRole('dialog').getByLabel('Client ID').waitFor();
      faults.push(...(await faultsOf(page, `the steps of ${vendor}`)));
    }
    await context.close();
    expect(faults).toEqual([]);
  });

  test('an application is registered by the steps, with the address that sign-ins return to, all by keyboard', async () => {
    const context = await browser.newContext({ ...look, reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await signInAtPage(page, server.url);
    await page.goto(`${server.url}/connectors`);
    await page.getByLabel('Search connectors').fill('gmail');
    await expect.poll(() => page.getByRole('button', { name: /^Add / }).count()).toBe(1);
    await page.getByRole('button', { name: 'Add Gmail' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add Gmail' });
    expect(await dialog.getByRole('listitem').count()).toBe(6);
    expect(await dialog.getByRole('link', { name: /^Gmail API/ }).getAttribute('href')).toContain('gmail.googleapis.com');
    await dialog.getByRole('button', { name: 'Copy the redirect address' }).press('Enter');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.url}/connector_platform_oauth_redirect`);
    await dialog.getByRole('button', { name: 'Copy the permissions: To read' }).press('Enter');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('https://www.googleapis.com/auth/gmail.readonly');
    const steps = dialog.getByText('Register Patchbay at Google Cloud');
    await steps.focus();
    await steps.press('Enter');
    await expect.poll(() => dialog.getByRole('listitem').count()).toBe(0);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Add Gmail');
    await context.close();
  });
});

test.skipIf(chromium === null)('who has not entered a client is led to where it is entered, and then to the sign-in', async () => {
  const { id } = await server.api.call('createConnector', { body: { name: 'Ours', origin: { kind: 'builtin', builtin: 'linear' } } });
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInAtPage(page, server.url);
  await page.goto(`${server.url}/connectors/${id}`);
  await page.getByRole('link', { name: 'Set up sign-in for Ours' }).click();
  await page.getByLabel('Client ID').fill('a-client');
  await page.getByRole('button', { name: 'Save sign-in' }).click();
  await page.getByRole('button', { name: 'Connect Ours' }).waitFor();
  await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'Callback URLs' }).isVisible()).toBe(false);
  await context.close();
  await server.api.call('removeConnector', { path: { id } });
});

test.skipIf(chromium === null)('the first load of the chat takes at most 180 kB of JavaScript, gzipped', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signInAtPage(page, server.url);
  const scripts = new Set<string>();
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    // The Markdown renderer is fetched when the page is idle, for the first answer to come.
    if (pathname.endsWith('.js') && !pathname.includes('/markdown-')) scripts.add(pathname);
  });
  await page.reload();
  await page.getByRole('heading', { name: 'What shall we look at?' }).waitFor();
  await context.close();
  const bytes = [...scripts].reduce((sum, path) => sum + gzipSync(readFileSync(join(import.meta.dirname, '../dist/web', path))).length, 0);
  expect(scripts.size).toBeGreaterThan(1);
  expect(bytes).toBeLessThanOrEqual(180_000);
});
