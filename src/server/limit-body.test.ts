import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from '../../testing/servers/serve.ts';
import { limitBody } from './limit-body.ts';
import { problemResponse, toProblem } from './problem.ts';

let served: Served;
beforeAll(async () => {
  const app = new Hono();
  app.onError((error) => problemResponse(toProblem(error, 'log')));
  app.use(limitBody(10));
  app.all('/', async (context) => context.text(`${context.req.method} ${context.req.header('x-own')} ${await context.req.text()}`));
  // On a socket, since the server has a Request of its own kind.
  served = await serve((request) => app.fetch(request));
});
afterAll(() => served.close());

const headers = { 'x-own': 'kept' };
const chunked = (...parts: readonly string[]): RequestInit & { readonly duplex: 'half' } => ({
  method: 'POST',
  headers,
  body: new Blob([...parts]).stream(),
  duplex: 'half',
});
const answerTo = async (init: RequestInit) => {
  const response = await fetch(served.url, init);
  return response.ok ? response.text() : response.status;
};

test('a request without a body passes, whatever its method', async () => {
  expect(await answerTo({ headers })).toBe('GET kept ');
  expect(await answerTo({ method: 'DELETE', headers })).toBe('DELETE kept ');
});

test('a body passes whole, with a length or in chunks', async () => {
  expect(await answerTo({ method: 'POST', headers, body: '0123456789' })).toBe('POST kept 0123456789');
  expect(await answerTo(chunked('01234', '56789'))).toBe('POST kept 0123456789');
});

test('one that is too large is refused, with a length or in chunks', async () => {
  expect(await answerTo({ method: 'POST', headers, body: '0123456789a' })).toBe(413);
  expect(await answerTo(chunked('01234', '56789', 'a'))).toBe(413);
});
