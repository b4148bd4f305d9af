import { pipeline, type Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { findAppError } from '../domain/errors.ts';
import { createSizeGuard, type SizeGuard } from './size-guard.ts';
import { explainNetworkFailure } from './failure.ts';
import type { Outgoing } from './outgoing.ts';

type SendOptions = { readonly dispatcher: Dispatcher; readonly maxResponseBytes: number };

/** Bodies up to this size are read at once: a Response over bytes is much cheaper than one over a stream. */
const smallBody = 65_536;
const decoders = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['br', createBrotliDecompress],
  ['deflate', createInflate],
]);

/** Sends one request and gives its response as the web's `Response`, its body counted while it streams. */
export async function sendRequest(outgoing: Outgoing, { dispatcher, maxResponseBytes }: SendOptions): Promise<Response> {
  const own = new AbortController();
  const follow = () => own.abort(outgoing.signal?.reason);
  if (outgoing.signal?.aborted === true) throw outgoing.signal.reason;
  outgoing.signal?.addEventListener('abort', follow, { once: true });
  // One listener per request on the caller's signal, gone when the request is: a shared signal never gathers them.
  const release = () => outgoing.signal?.removeEventListener('abort', follow);
  const explain = (error: unknown) =>
    own.signal.aborted ? own.signal.reason : (findAppError(error) ?? explainNetworkFailure(error, outgoing.url));

  try {
    const answer = await request(outgoing.url, {
      dispatcher,
      method: outgoing.method as Dispatcher.HttpMethod,
      headers: Object.fromEntries(outgoing.headers),
      body: outgoing.body,
      signal: own.signal,
    });
    const headers = toHeaders(answer.headers);
    const decode = decoders.get(headers.get('content-encoding')?.trim().toLowerCase() ?? '');
    const guard = createSizeGuard({ url: outgoing.url, maxBytes: maxResponseBytes, perEvent: isEventStream(headers) });
    const init = { status: answer.statusCode, statusText: answer.statusText, headers };
    const length = Number(headers.get('content-length') ?? Number.NaN);
    if (length > maxResponseBytes) {
      answer.body.on('error', () => {}).destroy();
      throw guard.failure();
    }
    if (decode === undefined && (length <= smallBody || hasNoBody(answer.statusCode))) {
      const bytes = new Uint8Array(await answer.body.arrayBuffer());
      release();
      return named(new Response(hasNoBody(answer.statusCode) ? null : bytes, init), outgoing.url);
    }
    if (decode !== undefined) for (const name of ['content-encoding', 'content-length']) headers.delete(name);
    // The error of either stream reaches who reads the last one.
    const body = decode === undefined ? answer.body : pipeline(answer.body, decode(), () => {});
    return named(new Response(toWebStream(body, { guard, explain, release }), init), outgoing.url);
  } catch (error) {
    release();
    throw explain(error);
  }
}

function toWebStream(
  body: Readable,
  { guard, explain, release }: { readonly guard: SizeGuard; readonly explain: (error: unknown) => unknown; readonly release: () => void },
): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const end = () => {
    release();
    body.on('error', () => {}).destroy();
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await chunks.next();
          if (next.done === true) {
            end();
            return controller.close();
          }
          guard.count(next.value);
          controller.enqueue(next.value);
        } catch (error) {
          end();
          controller.error(explain(error));
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

const isEventStream = (headers: Headers): boolean => headers.get('content-type')?.toLowerCase().startsWith('text/event-stream') === true;
const hasNoBody = (status: number): boolean => status === 204 || status === 205 || status === 304;

function toHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw)) for (const entry of [value ?? []].flat()) headers.append(name, entry);
  return headers;
}

/** A constructed Response has no address; callers resolve relative links against it. */
function named(response: Response, url: URL): Response {
  return Object.defineProperty(response, 'url', { value: url.href });
}
