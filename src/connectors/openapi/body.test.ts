import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { toBuiltin } from '../../connector-kit/index.ts';
import { callTool } from '../../connector-kit/testing.ts';
import type { JsonObject } from '../../domain/json.ts';
import openapi from './connector.ts';

const builtin = toBuiltin(openapi);
const baseUrl = 'https://files.halden-optics.example/v1';

type Asked = { readonly request: Request | undefined; readonly result: Awaited<ReturnType<typeof callTool>> };

/** One operation with this body, called; the request is read by the parser of the runtime, which is not ours. */
async function send(content: JsonObject, body: JsonObject | string, answer: () => Response = () => Response.json({})): Promise<Asked> {
  const document = JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Files' },
    paths: { '/files/report': { post: { operationId: 'put_file', requestBody: { content } } } },
  });
  const asked: Request[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push(new Request(input instanceof Request ? input : String(input), init));
    return answer();
  };
  const result = await callTool(openapi, {
    name: 'put_file',
    input: { body },
    settings: builtin.checkSettings({ document, baseUrl }),
    fetch,
  });
  return { request: asked[0], result };
}
const answered = async (answer: () => Response) => (await send({ 'application/json': {} }, {}, answer)).result;

const form = (properties: JsonObject, encoding: JsonObject = {}): JsonObject => ({
  'multipart/form-data': { schema: { type: 'object', properties }, encoding },
});
const binary = { type: 'string', format: 'binary' };

describe('a form with files', () => {
  test('is written as its description has it: texts, JSON, files with names and types, in the order of the description', async () => {
    const properties = {
      attributes: { type: 'object', properties: { name: { type: 'string' } } },
      note: { type: 'string' },
      tags: { type: 'array', items: { type: 'string' } },
      file: binary,
      pages: { type: 'array', items: { type: 'string', contentMediaType: 'image/png' } },
    };
    const body = {
      file: { text: 'Größe 🎉', name: 'a "quoted"\nname.txt', mimeType: 'text/plain' },
      pages: [{ base64: 'AAEC' }, { base64: '/+8=', name: 'zwei 田.png' }],
      tags: ['one', 'two'],
      note: 'über',
      attributes: { name: 'x', deep: { y: [1] } },
    };
    const { request } = await send(form(properties, { pages: { contentType: 'image/png, image/jpeg' } }), body);
    const parts = [...((await request?.formData()) ?? new FormData())];
    expect(parts.map(([name]) => name)).toEqual(['attributes', 'note', 'tags', 'tags', 'file', 'pages', 'pages']);
    const values = await Promise.all(
      parts.map(async ([, value]) =>
        typeof value === 'string' ? value : [value.name, value.type, Buffer.from(await value.arrayBuffer()).toString('hex')],
      ),
    );
    expect(values).toEqual([
      '{"name":"x","deep":{"y":[1]}}',
      'über',
      'one',
      'two',
      ['a "quoted"\nname.txt', 'text/plain', Buffer.from('Größe 🎉').toString('hex')],
      ['pages', 'image/png', '000102'],
      ['zwei 田.png', 'image/png', 'ffef'],
    ]);
  });

  test.each([
    [{ file: {} }, 'give its content'],
    [{ file: { text: 'a', base64: 'YQ==' } }, 'give its content'],
    [{ file: { base64: 'not base64!' } }, 'not base64'],
    [{ file: { base64: 'YWJ' + 'j'.repeat(2) } }, 'not base64'],
    [{ file: { text: 'a', mimeType: 'text/html' } }, 'may be image/*'],
  ])('%j is not sent', async (body, sentence) => {
    const { request, result } = await send(form({ file: binary }, { file: { contentType: 'image/*' } }), body);
    expect([request, result.isError, JSON.stringify(result.content)]).toEqual([undefined, true, expect.stringContaining(sentence)]);
  });

  test.each([{ file: { text: 'x'.repeat(5_000_001) } }, { file: 'text' }, { file: { text: '', mimeType: 'a/b\r\nx: y' } }])(
    'a file that is too large, or of another shape, does not fit the schema',
    async (body) => expect(send(form({ file: binary }), body)).rejects.toMatchObject({ code: 'tool.input-invalid' }),
  );
});

test('the fields of a plain form are written in their styles', async () => {
  const properties = {
    ids: { type: 'array' },
    list: { type: 'array' },
    filter: { type: 'object' },
    spread: { type: 'object' },
    meta: { type: 'object' },
  };
  const content = {
    'application/x-www-form-urlencoded': {
      schema: { type: 'object', properties },
      encoding: {
        list: { style: 'spaceDelimited', explode: false },
        filter: { style: 'deepObject', explode: true },
        meta: { contentType: 'application/json' },
      },
    },
  };
  const body = {
    ids: [1, 2],
    list: ['a', 'b'],
    filter: { kind: 'x', at: { from: 1 } },
    spread: { red: 1, blue: 'z' },
    meta: { a: [1] },
    more: true,
  };
  const { request } = await send(content, body);
  expect([...new URLSearchParams(await request?.text())]).toEqual([
    ['ids', '1'],
    ['ids', '2'],
    ['list', 'a b'],
    ['filter[kind]', 'x'],
    ['filter[at][from]', '1'],
    ['red', '1'],
    ['blue', 'z'],
    ['meta', '{"a":[1]}'],
    ['more', 'true'],
  ]);
  const { result } = await send(content, { filter: { list: [1] } });
  expect(JSON.stringify(result)).toContain('filter[list] is a list inside an object');
});

