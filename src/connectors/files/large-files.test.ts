import { createWriteStream, existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { growthOf, longBody } from '../../../testing/services/long-body.ts';
import { callTool } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import files from './connector.ts';

const folder = mkdtempSync(join(tmpdir(), 'patchbay-large-'));
const call = (name: string, input: JsonObject) => callTool(files, { name, input, settings: { folders: [folder] } });
const at = (name: string) => `${folder.split('/').at(-1)}/${name}`;

beforeAll(async () => {
  // Written by and by, since it is about memory here.
  await pipeline(Readable.from(longBody().open()), createWriteStream(join(folder, 'lens.log')));
  writeFileSync(join(folder, 'scan.pdf'), '%PDF-1.7');
  truncateSync(join(folder, 'scan.pdf'), 200_000_000);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a text of 200 MB is read in parts, at its beginning and at its end, in bounded memory', async () => {
  const growth = await growthOf(async () => {
    const first = (await call('read_file', { path: at('lens.log') })).structuredContent;
    expect(first).toMatchObject({ bytes: 200_000_000, text: expect.stringMatching(/^2026-01-05.*Größe 日本 🎉\n/) });
    expect(JSON.stringify(first).length).toBeLessThan(100_000);
    const last = await call('read_file', { path: at('lens.log'), offset: 199_990_000, maxBytes: 200_000 });
    expect(last.structuredContent).toMatchObject({ next: null });
  });
  expect(growth).toBeLessThan(50);
});

test('a document of 200 MB is refused by its size', async () => {
  const growth = await growthOf(async () => {
    for (const [name, input] of [
      ['read_file', { path: at('scan.pdf') }],
      ['fetch', { id: at('scan.pdf') }],
    ] as const)
      expect(await call(name, input)).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining('is larger than 50 MB') }],
      });
  });
  expect(growth).toBeLessThan(50);
});

test('too much to write is refused, and nothing is written', async () => {
  const running = call('write_file', { path: at('new/large.txt'), text: 'x'.repeat(10_000_001) });
  await expect(running).rejects.toMatchObject({ code: 'tool.input-invalid' });
  expect(existsSync(join(folder, 'new'))).toBe(false);
  await call('write_file', { path: at('largest.txt'), text: 'x'.repeat(10_000_000) });
  expect((await call('file_info', { path: at('largest.txt') })).structuredContent).toMatchObject({ bytes: 10_000_000 });
});
