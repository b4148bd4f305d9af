import { expect, test } from 'vitest';
import { maxPictureBytes, maxTextBytes, readFileContent } from './file-content.ts';
import { createHttp } from './http.ts';

const signal = new AbortController().signal;
const megabyte = new TextEncoder().encode('größe 日本 🎉\n'.repeat(50_000)).subarray(0, 1_000_000);

/** A service that sends for ever, and how much was taken. */
function endless(part: Uint8Array) {
  const state = { taken: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      state.taken += part.length;
      controller.enqueue(part);
    },
    cancel: () => {
      state.cancelled = true;
    },
  });
  const fetch = async () => new Response(body);
  const http = createHttp({
    fetch,
    baseUrl: 'https://files.example',
    otherOrigins: [],
    service: 'Files',
    repeatable: true,
    scopes: [],
    signal,
  });
  return {
    state,
    read: async (name: string, limit?: number) =>
      readFileContent(await http.download('/1'), { name, mimeType: null, signal, ...(limit === undefined ? {} : { limit }) }),
  };
}

test('a text without end is read at its beginning, and then no more is taken', async () => {
  const { state, read } = endless(megabyte);
  const { content } = await read('lens.log', 1_001);
  expect(content).toMatchObject({ kind: 'text', truncated: true });
  expect(content.text).toBe('größe 日本 🎉\n'.repeat(100).slice(0, content.text.length));
  expect(content.text.length).toBeGreaterThanOrEqual(1_000);
  expect(state.cancelled).toBe(true);
  expect(state.taken).toBeLessThanOrEqual(maxTextBytes + 3 * megabyte.length);
});

test('a picture without end is refused', async () => {
  const { state, read } = endless(megabyte);
  await expect(read('dot.png')).rejects.toThrow(/"dot\.png" is larger than 5 MB/);
  expect(state.cancelled).toBe(true);
  expect(state.taken).toBeLessThanOrEqual(maxPictureBytes + 3 * megabyte.length);
});

test('what is no text is refused by name', async () => {
  await expect(endless(new Uint8Array(100_000)).read('data')).rejects.toThrow(/"data" is neither text/);
});
