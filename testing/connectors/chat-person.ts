import type { Browser } from 'playwright-core';
import { expect } from 'vitest';
import { recordFaults, signInAtPage } from '../browser.ts';
import type { PatchbayProcess } from '../patchbay-process.ts';

/** The owner at the page of the chat; each step waits for what the person would see. */
export async function openChatPerson(browser: Browser, server: PatchbayProcess) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults = recordFaults(page);
  await signInAtPage(page, server.url);
  const message = page.getByRole('textbox', { name: 'Message' });
  const cardOf = (connector: string, title: string) => page.getByRole('button', { name: `${connector} · ${title}` }).last();

  return {
    page,
    faults,
    close: () => context.close(),
    newChat: async () => {
      // From anew, since connectors were connected meanwhile.
      await page.goto(server.url);
      await page.getByRole('heading', { name: 'What shall we look at?' }).waitFor();
    },
    attach: async (name: string, by: 'more' | 'mention') => {
      if (by === 'mention') {
        await message.pressSequentially(`@${name}`);
        await page.getByRole('option', { selected: true }).getByText(name, { exact: true }).waitFor();
        await page.keyboard.press('Enter');
      } else {
        await page.getByRole('button', { name: 'Add images and connectors' }).click();
        await page.getByRole('menuitem', { name: /more/i }).click();
        await page.getByRole('searchbox', { name: 'Search connectors' }).fill(name);
        await page.getByLabel('Connectors to attach').getByText(name, { exact: true }).click();
        await page.keyboard.press('Escape');
      }
      await page.getByRole('button', { name: `Detach ${name}`, exact: true }).waitFor();
    },
    chooseRouter: async () => {
      await page.getByRole('button', { name: /^Model:/ }).click();
      await page.getByText('Built-in router').last().click();
      await page.getByRole('button', { name: 'Model: Built-in router' }).waitFor();
    },
    say: async (text: string) => {
      await message.fill(text);
      await page.keyboard.press('Enter');
    },
    /** The person's clicks at the vendor's page, in the window that the chat opens. */
    signIn: async (email: string) => {
      const [popup] = await Promise.all([
        page.waitForEvent('popup'),
        page
          .getByRole('button', { name: /reconnect|sign in/i })
          .last()
          .click(),
      ]);
      const closed = popup.waitForEvent('close');
      await popup.getByText(email).first().click();
      await closed;
    },
    /** The card of the call, once it is done: opened, with what was asked and what came. */
    seeCall: async ({ connector, title, given, shows }: Readonly<Record<'connector' | 'title' | 'given' | 'shows', string>>) => {
      const card = cardOf(connector, title);
      await card.getByText('Done').waitFor();
      if ((await card.getAttribute('aria-expanded')) !== 'true') await card.click();
      const panel = page.locator(`[id="${await card.getAttribute('aria-controls')}"]`);
      await expect.poll(() => panel.innerText(), { timeout: 30_000, message: `result of ${title}` }).toContain(shows);
      await panel.getByRole('tab', { name: 'Input' }).click();
      await expect.poll(() => panel.innerText(), { timeout: 30_000, message: `input of ${title}` }).toContain(given);
    },
  };
}

export type ChatPerson = Awaited<ReturnType<typeof openChatPerson>>;
