import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, expect, test } from 'vitest';
import { AppError } from '../domain/errors.ts';
import { limitBody } from './limit-body.ts';

const app = new Hono();
app.use(limitBody(10));
app.onError((error, context) => context.text(error instanceof AppError ? error.code : String(error), 500));
app.all('*', async (context) => context.text(`${context.req.method} ${await context.req.text()}`));

// As `serve.ts` listens.
const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => server.close());

/** Chunks come without a length; Node says none for DELETE either. */
function send(method: string, chunks: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    // It listens on a port.
    const { port } = server.address() as AddressInfo;
    const asked = request({ method, port, host: '127.0.0.1' }, async (answer) => {
      let text = '';
      for await (const chunk of answer) text += String(chunk);
      resolve(text);
    });
    asked.on('error', reject);
    for (const chunk of chunks) asked.write(chunk);
    asked.end();
  });
}

test('a request without a body, and one in chunks, arrive', async () => {
  expect(await send('DELETE', [])).toBe('DELETE ');
  expect(await send('POST', ['one ', 'two'])).toBe('POST one two');
  expect(await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { method: 'DELETE' })).text()).toBe('DELETE ');
});

test('what is larger is refused, whether its length was said or not', async () => {
  expect(await send('POST', ['12345', '67890', '1'])).toBe('request.too-large');
  const said = await app.request('/', { method: 'POST', body: '12345678901', headers: { 'content-length': '11' } });
  expect(await said.text()).toBe('request.too-large');
  const fits = await app.request('/', { method: 'POST', body: '1234567890', headers: { 'content-length': '10' } });
  expect(await fits.text()).toBe('POST 1234567890');
});
