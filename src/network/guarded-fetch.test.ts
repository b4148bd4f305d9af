import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { AppError } from '../domain/errors.ts';
import { createGuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close() && server.closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function guarded(options: GuardedFetchOptions = { allowPrivate: ['127.0.0.1', 'localhost'] }) {
  const fetch = createGuardedFetch(options);
  closers.push(() => fetch.close());
  return fetch;
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: AppError) => error.code ?? String(error),
  );
const answer = (text: string) => (_: IncomingMessage, response: ServerResponse) => response.end(text);

describe('addresses', () => {
  test.each([
    'http://127.0.0.1:1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest',
  ])('%s is refused as written', async (url) => expect(await codeOf(guarded({})(url))).toBe('network.address-refused'));
  test('a name is refused for what it resolves to', async () => {
    expect(await codeOf(guarded({})('http://localhost:1/'))).toBe('network.address-refused');
  });
  test('an allowed range is reached by any spelling', async () => {
    const url = await serve(answer('here'));
    const fetch = guarded({ allowPrivate: ['127.0.0.0/8', '::1'] });
    expect(await (await fetch(url.replace('127.0.0.1', '2130706433'))).text()).toBe('here');
    expect(await (await fetch(url.replace('127.0.0.1', 'localhost'))).text()).toBe('here');
  });
  test.each(['ftp://example.com/', 'file:///etc/passwd', 'javascript:alert(1)', 'no address'])(
    '%s is refused for its scheme',
    async (url) => expect(await codeOf(guarded()(url))).toBe('network.scheme-refused'),
  );
  test('a refused connection says so', async () => {
    const error = await guarded()('http://127.0.0.1:9/').catch((caught: AppError) => caught);
    expect(error).toMatchObject({
      code: 'network.unreachable',
      message: '127.0.0.1:9 refused the connection. Check the port, and that the server runs.',
    });
  });
});

describe('redirects', () => {
  test('one to a private address is refused and not followed', async () => {
    let reached = false;
    const inner = await serve(() => {
      reached = true;
    });
    const outer = await serve((_, response) => response.writeHead(307, { location: inner.replace('127.0.0.1', '127.0.0.2') }).end());
    expect(await codeOf(guarded({ allowPrivate: ['127.0.0.1'] })(outer))).toBe('network.redirect-refused');
    expect(reached).toBe(false);
  });
  test('credentials stay with their origin', async () => {
    let seen: IncomingMessage['headers'] = {};
    const second = await serve((request, response) => {
      seen = request.headers;
      response.end('second');
    });
    const first = await serve((_, response) => response.writeHead(302, { location: second }).end());
    const response = await guarded()(first, { headers: { authorization: 'Bearer a', 'x-api-key': 'b', accept: 'text/plain' } });
    expect(await response.text()).toBe('second');
    expect(seen).toMatchObject({ accept: 'text/plain' });
    expect(seen.authorization ?? seen['x-api-key']).toBeUndefined();
  });
  test('a body is sent again to the same origin by 307, and to no other', async () => {
    const bodies: string[] = [];
    const other = await serve(answer('other'));
    const url = await serve((request, response) => {
      if (request.url === '/away') return response.writeHead(307, { location: other }).end();
      if (request.url === '/') return response.writeHead(307, { location: '/again' }).end();
      request.on('data', (chunk) => bodies.push(String(chunk))).on('end', () => response.end('done'));
    });
    const fetch = guarded();
    expect(await (await fetch(url, { method: 'POST', body: 'once' })).text()).toBe('done');
    expect(bodies).toEqual(['once']);
    expect(await codeOf(fetch(`${url}/away`, { method: 'POST', body: 'secret' }))).toBe('network.redirect-refused');
  });
  test('a circle of them ends', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    expect(await codeOf(guarded()(url))).toBe('network.redirect-refused');
  });
  test('a manual redirect is handed to the caller', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: '/x' }).end());
    expect((await guarded()(url, { redirect: 'manual' })).status).toBe(302);
  });
});

describe('sizes', () => {
  test('a body without a length is cut off at the bound', async () => {
    const url = await serve((_, response) => {
      const chunk = Buffer.alloc(100_000);
      for (let sent = 0; sent < 20; sent += 1) response.write(chunk);
      response.end();
    });
    const response = await guarded({ allowPrivate: ['127.0.0.1'], maxResponseBytes: 1_000_000 })(url);
    expect(await codeOf(response.text())).toBe('network.response-too-large');
  });
  test('a stated length beyond the bound is not even read', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-length': '50000000' }).write('x'));
    expect(await codeOf(guarded()(url))).toBe('network.response-too-large');
  });
  test('what a compressed body grows to is counted', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const response = await guarded({ allowPrivate: ['127.0.0.1'], maxResponseBytes: 1_000_000 })(url);
    expect(await codeOf(response.text())).toBe('network.response-too-large');
  });
  test('a compressed body arrives decoded', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('plain')));
    expect(await (await guarded()(url)).text()).toBe('plain');
  });
  test.each(['\n\n', '\r\n\r\n', '\r\r'])('an event stream is counted event by event, ended by %j', async (end) => {
    const event = `data: ${'x'.repeat(600)}${end}`;
    const url = await serve((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(request.url === '/long' ? event.repeat(50) : `data: ${'x'.repeat(2000)}`);
    });
    const fetch = guarded({ allowPrivate: ['127.0.0.1'], maxResponseBytes: 1000 });
    expect((await (await fetch(`${url}/long`)).text()).length).toBe(event.length * 50);
    expect(await codeOf((await fetch(`${url}/one`)).text())).toBe('network.response-too-large');
  });
});

describe('signals', () => {
  test('a server that never answers ends by the caller', async () => {
    const url = await serve(() => {});
    const reason = new Error('enough');
    const signal = AbortSignal.timeout(50);
    await expect(guarded()(url, { signal })).rejects.toBe(
      await new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason))),
    );
    const controller = new AbortController();
    const pending = guarded()(url, { signal: controller.signal });
    controller.abort(reason);
    await expect(pending).rejects.toBe(reason);
  });
  test('a body that comes byte by byte ends by the caller', async () => {
    const url = await serve((_, response) => {
      const timer = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(timer));
    });
    const controller = new AbortController();
    const response = await guarded()(url, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error('too slow')), 60);
    await expect(response.text()).rejects.toThrow('too slow');
  });
  test('2,000 requests on one signal leave no listener behind', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    closers.push(() => process.off('warning', onWarning));
    const url = await serve((request, response) =>
      request.url === '/whole' ? response.end('whole') : response.write('in ') && response.end('parts'),
    );
    const { signal } = new AbortController();
    const fetch = guarded();
    for (let count = 0; count < 2_000; count += 1) await (await fetch(count % 2 === 0 ? url : `${url}/whole`, { signal })).text();
    expect(warnings).toEqual([]);
  });
});
