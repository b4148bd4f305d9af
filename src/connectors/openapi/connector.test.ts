import { describe, expect, test } from 'vitest';
import { catalogue, odd, orders } from '../../../testing/api-descriptions.ts';
import { baseUrl, builtin, createEcho, set, toolsOf } from '../../../testing/openapi-echo.ts';
import { callTool, testConnector } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import openapi from './connector.ts';

async function send(
  document: string,
  { tool, input = {}, more = {} }: { readonly tool: string; readonly input?: JsonObject; readonly more?: JsonObject },
) {
  const echo = createEcho(() => Response.json({ ok: true }));
  const result = await callTool(openapi, { name: tool, input, settings: set(document, more), fetch: echo.fetch });
  const [request] = echo.asked;
  return {
    result,
    url: request?.url.slice(baseUrl.length),
    method: request?.method,
    headers: request?.headers,
    body: await request?.text(),
  };
}

describe('the shared suite', () => testConnector(openapi, { settings: set(catalogue) }));

describe('operations become tools', () => {
  test('with names, and hints by their methods', async () => {
    const tools = await toolsOf(catalogue);
    const rows = tools.map(({ name, annotations: hints }) => [name, hints?.readOnlyHint, hints?.destructiveHint, hints?.idempotentHint]);
    expect(rows).toEqual([
      ['lenses_list', true, false, true],
      ['lenses_create', false, false, false],
      ['lenses_get', true, false, true],
      ['lenses_replace', false, true, true],
      ['lenses_remove', false, true, true],
    ]);
    expect((await toolsOf(orders)).map(({ name }) => name)).toEqual(['post_orders_id_notes', 'get_report', 'short_report']);
  });

  test('whose input is whole JSON Schema: references followed, parts merged, circles cut, what only the service writes left out', async () => {
    const create = (await toolsOf(catalogue)).find(({ name }) => name === 'lenses_create');
    expect(create?.inputSchema).toMatchObject({
      required: ['body'],
      properties: {
        body: {
          type: 'object',
          required: ['name', 'focal'],
          properties: { name: { type: 'string', maxLength: 40 }, focal: { type: ['number', 'null'] }, parts: { type: 'array', items: {} } },
        },
      },
    });
    expect(JSON.stringify(create?.inputSchema)).not.toMatch(/\$ref|"id"/);
    const [note] = await toolsOf(orders);
    expect(note?.inputSchema).toMatchObject({
      properties: { id_path: { exclusiveMinimum: 0 }, id_query: { type: ['string', 'null'] } },
      required: ['id_path'],
    });
    expect(JSON.stringify(note?.inputSchema)).not.toContain('pattern');
  });

  test('chosen ones only, with names of one’s own; what is not there is named', async () => {
    const operations = [{ operation: 'GET /lenses/{id}', name: 'get_lens' }, { operation: 'lenses.list' }, { operation: 'nothing' }];
    expect((await toolsOf(catalogue, { operations })).map(({ name }) => name)).toEqual(['get_lens', 'lenses_list']);
    const { structuredContent } = await callTool(openapi, { name: 'list_operations', settings: set(catalogue, { operations }) });
    expect(structuredContent).toMatchObject({ total: 5, missing: ['nothing'] });
  });

  test('what cannot be called is left out, with the reason; a name of ours is not taken', async () => {
    expect((await toolsOf(odd)).map(({ name }) => name)).toEqual(['get_profile_2']);
    const { structuredContent } = await callTool(openapi, { name: 'list_operations', settings: set(odd) });
    expect((structuredContent as { leftOut: { operation: string; reason: string }[] }).leftOut).toEqual([
      { operation: 'GET /cookie', reason: expect.stringContaining('cookie') },
      { operation: 'POST /elsewhere', reason: expect.stringContaining('another document') },
      { operation: 'GET /missing/{place}', reason: expect.stringContaining('{place}') },
      { operation: 'GET /circle', reason: expect.stringContaining('circle') },
      { operation: 'GET /matrix/{x}', reason: expect.stringContaining('matrix') },
    ]);
  });
});

