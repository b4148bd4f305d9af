import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium, startBrowser } from './browser.ts';
import { type PatchbayProcess, removeDataFolder, startPatchbay } from './patchbay-process.ts';
import { type Stores, startStores } from './services/stores.ts';

const chromium = findChromium();
const screenshots = process.env['PATCHBAY_SCREENSHOTS'];
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
  await page.goto(server.url);
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'What shall we look at?' }).waitFor();
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
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${step}: ${id} at ${nodes[0]?.html.slice(0, 120)}`);
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

const operationsOf = async (slug: string) => {
  const answer = await page.request.get(`${server.url}/api/v1/connectors/${slug}`);
  const { origin } = (await answer.json()) as { origin: { settings: { operations: unknown; documentUrl?: string; document: string } } };
  return origin.settings;
};

test.skipIf(chromium === null)('the description is replaced by a file and never shown as text', async () => {
  await page.goto(`${server.url}/connectors/stock?tab=settings`);
  await page.getByRole('button', { name: 'Replace' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Address of the description').inputValue()).toContain('/openapi.json');
  expect(await faultsAt('openapi-replace')).toEqual([]);
  await dialog.getByLabel('Text', { exact: true }).check();
  await dialog.getByRole('textbox', { name: 'Text' }).fill('swagger: "2.0"');
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await dialog.getByText('version 2.0').waitFor();
  await dialog.getByLabel('File', { exact: true }).first().check();
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: 'warehouse.json', mimeType: 'application/json', buffer: Buffer.from(warehouse) });
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor({ state: 'hidden' }).catch(() => {});
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByText('version 2.0').waitFor({ state: 'hidden' });
  await page.waitForTimeout(1000);
  console.log(await page.locator('body').innerText());
  if (screenshots !== undefined) await page.screenshot({ path: `${screenshots}/openapi-after.png` });
  console.log(await operationsOf('stock').then((x) => JSON.stringify(x).slice(0, 300)));
});
