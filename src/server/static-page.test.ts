import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { servePage } from './static-page.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchbay-page-'));
const script = 'export const answer = 42;\n'.repeat(200);
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), '<!doctype html>');
writeFileSync(join(folder, 'assets', 'main.js'), script);
writeFileSync(join(folder, 'assets', 'font.woff2'), Buffer.alloc(4000));
const app = new Hono().use(servePage(folder));
const get = (path: string, headers: Readonly<Record<string, string>> = {}) => app.request(path, { headers });

test('a script is packed for browsers that take it, and kept for a year', async () => {
  const response = await get('/assets/main.js', { 'accept-encoding': 'br, gzip' });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('cache-control')).toContain('immutable');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(bytes.length).toBeLessThan(script.length / 3);
  expect(gunzipSync(bytes).toString()).toBe(script);
});

test('others get it as it is, with its length; a font is packed for nobody', async () => {
  const plain = await get('/assets/main.js');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(plain.headers.get('content-length')).toBe(String(script.length));
  expect(await plain.text()).toBe(script);
  expect((await get('/assets/font.woff2', { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBeNull();
});

test('another address is the page itself, a missing asset is missing, and nothing outside of the folder is there', async () => {
  expect(await (await get('/lake')).text()).toBe('<!doctype html>');
  expect((await get('/assets/gone.js')).status).toBe(404);
  expect(await (await get('/..%2f..%2fetc/passwd')).text()).toBe('<!doctype html>');
});