describe('search and fetch', () => {
  const ask = async (name: string, input: JsonObject, more: JsonObject = {}, document = catalogue) => {
    const result = await callTool(openapi, { name, input, settings: set(document, more) });
    return { result, answer: result.structuredContent as JsonObject };
  };
  const found = async (query: string, more: JsonObject = {}, document = catalogue) =>
    ((await ask('search', { query }, more, document)).answer['results'] as { id: string; title: string; url: string }[]).map(
      ({ id }) => id,
    );

  test('find operations by words of path, id, title, description, tag and tool, names first; also those that are no tools', async () => {
    expect(await found('optics')).toEqual(['GET /lenses']);
    expect(await found('LENSES list')).toEqual(['GET /lenses']);
    expect(await found('lenses remove')).toEqual(['DELETE /lenses/{id}']);
    const operations = [{ operation: 'lenses.get', name: 'look_at' }];
    expect(await found('look_at', { operations })).toEqual(['GET /lenses/{id}']);
    expect(await found('lenses', { operations })).toHaveLength(5);
    expect(await found('cookie', {}, odd)).toEqual(['GET /cookie']);
    expect(await found('🎉')).toEqual([]);
  });

  test('show one with parameters, body and answer, and whether it is a tool', async () => {
    const { answer } = await ask('fetch', { id: 'GET /lenses' });
    expect(answer).toMatchObject({
      title: 'List lenses',
      url: `${baseUrl}/lenses`,
      metadata: { tool: 'lenses_list', tags: 'Optics' },
    });
    const text = String(answer['text']);
    expect(text).toContain('It is the tool `lenses_list`.');
    expect(text).toContain('| limit | query | integer | no |');
    // What only the service writes is nothing to send, and something to read.
    expect(text).toMatch(/\| entries \| list of object \|\n\| next \| string \|\n\| entries\.id \| string \|/);
    expect(text).toContain('| entries.parts.name | string |');
    const operations = [{ operation: 'lenses.list', fields: ['entries.id'] }];
    expect((await ask('fetch', { id: 'lenses.list' }, { operations })).answer['text']).toContain('these are kept: entries.id');
    const created = (await ask('fetch', { id: 'POST /lenses' }, { operations })).answer;
    expect(created['text']).toMatch(/was not chosen[\s\S]*## Body\n\napplication\/json, required[\s\S]*"focal"/);
    expect((await ask('fetch', { id: 'GET /cookie' }, {}, odd)).answer['text']).toContain('is a cookie');
    expect((await ask('fetch', { id: 'nothing' })).result).toMatchObject({ isError: true });
  });
});

describe('a call', () => {
  test('writes each parameter in its style and place, and the key into the query', async () => {
    const input = { limit: 5, tag: ['a b', 'ü&c'], ids: [1, 2], filter: { kind: 'x=y' }, 'X-Trace': 't1' };
    const { url, headers } = await send(catalogue, { tool: 'lenses_list', input, more: { security: 'key', credential: 'k/1' } });
    expect(url).toBe('/lenses?limit=5&tag=a+b&tag=%C3%BC%26c&ids=1%2C2&filter%5Bkind%5D=x%3Dy&api_key=k%2F1');
    expect(headers?.get('x-trace')).toBe('t1');
  });

  test.each(['../admin', 'a/b', '..', '%2e%2e', '?x=1', '🎉'])('keeps the value %j of a path in its segment', async (id) => {
    const { url, result } = await send(catalogue, { tool: 'lenses_get', input: { id } }).catch((error: Error) => ({
      url: undefined,
      result: error,
    }));
    if (url === undefined) expect(String(result)).toContain('not an id');
    else expect(url).toBe(`/lenses/${encodeURIComponent(id)}`);
  });

  test('sends bodies as the description has them', async () => {
    const create = await send(catalogue, { tool: 'lenses_create', input: { body: { name: 'Größe 🎉', focal: null } } });
    expect([create.method, create.headers?.get('content-type'), create.body]).toEqual([
      'POST',
      'application/json',
      '{"name":"Größe 🎉","focal":null}',
    ]);
    const note = await send(orders, {
      tool: 'post_orders_id_notes',
      input: { id_path: 7, id_query: 'q', body: { text: 'a&b' } },
      more: { security: 'login', credential: 'ada:pass word' },
    });
    expect([note.url, note.headers?.get('content-type'), note.body]).toEqual([
      '/orders/7/notes?id=q',
      'application/x-www-form-urlencoded',
      'text=a%26b',
    ]);
    expect(note.headers?.get('authorization')).toBe(`Basic ${Buffer.from('ada:pass word').toString('base64')}`);
    const fine = await send(odd, { tool: 'get_profile_2', more: { security: 'token', credential: 't0' } });
    expect(fine.headers?.get('authorization')).toBe('Bearer t0');
  });

  test('leaves out the fragment by which a description tells operations apart', async () => {
    expect((await send(orders, { tool: 'short_report', input: { lines: 3 } })).url).toBe('/report?lines=3');
  });

  test('that does not fit the schema sends nothing', async () => {
    for (const input of [{ limit: 99 }, { unknown: 1 }, { limit: 'x' }])
      await expect(send(catalogue, { tool: 'lenses_list', input })).rejects.toMatchObject({ code: 'tool.input-invalid' });
    await expect(send(catalogue, { tool: 'lenses_create', input: { body: { focal: 1 } } })).rejects.toMatchObject({
      code: 'tool.input-invalid',
    });
    expect((await send(catalogue, { tool: 'lenses_list', more: { security: 'key' } })).result).toMatchObject({ isError: true });
  });

  test('keeps the chosen fields, and a large answer is cut off with a mark', async () => {
    const call = async (answer: () => Response, fields: string[] = []) => {
      const settings = set(catalogue, { operations: [{ operation: 'lenses.list', name: 'list', fields }] });
      return (await callTool(openapi, { name: 'list', settings, fetch: createEcho(answer).fetch })).structuredContent;
    };
    const entries = [{ id: 1, owner: { name: 'Mira', mail: 'm' } }, { id: 2 }];
    expect(await call(() => Response.json({ entries, next: null }), ['entries.id', 'entries.owner.name'])).toMatchObject({
      body: { entries: [{ id: 1, owner: { name: 'Mira' } }, { id: 2 }] },
      truncated: false,
    });
    expect(await call(() => Response.json(Array.from({ length: 60_000 }, String)))).toMatchObject({
      truncated: true,
      body: expect.stringContaining('more characters]'),
    });
    expect(await call(() => new Response('x'.repeat(9_000_000), { headers: { 'content-type': 'text/plain' } }))).toMatchObject({
      truncated: true,
    });
    expect(await call(() => new Response(null, { status: 204 }))).toMatchObject({ status: 204, body: null });
  });

  test('never carries the credential to another origin', async () => {
    const echo = createEcho(() => new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } }));
    const settings = set(catalogue, { security: 'key', credential: 'secret' });
    await expect(callTool(openapi, { name: 'lenses_list', settings, fetch: echo.fetch })).rejects.toMatchObject({
      code: 'network.address-refused',
    });
    expect(echo.asked).toHaveLength(1);
  });
});

test('all operations are on offer, whatever was chosen, with the names of their tools, the fields of their answers, and reasons', () => {
  const operations = [{ operation: 'lenses.get', name: 'look_at' }];
  const { api, operations: offered } = builtin.operationsOf(set(catalogue, { operations })) ?? { api: '', operations: [] };
  expect(api).toBe('Halden catalogue');
  expect(offered.map(({ operation, toolName }) => [operation, toolName])).toContainEqual(['GET /lenses/{id}', 'lenses_get']);
  expect(offered).toHaveLength(5);
  expect(offered[0]).toMatchObject({
    id: 'lenses.list',
    fields: expect.arrayContaining([
      { path: 'entries', type: 'list of object' },
      { path: 'entries.id', type: 'string' },
    ]),
    reason: null,
  });
  const cannot = builtin.operationsOf(set(odd))?.operations.filter(({ toolName }) => toolName === null);
  expect(cannot).toHaveLength(5);
  expect(cannot?.[0]).toMatchObject({ method: 'get', path: '/cookie', reason: expect.stringContaining('cookie') });
});
