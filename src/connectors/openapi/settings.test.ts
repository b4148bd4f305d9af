import { monitorEventLoopDelay } from 'node:perf_hooks';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../testing/api-descriptions.ts';
import { sharedFolder } from '../../../testing/lake.ts';
import { baseUrl, builtin, createEcho, set, toolsOf } from '../../../testing/openapi-echo.ts';
import { callTool } from '../../connector-kit/testing.ts';
import openapi from './connector.ts';

describe('settings', () => {
  test('keep the document reduced, the same when set again; the credential lies in the vault', () => {
    const once = set(catalogue);
    expect(set(String(once['document']))).toEqual(once);
    expect(builtin.secretSettings).toEqual(['credential']);
    expect(builtin.origins(once)).toEqual(['https://api.halden-optics.example']);
  });
  test('fetch the description by its address, once', async () => {
    const echo = createEcho(() => new Response(catalogue));
    const prepared = await builtin.prepareSettings({ documentUrl: 'https://docs.example/api.yaml', baseUrl }, echo.fetch);
    expect(builtin.checkSettings(prepared)['document']).toContain('Halden catalogue');
    await builtin.prepareSettings(builtin.checkSettings(prepared), echo.fetch);
    expect(echo.asked.map(({ url }) => url)).toEqual(['https://docs.example/api.yaml']);
  });
  test.each([
    ['https://api.halden.example/v3', 'https://api.halden.example/v3'],
    ['/v3', 'https://docs.example/v3'],
    ['https://{region}.halden.example', 'https://eu.halden.example/'],
  ])('take the server %s of the description where no base URL is given', async (url, base) => {
    const servers = [{ url, variables: { region: { default: 'eu' } } }];
    const echo = createEcho(() => Response.json({ openapi: '3.0.0', info: {}, servers, paths: {} }));
    const prepared = await builtin.prepareSettings({ documentUrl: 'https://docs.example/api/openapi.json' }, echo.fetch);
    expect(builtin.checkSettings(prepared)).toMatchObject({ baseUrl: base });
    expect(() => builtin.checkSettings({ document: catalogue })).toThrow('the description names no server');
    expect(() => builtin.checkSettings({ baseUrl })).toThrow('paste the description, or name its address');
  });
  test('of a document with thousands of operations keep those that were chosen, and say so when none are', async () => {
    const paths = Object.fromEntries(Array.from({ length: 4_000 }, (_, index) => [`/p${index}`, { get: { operationId: `op${index}` } }]));
    const document = JSON.stringify({ openapi: '3.1.0', info: { title: 'Vast' }, paths });
    const prepare = (operations: { operation: string }[]) => builtin.prepareSettings({ document, baseUrl, operations }, createEcho().fetch);
    await expect(prepare([])).rejects.toThrow('4000 operations, and at most 1000 are kept. Choose');
    const kept = builtin.checkSettings(await prepare([{ operation: 'op7' }, { operation: 'GET /p3999' }]));
    expect(builtin.toolsOf(kept).map(({ name }) => name)).toEqual(['get_profile', 'search', 'fetch', 'list_operations', 'op7', 'op3999']);
  });
  test('refuse a document that is too long, before anything reads it', async () => {
    const document = ' '.repeat(16_000_001);
    await expect(builtin.prepareSettings({ document: `{${document}`, baseUrl }, createEcho().fetch)).rejects.toThrow(
      '16 million characters',
    );
  });
  test.each([
    ['swagger: "2.0"', 'version 2.0'],
    ['{"openapi":', 'neither JSON nor YAML'],
    ['[]', 'no OpenAPI'],
    [
      'a: &a [x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: [*c, *c, *c, *c]',
      'neither JSON nor YAML',
    ],
  ])('refuse %j', (document, sentence) => expect(() => set(document)).toThrow(sentence));
});

const published = ['box.openapi.json', 'microsoft-graph-v1.0.openapi.json'].map((name) => join(sharedFolder, 'specs', name));
describe.skipIf(!published.every((file) => existsSync(file)))('published descriptions (skipped: no shared data)', () => {
  test.each([
    ['Box', 0, 282, 14],
    ['Microsoft Graph', 1, 140, 0],
  ])('%s is listed whole, each operation with a bounded schema; what lies elsewhere is named', async (_name, index, count, elsewhere) => {
    const document = readFileSync(published[index] ?? '', 'utf8');
    const started = performance.now();
    const late = monitorEventLoopDelay({ resolution: 10 });
    late.enable();
    const prepared = await builtin.prepareSettings({ document, baseUrl }, createEcho().fetch);
    late.disable();
    expect(late.max / 1e6).toBeLessThan((performance.now() - started) / 2);
    const settings = builtin.checkSettings(prepared);
    const tools = await toolsOf(String(settings['document']));
    expect(tools).toHaveLength(count);
    const { structuredContent } = await callTool(openapi, { name: 'list_operations', settings });
    expect((structuredContent as { leftOut: unknown[] }).leftOut).toHaveLength(elsewhere);
    expect(new Set(tools.map(({ name }) => name)).size).toBe(count);
    for (const { name, inputSchema } of tools) {
      expect(name).toMatch(/^[A-Za-z]\w{0,63}$/);
      const text = JSON.stringify(inputSchema);
      expect(text).not.toContain('"$ref"');
      expect(text.length).toBeLessThan(60_000);
    }
  });
});
