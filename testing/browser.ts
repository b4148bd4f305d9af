import { existsSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { owner } from './patchbay-process.ts';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of this system, or null. */
export function findChromium(): string | null {
  return candidates.find(existsSync) ?? null;
}

/** Headless Chromium that talks to nobody but the page under test. */
export function startBrowser(executablePath: string): Promise<Browser> {
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  // Chromium refuses its sandbox under root, where containers and CI run.
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? [...args, '--no-sandbox'] : args });
}

/** How a page is looked at. */
export const looks: Readonly<Record<string, BrowserContextOptions>> = {
  light: { viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 860 }, colorScheme: 'dark' },
  phone: { viewport: { width: 380, height: 780 }, colorScheme: 'light', hasTouch: true },
};

/** The owner signs in at the page of a Patchbay that has one. */
export async function signInAtPage(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('E-mail').fill(owner.email);
  await page.getByLabel('Password').fill(owner.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'What shall we look at?' }).waitFor();
}

/** What a page complains about from now on, as it comes; what is `expected` is no fault. */
export function recordFaults(page: Page, { expected }: { readonly expected?: RegExp } = {}): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && expected?.test(message.text()) !== true) faults.push(message.text());
  });
  return faults;
}

/** The faults of accessibility that a page has as it stands, and whether it scrolls sideways; each with the step it was found at. */
export async function faultsOf(page: Page, step: string): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  return [
    ...violations.map(({ id, nodes }) => `${step}: ${id} at ${nodes[0]?.html.slice(0, 120)}`),
    ...(wide ? [`${step}: scrolls sideways`] : []),
  ];
}