test.each([
  ['application/octet-stream', binary, { base64: 'AP8=' }, 'application/octet-stream', '00ff'],
  ['image/*', {}, { base64: 'AP8=', mimeType: 'image/png' }, 'image/png', '00ff'],
  ['*/*', binary, { text: 'é', mimeType: 'message/rfc822' }, 'message/rfc822', 'c3a9'],
  ['*/*', { type: 'object' }, { a: 1 }, 'application/json', Buffer.from('{"a":1}').toString('hex')],
  ['text/csv', binary, 'a;b', 'text/csv', '613b62'],
  ['application/xml', { type: 'object' }, '<a/>', 'application/xml', '3c612f3e'],
])('a body of %s, with the schema %j, is sent as it is', async (mediaType, schema, body, type, bytes) => {
  const { request } = await send({ [mediaType]: { schema } }, body);
  expect([request?.headers.get('content-type'), Buffer.from((await request?.bytes()) ?? []).toString('hex')]).toEqual([type, bytes]);
});

test.each([
  [{ 'multipart/related': {} }, 'multipart/related'],
  [form({ a: { type: 'string' } }, { a: { headers: { 'X-Part': { required: true } } } }), 'X-Part'],
  [form({ a: { type: 'object', properties: { inner: binary } } }), 'field of their own'],
  [form({ a: { type: 'array' } }, { a: { style: 'pipeDelimited' } }), 'no multipart'],
  [
    { 'application/x-www-form-urlencoded': { schema: { type: 'object', properties: { a: {} } }, encoding: { a: { style: 'matrix' } } } },
    'matrix',
  ],
])('the body %j is left out, and it says why', async (content, reason) => {
  const document = JSON.stringify({ openapi: '3.0.0', info: {}, paths: { '/files': { post: { requestBody: { content } } } } });
  const settings = builtin.checkSettings({ document, baseUrl });
  const { structuredContent } = await callTool(openapi, { name: 'list_operations', settings });
  expect(structuredContent).toMatchObject({
    operations: [],
    leftOut: [{ operation: 'POST /files', reason: expect.stringContaining(reason) }],
  });
});

describe('an answer that is no text', () => {
  const bytes =
    (mimeType: string, content: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    () =>
      new Response(content, { headers: { 'content-type': mimeType, ...headers } });

  test.each([
    ['image/png', { type: 'image', mimeType: 'image/png', data: 'AAEC' }],
    ['audio/mpeg', { type: 'audio', mimeType: 'audio/mpeg', data: 'AAEC' }],
    ['application/zip', { type: 'resource', resource: { uri: `${baseUrl}/files/report`, mimeType: 'application/zip', blob: 'AAEC' } }],
    ['image/svg+xml', { type: 'resource', resource: { uri: `${baseUrl}/files/report`, mimeType: 'image/svg+xml', blob: 'AAEC' } }],
  ])('of the type %s stands beside its description', async (mimeType, block) => {
    const { content, structuredContent } = await answered(bytes(mimeType, new Uint8Array([0, 1, 2])));
    expect(content.slice(1)).toEqual([block]);
    expect(structuredContent).toMatchObject({ mimeType, truncated: false, body: expect.stringContaining(`3 bytes of ${mimeType}`) });
  });

  test('is not carried along when it is large', async () => {
    for (const size of [3_000_001, 9_000_000]) {
      const { content, structuredContent } = await answered(bytes('application/zip', new Uint8Array(size)));
      expect([content.length, structuredContent]).toEqual([
        1,
        expect.objectContaining({ truncated: true, body: expect.stringContaining('not shown') }),
      ]);
    }
  });

  test('is read where it is a document, by its name if its type says nothing', async () => {
    const cell = '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Größe</t></is></c></row></sheetData></worksheet>';
    const files = {
      'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="Stock" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': cell,
    };
    const sheet = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
    const disposition = { 'content-disposition': "attachment; filename*=UTF-8''Bestand%20%F0%9F%8E%89.xlsx" };
    const read = await answered(bytes('application/octet-stream', new Uint8Array(sheet), disposition));
    expect(read.structuredContent).toMatchObject({ body: expect.stringContaining('Größe'), truncated: false });
    expect(read.content[1]).toMatchObject({ type: 'resource' });
    const broken = await answered(bytes('application/pdf', new Uint8Array([1, 2, 3])));
    expect(broken.content[1]).toMatchObject({ type: 'resource', resource: { blob: 'AQID' } });
    const page = await answered(
      bytes('text/html; charset=iso-8859-1', new Uint8Array(Buffer.from('<h1>Gr&ouml;&szlig;e</h1><script>x()</script>'))),
    );
    expect([page.structuredContent, page.content.length]).toEqual([expect.objectContaining({ body: '# Größe' }), 1]);
  });
});
