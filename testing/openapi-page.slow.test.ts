import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultsOf, findChromium, signInAtPage, startBrowser } from './browser.ts';
import { sharedFolder } from './lake.ts';
import { type PatchbayProcess, removeDataFolder, startPatchbay } from './patchbay-process.ts';
import { type Stores, startStores } from './services/stores.ts';

const chromium = findChromium();
const screenshots = process.env['PATCHBAY_SHOTS'];
let browser: Browser;
let server: PatchbayProcess;
let stores: Stores;
let page: Page;

beforeAll(async () => {
  if (chromium === null) return;
  [browser, server, stores] = await Promise.all([
    startBrowser(chromium),
    startPatchbay({ environment: { PATCHBAY_ALLOW_PRIVATE_NETWORK: '127.0.0.1' } }),
    startStores(),
  ]);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await signInAtPage(page, server.url);
});
afterAll(async () => {
  await browser?.close();
  if (server === undefined) return;
  await server.stop();
  await stores.close();
  removeDataFolder(server.dataFolder);
});

async function faultsAt(step: string): Promise<readonly string[]> {
  if (screenshots !== undefined) await page.screenshot({ path: `${screenshots}/${step}.png` });
  return faultsOf(page, step);
}

async function fillIn(name: string, security: string) {
  await page.goto(`${server.url}/connectors`);
  await page.getByRole('button', { name: 'Add OpenAPI' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('Address of the description').fill(`${stores.baseUrl}/openapi.json`);
  await dialog.getByLabel('Security scheme').fill(security);
  return dialog;
}

test.skipIf(chromium === null)('an API with OAuth is an address and a word away; then its client is asked for', async () => {
  const dialog = await fillIn('Stock', 'Login');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await dialog.getByText('login (OAuth)').waitFor();
  expect(await faultsAt('openapi-add')).toEqual([]);
  await dialog.getByLabel('Security scheme').fill('login');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('Client ID').waitFor();
  expect(await page.getByLabel('Base URL').inputValue()).toBe(stores.baseUrl);
  expect(await faultsAt('openapi-client')).toEqual([]);
});

test.skipIf(chromium === null)('a key of one’s own is asked for in words that say how it travels', async () => {
  const dialog = await fillIn('Shelf', 'password');
  await dialog.getByLabel('Accounts').selectOption('Each person has their own');
  await dialog.getByLabel('Operation that says whose account it is').fill('GET /me');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Connect Shelf' }).click();
  const question = page.getByRole('dialog');
  await question.getByLabel('User and password, as user:password').fill('ben:wrong');
  await question.getByRole('button', { name: 'Connect', exact: true }).click();
  await question.getByText('The server refused the key').waitFor();
  expect(await faultsAt('openapi-key')).toEqual([]);
  await question.getByLabel('User and password, as user:password').fill('ben:other');
  await question.getByRole('button', { name: 'Connect', exact: true }).click();
  await page
    .getByRole('link', { name: /Accounts/ })
    .or(page.getByRole('tab', { name: /Accounts/ }))
    .first()
    .click();
  await page.getByText('ben@halden.example').waitFor();
});

/** As large as what large vendors publish: lists with fields to choose, and what cannot be called. */
const warehouse = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Halden warehouse', version: '1' },
  paths: Object.fromEntries(
    Array.from({ length: 320 }, (_, index) => [
      index === 7 ? '/bins/7/{place}' : `/bins/${index}/contents`,
      {
        get: {
          operationId: `list_bin_${index}`,
          summary: `List what lies in bin ${index}`,
          tags: [index % 2 === 0 ? 'Even aisle' : 'Odd aisle'],
          responses: {
            '200': {
              description: 'Contents',
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    properties: {
                      entries: {
                        type: 'array',
                        items: { type: 'object', properties: { id: { type: 'string' }, weight: { type: 'number' } } },
                      },
                      next: { type: 'string' },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ]),
  ),
});

type Stored = {
  readonly operations: readonly unknown[];
  readonly document: string;
  readonly documentUrl?: string;
  readonly credential?: string;
};
const storedSettings = async (slug: string): Promise<Stored> => {
  const answer = await page.request.get(`${server.url}/api/v1/connectors/${slug}`);
  return ((await answer.json()) as { readonly origin: { readonly settings: Stored } }).origin.settings;
};

test.skipIf(chromium === null)('the description is replaced by text or a file, and never shown', async () => {
  await page.goto(`${server.url}/connectors/stock?tab=settings`);
  await page.getByRole('button', { name: 'Replace' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Address of the description').inputValue()).toContain('/openapi.json');
  expect(await faultsAt('openapi-replace')).toEqual([]);
  await dialog.getByText('Text', { exact: true }).click();
  await dialog.getByLabel('Text of the description').fill('swagger: "2.0"');
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await dialog.getByText('version 2.0').waitFor();
  await dialog.getByText('File', { exact: true }).click();
  const file = { name: 'warehouse.json', mimeType: 'application/json', buffer: Buffer.from(warehouse) };
  await dialog.getByLabel('File of the description').setInputFiles(file);
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  // Its security scheme was that of the description before.
  await dialog.getByText('the description has no security scheme').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByLabel('Security scheme').fill('');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await page.getByText('Saved.').first().waitFor();
  await page.getByRole('button', { name: 'Replace' }).click();
  await dialog.getByText('File', { exact: true }).click();
  await dialog.getByLabel('File of the description').setInputFiles(file);
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByText('320 operations, 1 of them cannot be called from here').waitFor();
  expect(await storedSettings('stock')).toMatchObject({ operations: [], document: expect.stringMatching(/^\{"patchbay":1,/) });
  expect((await storedSettings('stock')).documentUrl).toBeUndefined();
  expect(
    await page.locator('textarea, input').evaluateAll((all) => all.filter((one) => (one as HTMLInputElement).value.includes('patchbay'))),
  ).toEqual([]);
});

test.skipIf(chromium === null)('operations are chosen from a list of hundreds by keyboard, renamed, and cut down to fields', async () => {
  await page.goto(`${server.url}/connectors/stock?tab=settings`);
  await page.getByText('319 of 319 chosen').waitFor();
  const showOperations = () => page.getByRole('heading', { name: 'Operations' }).evaluate((heading) => heading.scrollIntoView());
  await showOperations();
  expect(await faultsAt('openapi-operations')).toEqual([]);
  await page.getByText('Not possible', { exact: true }).click();
  await page.getByText('the place {place}').waitFor();
  expect(await page.getByRole('checkbox', { name: 'get /bins/7/{place}' }).isDisabled()).toBe(true);
  await page.getByText('All 320', { exact: true }).click();

  await page.getByLabel('All shown (319)').uncheck();
  await page.getByText('Tick at least one').waitFor();
  expect(await page.getByRole('button', { name: 'Save operations' }).isDisabled()).toBe(true);
  const search = page.getByLabel('Search operations');
  await search.fill('even aisle bin 12');
  await page.getByText(/All shown \(\d\)/).waitFor();
  await search.focus();
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.innerText ?? '');
    if (name.includes('bin 12\n')) break;
  }
  await page.keyboard.press('Space');
  await page.getByText('1 of 319 chosen').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name of the tool').fill('bad name');
  await page.getByText('A name begins with a letter').waitFor();
  await page.getByLabel('Name of the tool').fill('look_into_bin');
  await page.getByLabel('entries.id').check();
  await page.getByLabel('Path of another field').fill('total.count');
  await page.keyboard.press('Enter');
  expect(await page.getByLabel('total.count').isChecked()).toBe(true);
  expect(await faultsAt('openapi-operation-open')).toEqual([]);
  await page.getByRole('button', { name: 'Save operations' }).click();
  await page.getByText('Saved.').first().waitFor();
  expect((await storedSettings('stock')).operations).toEqual([
    { operation: 'GET /bins/12/contents', name: 'look_into_bin', fields: ['entries.id', 'total.count'] },
  ]);

  await page.reload();
  await page.getByText('1 of 319 chosen').waitFor();
  await page.getByText('Chosen', { exact: true }).click();
  await page.getByText('look_into_bin, 2 fields').waitFor();
  for (const [name, scheme, width] of [
    ['dark', 'dark', 1280],
    ['phone', 'light', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 900 });
    const panel = page.getByLabel('Name of the tool');
    if (!(await panel.isVisible())) await page.getByRole('button', { name: /name and fields of List what lies in bin 12/ }).click();
    await showOperations();
    expect(await faultsAt(`openapi-operations-${name}`)).toEqual([]);
    // The page scrolls within its frame, and never sideways.
    expect(
      await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]),
    ).toEqual([0, 0]);
  }
});

const box = join(sharedFolder, 'specs', 'box.openapi.json');
test.skipIf(chromium === null || !existsSync(box))(
  'a published description of hundreds of operations is shown with the reasons of those left out',
  async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    await page.getByLabel('Base URL').fill('https://api.box.com/2.0');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('Saved.').first().waitFor();
    await page.getByRole('button', { name: 'Replace' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('File', { exact: true }).click();
    await dialog.getByLabel('File of the description').setInputFiles(box);
    await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
    await page.getByText('296 operations, 14 of them cannot be called from here').waitFor();
    await page.getByText('Chosen, but not in the description:').waitFor();
    await page.getByRole('button', { name: 'Remove GET /bins/12/contents' }).click();
    await page.getByLabel('All shown (282)').check();
    await page.getByText('282 of 282 chosen').waitFor();
    await page.getByRole('heading', { name: 'Operations' }).evaluate((heading) => heading.scrollIntoView());
    expect(await faultsAt('openapi-box')).toEqual([]);
    await page.getByText('Not possible', { exact: true }).click();
    await page
      .getByText(/this connector reaches only its base URL/)
      .first()
      .waitFor();
    expect(await faultsAt('openapi-box-left-out')).toEqual([]);
    await page.getByLabel('Search operations').fill('GET /not/there/yet');
    await page.getByRole('button', { name: 'Choose it for the next description' }).click();
    await page.getByRole('button', { name: 'Remove GET /not/there/yet' }).click();
    await page.getByRole('button', { name: 'Save operations' }).click();
    await expect.poll(async () => (await storedSettings('stock')).operations).toEqual([]);
  },
);
