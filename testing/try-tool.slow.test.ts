import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultsOf, findChromium, looks, recordFaults, signInAtPage, startBrowser } from './browser.ts';
import { type PatchbayProcess, removeDataFolder, startPatchbay } from './patchbay-process.ts';
import { type Stores, startStores } from './services/stores.ts';

const chromium = findChromium();
const screenshots = process.env['PATCHBAY_SHOTS'];
let browser: Browser;
let server: PatchbayProcess;
let stores: Stores;

beforeAll(async () => {
  if (chromium === null) return;
  [browser, server, stores] = await Promise.all([
    startBrowser(chromium),
    startPatchbay({ environment: { PATCHBAY_ALLOW_PRIVATE_NETWORK: '127.0.0.1' } }),
    startStores(),
  ]);
  const settings = {
    documentUrl: `${stores.baseUrl}/openapi.json`,
    baseUrl: stores.baseUrl,
    security: 'headerKey',
    credential: 'key-ada/1',
  };
  await server.api.call('createConnector', {
    body: { name: 'Stock', slug: 'stock', origin: { kind: 'builtin', builtin: 'openapi', settings } },
  });
  await server.api.call('connect', { path: { id: 'stock' }, body: {} });
});
afterAll(async () => {
  await browser?.close();
  if (server === undefined) return;
  await server.stop();
  await stores.close();
  removeDataFolder(server.dataFolder);
});

describe.skipIf(chromium === null).each(Object.entries(looks))('in the look “%s”', (look, options) => {
  test('a tool is tried before it is switched on, by keyboard: a read, a write that asks, and an error in words', async () => {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const faults = recordFaults(page);
    const lookAt = async (step: string) => {
      faults.push(...(await faultsOf(page, step)));
      if (screenshots !== undefined) await page.screenshot({ path: `${screenshots}/${look}-${step}.png`, fullPage: true });
    };
    await signInAtPage(page, server.url);
    await page.goto(`${server.url}/connectors/stock`);

    // A read: the button leads into the form, and Enter runs it.
    await page.getByRole('button', { name: 'Try List the stock' }).press('Enter');
    const read = page.getByRole('region', { name: 'Try list_items' });
    await read.getByRole('button', { name: 'Run' }).waitFor();
    expect(await read.evaluate((element) => element === document.activeElement)).toBe(true);
    await lookAt('read-form');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await read.getByText('Lens 50 mm').waitFor();
    await lookAt('read-done');

    // What takes too long is stopped, and the service is no longer waited for.
    const { promise: nobodyWaits, resolve } = Promise.withResolvers<void>();
    stores.gate.faults.push(
      new Response(new ReadableStream({ cancel: () => resolve() }), { headers: { 'content-type': 'application/json' } }),
    );
    await read.getByRole('button', { name: 'Run' }).click();
    await lookAt('running');
    await read.getByRole('button', { name: 'Stop' }).press('Enter');
    await nobodyWaits;
    await read.getByText('Stopped').last().waitFor();
    expect(await read.evaluate((element) => element === document.activeElement)).toBe(true);
    const { calls } = await server.api.call('listCalls', { query: { limit: 1 } });
    expect(calls).toMatchObject([{ toolName: 'list_items', front: 'trial', state: 'failed', errorCode: 'call.cancelled' }]);
    await lookAt('stopped');
    await read.getByRole('button', { name: 'Run' }).click();
    await read.getByText('Lens 50 mm').waitFor();

    // A write that is off for everybody: the call asks all the same.
    const name = `Größe ${look} 🎉`;
    expect(await page.getByRole('switch', { name: 'Add an item is available' }).getAttribute('aria-checked')).toBe('false');
    await page.getByRole('button', { name: 'Try Add an item' }).press('Enter');
    const write = page.getByRole('region', { name: 'Try add_item' });
    await write.getByText('This tool is switched off').waitFor();
    await write.getByRole('button', { name: 'Run' }).click();
    await write.getByText('required').first().waitFor();
    await write.getByLabel('name').fill(name);
    await page.keyboard.press('Enter');
    await write.getByRole('button', { name: 'Allow once' }).waitFor();
    expect(stores.shelves.get('ada@halden.example')?.map((item) => item.name)).not.toContain(name);
    await lookAt('write-asks');
    await write.getByRole('button', { name: 'Allow once' }).press('Enter');
    await write.getByText('201').first().waitFor();
    expect(stores.shelves.get('ada@halden.example')?.map((item) => item.name)).toContain(name);
    await lookAt('write-done');

    // A file is chosen, and arrives byte for byte.
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    await page.getByRole('button', { name: 'Try Keep a drawing' }).click();
    const upload = page.getByRole('region', { name: 'Try keep_drawing' });
    await upload.getByLabel('base64').setInputFiles({ name: 'lens.dwg', mimeType: 'application/octet-stream', buffer: bytes });
    await upload.getByText('256 B').waitFor();
    await upload.getByLabel('name').fill('größe.dwg');
    await lookAt('file');
    await upload.getByRole('button', { name: 'Run' }).click();
    await upload.getByRole('button', { name: 'Allow once' }).click();
    await upload.getByText(createHash('sha256').update(bytes).digest('hex')).waitFor();
    await upload.getByText('größe.dwg').last().waitFor();

    await page.getByRole('button', { name: 'Try Remove an item' }).click();
    const remove = page.getByRole('region', { name: 'Try remove_item' });
    await remove.getByLabel('id').fill('nothing');
    await remove.getByRole('button', { name: 'Run' }).click();
    await remove.getByRole('button', { name: 'Deny' }).click();
    await remove.getByText('Nothing was called').waitFor();
    await remove.getByRole('button', { name: 'Run' }).click();
    await remove.getByRole('button', { name: 'Allow once' }).click();
    await remove.getByText('has nothing under this id').first().waitFor();
    await lookAt('error');

    await page.goto(`${server.url}/connectors/stock?tab=log`);
    await page.getByRole('button', { name: 'remove_item', exact: true }).first().click();
    await page.getByRole('dialog').getByText('Tried').waitFor();
    await lookAt('log');
    await context.close();
    expect(faults).toEqual([]);
  });
});
