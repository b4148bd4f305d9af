import { afterAll, expect, test } from 'vitest';
import { startBoxCalls } from '../../../testing/services/box/calls.ts';
import { longFileBytes } from '../../../testing/services/box/company.ts';
import { toBuiltin } from '../../connector-kit/index.ts';
import { callTool } from '../../connector-kit/testing.ts';
import box from './connector.ts';

const { service, connector, ada, asAda, asBen, asReader } = await startBoxCalls();
afterAll(() => service.close());

/** One page with one line; readers find the parts without a table of them. */
const pdfOf = (line: string) => `%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>> endobj
4 0 obj <</Length ${line.length + 32}>> stream
BT /F 12 Tf 20 200 Td (${line}) Tj ET
endstream endobj
5 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>> endobj
trailer <</Root 1 0 R>>
%%EOF`;

test('a document comes as Markdown, from another host, which is none of those that the sign-in goes to', async () => {
  const expected = { title: 'Handbook — Größe 日本 🎉.html', text: '# Calibration\n\nWarm up **first**. Größe 日本 🎉' };
  expect(await asAda('fetch', { id: '2001' })).toMatchObject(expected);
  expect(service.downloads).toHaveLength(1);
  expect(toBuiltin(connector).origins({})).toEqual([service.url, service.uploadUrl]);
  expect(toBuiltin(box).origins({})).toEqual(['https://api.box.com', 'https://upload.box.com']);
});

test('pictures are pictures, and what cannot be shown is a link for the person', async () => {
  const picture = await callTool(connector, { name: 'get_file_content', input: { fileId: '2003' }, fetch: ada });
  expect(picture.content[1]).toMatchObject({ type: 'image', mimeType: 'image/gif' });
  await expect(asAda('fetch', { id: '2003' })).rejects.toThrow(/is a picture/);
  const link = await callTool(connector, { name: 'get_file_content', input: { fileId: '2004' }, fetch: ada });
  expect(link.content[1]).toEqual({ type: 'resource_link', uri: 'https://app.box.com/file/2004', name: 'all.zip', size: 22 });
  await expect(asAda('fetch', { id: '2004' })).rejects.toThrow(/all\.zip.*Open it in Box/);
});

test('a document that is too large is refused before anything of it is sent for', async () => {
  const before = service.gate.seen.length;
  await expect(asAda('fetch', { id: '2007' })).rejects.toThrow(/more than can be read/);
  expect(service.gate.seen.slice(before).map(({ path }) => path)).toEqual(['/2.0/files/2007']);
  expect(await asAda('get_file_content', { fileId: '2007' })).toMatchObject({ contentKind: 'link', bytes: longFileBytes });
});

test('of a text of 200 MB the beginning is asked for, and the rest is not sent', async () => {
  expect(await asAda('get_file_content', { fileId: '2006' })).toMatchObject({
    contentKind: 'text',
    truncated: true,
    bytes: longFileBytes,
  });
  expect((await asAda('fetch', { id: '2006' }))['metadata']).toMatchObject({ note: 'Cut: the document goes on.' });
  expect(service.downloads.at(-1)?.bytes).toBe(5_000_000);
  const empty = String((await asAda('upload_file', { name: 'empty.txt', content: '' }))['id']);
  expect(await asAda('fetch', { id: empty })).toMatchObject({ text: '', metadata: { bytes: '0' } });
});

test('a file that was just uploaded is waited for, as long as Box says; one that takes long is said', async () => {
  const drift = service.company.items.find(({ id }) => id === '2002');
  drift?.notReady.push('1', '1');
  expect(await asAda('fetch', { id: '2002' })).toMatchObject({ text: expect.stringContaining('lens,drift') });
  drift?.notReady.push('900');
  await expect(asAda('fetch', { id: '2002' })).rejects.toThrow(/still preparing/);
});

test('a PDF is read as text; a document that is broken is refused in words, whatever its kind', async () => {
  const pdf = await asAda('upload_file', { name: 'Plan.PDF', content: pdfOf('Warm up first') });
  expect(await asAda('fetch', { id: String(pdf['id']) })).toMatchObject({ text: expect.stringContaining('Warm up first') });
  for (const ending of ['pdf', 'docx', 'xlsx', 'pptx']) {
    const { id } = await asAda('upload_file', { name: `broken.${ending}`, content: 'no document' });
    await expect(asAda('fetch', { id: String(id) })).rejects.toThrow(/cannot be read|broken|damaged/);
  }
});

test('who may only look at a file cannot download it', async () => {
  expect(await asBen('get_file_details', { fileId: '4001' })).toMatchObject({ name: 'drift-01.txt' });
  await expect(asBen('fetch', { id: '4001' })).rejects.toThrow(/may only look at it/);
  // Box does not say which of the two it is.
  await expect(asReader()('fetch', { id: '2001' })).rejects.toThrow(/lacks the scope "Write all files and folders/);
});

test('a call that is cancelled while Box prepares a file is cancelled, and nothing else', async () => {
  service.company.items.find(({ id }) => id === '2002')?.notReady.push('1');
  const ending = new AbortController();
  const cancelling: typeof globalThis.fetch = async (input, init) => {
    const response = await ada(input, init);
    if (response.status === 202) ending.abort(new Error('the person went away'));
    return response;
  };
  const running = callTool(connector, { name: 'fetch', input: { id: '2002' }, fetch: cancelling, signal: ending.signal });
  await expect(running).rejects.toThrow('the person went away');
});
