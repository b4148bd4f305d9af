import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import { path } from './address.ts';
import { createHttp } from './http.ts';

type Answer = Response | (() => Response | Promise<Response>);

/** An `http` over a service that gives these answers in turn, the last one for ever. */
function serviceOf(answers: readonly Answer[], { repeatable = true, baseUrl = 'https://api.example/v1' } = {}) {
  const requests: { method: string; url: string; headers: Headers; body: unknown }[] = [];
  const pauses: number[] = [];
  const http = createHttp({
    fetch: async (input, init) => {
      requests.push({ method: init?.method ?? 'GET', url: String(input), headers: new Headers(init?.headers), body: init?.body });
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      return typeof answer === 'function' ? answer() : (answer ?? new Response());
    },
    baseUrl,
    otherOrigins: ['https://upload.example', 'https://upload.here.example'],
    movedOrigins: { 'https://moved.example': 'https://upload.here.example' },
    service: 'Example',
    repeatable,
    scopes: ['read'],
    signal: new AbortController().signal,
    random: () => 0,
    sleep: async (milliseconds) => void pauses.push(milliseconds),
  });
  return { http, requests, pauses };
}

const fails =
  (status: number, headers: Record<string, string> = {}, body = '{}') =>
  () =>
    new Response(body, { status, headers });
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error));

test('a path lies below the base URL, with its values encoded and its query in order', async () => {
  const { http, requests } = serviceOf([() => Response.json({ id: 1 })]);
  await http.read(z.object({ id: z.number() }), path`/users/${'a/../b?c'}/x`, { query: { q: 'ä b', tags: ['1', '2'], none: undefined } });
  expect(requests[0]?.url).toBe('https://api.example/v1/users/a%2F..%2Fb%3Fc/x?q=%C3%A4+b&tags=1&tags=2');
});

test.each([
  'https://evil.example/v1/me',
  'https://api.example/v2/me',
  '/../v2/me',
  'https://api.example.evil.example/v1/me',
  'https://user@evil.example/v1',
  '//evil.example/v1/../../x',
])('nothing is sent to %s', async (to) => {
  const { http, requests } = serviceOf([new Response()]);
  const sent = await http.send(to).then(() => requests[0]?.url ?? '', codeOf);
  expect(sent === 'network.address-refused' || sent.startsWith('https://api.example/v1/')).toBe(true);
});

test('what tools send to an origin that is elsewhere goes there, and nothing to where it was', async () => {
  const { http, requests } = serviceOf([new Response()]);
  await http.send('https://moved.example/api/files?x=1', { body: 'x', query: { fields: 'name' } });
  expect(requests.map(({ url }) => url)).toEqual(['https://upload.here.example/api/files?x=1&fields=name']);
});

test('a next link of the service and its other origins are reached', async () => {
  const { http, requests } = serviceOf([new Response()]);
  await http.send('https://api.example/v1/me?page=2');
  await http.send('https://upload.example/session/1', { method: 'PUT', body: 'x' });
  expect(requests.map(({ url }) => url)).toEqual(['https://api.example/v1/me?page=2', 'https://upload.example/session/1']);
});

test('an id of dots is refused, since it would climb', () => {
  expect(() => path`/users/${'..'}/x`).toThrow(AppError);
});

test('a redirect within the service is followed, one elsewhere only where that is said, one of a write never', async () => {
  const away = () => new Response(null, { status: 302, headers: { location: 'https://files.example/signed' } });
  const near = () => new Response(null, { status: 302, headers: { location: '/v1/other' } });
  await expect(serviceOf([away]).http.send('/me')).rejects.toMatchObject({ code: 'network.address-refused' });
  const followed = serviceOf([near, new Response('ok')]);
  expect(await (await followed.http.send('/me')).text()).toBe('ok');
  const downloaded = serviceOf([
    away,
    new Response('bytes', { headers: { 'content-type': 'text/plain; charset=x', 'content-length': '5' } }),
  ]);
  const { stream, ...about } = await downloaded.http.download('/me/content', { followsElsewhere: true });
  expect([about, await new Response(stream).text()]).toEqual([{ mimeType: 'text/plain', bytes: 5 }, 'bytes']);
  await expect(serviceOf([near]).http.send('/me', { json: {} })).rejects.toMatchObject({ code: 'network.redirect-refused' });
  await expect(serviceOf([near]).http.send('/me')).rejects.toMatchObject({ code: 'network.redirect-refused' });
});

