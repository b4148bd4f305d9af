import { AppError } from '../domain/errors.ts';

/** One request as it leaves: everything read from fetch's two arguments, its body whole in memory. */
export type Outgoing = {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | Uint8Array | null;
  readonly redirect: RequestRedirect;
  readonly signal: AbortSignal | null;
};

/** Reads fetch's arguments. Bodies are kept whole, so that a redirect may send them again. */
export async function readOutgoing(input: string | URL | Request, init: RequestInit = {}): Promise<Outgoing> {
  const request = input instanceof Request ? input : null;
  const headers = new Headers(init.headers ?? request?.headers);
  const given = init.body ?? (request === null || request.body === null ? null : new Uint8Array(await request.arrayBuffer()));
  const { body, contentType } = await readBody(given);
  if (contentType !== null && !headers.has('content-type')) headers.set('content-type', contentType);
  return {
    url: parseUrl(request === null ? String(input) : request.url),
    method: (init.method ?? request?.method ?? 'GET').toUpperCase(),
    headers,
    body,
    redirect: init.redirect ?? request?.redirect ?? 'follow',
    signal: init.signal ?? request?.signal ?? null,
  };
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch (cause) {
    throw new AppError('network.scheme-refused', {
      sentence: `"${text}" is not an address. Write it whole, with https:// in front.`,
      cause,
    });
  }
}

async function readBody(
  body: BodyInit | null,
): Promise<{ readonly body: string | Uint8Array | null; readonly contentType: string | null }> {
  if (body === null) return { body: null, contentType: null };
  if (typeof body === 'string') return { body, contentType: 'text/plain;charset=UTF-8' };
  if (body instanceof URLSearchParams) return { body: body.toString(), contentType: 'application/x-www-form-urlencoded;charset=UTF-8' };
  if (body instanceof Uint8Array) return { body, contentType: null };
  const whole = new Response(body);
  return { body: new Uint8Array(await whole.arrayBuffer()), contentType: whole.headers.get('content-type') };
}
