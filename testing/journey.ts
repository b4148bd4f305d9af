import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { recordFaults } from './browser.ts';
import { owner, type PatchbayProcess } from './patchbay-process.ts';
import { publicClientId, sentinelScope } from './servers/entra.ts';

/** The clicks of a newcomer, step by step; each step waits for what the person would see. */
export async function openJourney(browser: Browser, server: PatchbayProcess) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults = recordFaults(page);

  return {
    page,
    /** What the page complained about; a clean journey leaves it empty. */
    faults,
    close: () => context.close(),
    setUpOwner: async () => {
      await page.goto(server.setupLink ?? '');
      await page.getByLabel('Name').fill('Ada Lovelace');
      await page.getByLabel('E-mail').fill(owner.email);
      for (const field of await page.getByLabel(/password/i).all()) await field.fill(owner.password);
      await page.getByRole('button', { name: /create/i }).click();
      await page.getByRole('heading', { name: 'What shall we look at?' }).waitFor();
    },
    switchOnDeveloperMode: async () => {
      await page.getByRole('link', { name: 'Settings' }).click();
      await page.getByRole('switch', { name: /developer mode/i }).click();
      await page.getByRole('switch', { name: /developer mode/i, checked: true }).waitFor();
    },
    /** Microsoft Sentinel as it is reached: a pre-registered public client, its one scope, no `resource`. */
    addSentinel: async (url: string) => {
      await page.getByRole('link', { name: 'Connectors', exact: true }).click();
      await page.getByRole('link', { name: 'Add custom connector' }).first().click();
      await page.getByRole('textbox', { name: /^Name/ }).fill('Microsoft Sentinel');
      await page.getByRole('textbox', { name: /^Server URL/ }).fill(url);
      await choose(page, 'OAuth');
      const advanced = page.getByText('Advanced OAuth');
      if (!(await page.getByRole('textbox', { name: /^Client ID/ }).isVisible())) await advanced.click();
      await page.getByRole('textbox', { name: /^Client ID/ }).fill(publicClientId);
      await page.getByRole('textbox', { name: /^Scopes/ }).fill(sentinelScope);
      await page.getByRole('checkbox', { name: /leave out the resource/i }).check();
      const create = page.getByRole('button', { name: /^Create/ });
      expect(await create.isDisabled()).toBe(true);
      await page.getByRole('checkbox', { name: /I trust this application/i }).check();
      await create.click();
      await page.getByRole('heading', { name: 'Microsoft Sentinel' }).waitFor();
    },
    /** The person's clicks at the sign-in page of Entra, in the window that the page opens. */
    signIn: async (press: () => Promise<void>) => {
      const [popup] = await Promise.all([page.waitForEvent('popup'), press()]);
      const closed = popup.waitForEvent('close');
      await popup.getByText('analyst@contoso.com').first().click();
      await closed;
    },
    connect: async function connect() {
      await this.signIn(() =>
        page
          .getByRole('button', { name: /^Connect/ })
          .first()
          .click(),
      );
      await page.getByText('Connected', { exact: true }).first().waitFor();
    },
    attach: async (name: string) => {
      await page.getByRole('link', { name: 'New chat' }).click();
      await page.getByRole('button', { name: 'Add images and connectors' }).click();
      await page.getByRole('menuitem', { name: /more/i }).click();
      await page.getByLabel('Connectors to attach').getByText(name).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: `Detach ${name}` }).waitFor();
    },
    ask: async (text: string) => {
      await page.getByRole('textbox', { name: 'Message' }).fill(text);
      await page.keyboard.press('Enter');
    },
  };
}

export type Journey = Awaited<ReturnType<typeof openJourney>>;

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name, exact: true }).check({ force: true });
}