test('what goes to an address that the service gave goes there only when it is meant, and encrypted', async () => {
  const upload = 'https://upload.elsewhere.example/session?token=once';
  const given = serviceOf([() => new Response('taken', { status: 201 })]);
  const answer = await given.http.send(upload, { method: 'PUT', body: 'bytes', goesElsewhere: true });
  expect([answer.status, given.requests[0]?.url]).toEqual([201, upload]);
  await expect(serviceOf([]).http.send(upload, { method: 'PUT', body: 'bytes' })).rejects.toMatchObject({
    code: 'network.address-refused',
  });
  for (const wrong of ['http://upload.elsewhere.example/', 'file:///etc/passwd', '/session'])
    await expect(serviceOf([]).http.send(wrong, { method: 'PUT', goesElsewhere: true })).rejects.toMatchObject({
      code: 'network.address-refused',
    });
});

test('what reads is tried again after 429 and 503, and waits as it was told', async () => {
  const { http, requests, pauses } = serviceOf([fails(429, { 'retry-after': '3' }), fails(503), () => Response.json([])]);
  await http.read(z.array(z.unknown()), '/list');
  expect([requests.length, pauses]).toEqual([3, [3000, 300]]);
});

test('what writes is sent once, whatever the answer, but what it reads on the way may be repeated', async () => {
  const write = serviceOf([fails(503)], { repeatable: false });
  await expect(write.http.send('/send', { json: { to: 'ada' } })).rejects.toMatchObject({
    code: 'upstream.http-error',
    detail: { httpStatus: 503 },
  });
  expect(write.requests).toHaveLength(1);
  const read = serviceOf([fails(503), new Response()], { repeatable: false });
  await read.http.send('/look');
  expect(read.requests).toHaveLength(2);
});

test('a stream goes up once, in half duplex, and is not repeated', async () => {
  const { http, requests } = serviceOf([fails(503)]);
  const body = new Blob(['x'.repeat(1000)]).stream();
  await expect(http.send('/upload', { method: 'PUT', body })).rejects.toMatchObject({ code: 'upstream.http-error' });
  expect(requests).toHaveLength(1);
});

test("an error speaks in our words, with the status; the service's own are kept redacted", async () => {
  const body = JSON.stringify({ error: { message: 'no such thing', access_token: 'abc' } });
  const error = await serviceOf([fails(404, {}, body)])
    .http.send('/x')
    .catch((caught: AppError) => caught);
  expect(error).toMatchObject({
    code: 'upstream.http-error',
    message: 'Example has nothing under this id, or this account may not see it. (HTTP 404)',
    detail: { httpStatus: 404, body: { error: { message: 'no such thing', access_token: '[redacted]' } } },
  });
  const plain = await serviceOf([fails(400, {}, 'Authorization: Bearer abc.def token=xyz')])
    .http.send('/x')
    .catch((caught: AppError) => caught);
  expect(JSON.stringify((plain as AppError).detail)).not.toMatch(/abc\.def|xyz/);
});

test('a sign-in that is good for less asks for more', async () => {
  const challenge = { 'www-authenticate': 'Bearer error="insufficient_scope", scope="mail.send mail.read"' };
  await expect(serviceOf([fails(403, challenge)]).http.send('/x')).rejects.toMatchObject({
    code: 'connection.scope-required',
    detail: { scopes: ['mail.send', 'mail.read'] },
  });
});

test('an answer in a form that is not known is said to be one', async () => {
  await expect(serviceOf([() => Response.json({ id: 'text' })]).http.read(z.object({ id: z.number() }), '/x')).rejects.toMatchObject({
    code: 'upstream.invalid-response',
  });
  await expect(serviceOf([new Response('<html>')]).http.read(z.object({}), '/x')).rejects.toMatchObject({
    code: 'upstream.invalid-response',
  });
});

test('a service that cannot be reached is tried again; a refused address is not', async () => {
  const unreachable = () => Promise.reject(new AppError('network.unreachable'));
  const again = serviceOf([unreachable, new Response()]);
  await again.http.send('/x');
  expect(again.requests).toHaveLength(2);
  const refused = serviceOf([() => Promise.reject(new AppError('network.address-refused'))]);
  await expect(refused.http.send('/x')).rejects.toMatchObject({ code: 'network.address-refused' });
  expect(refused.requests).toHaveLength(1);
});
