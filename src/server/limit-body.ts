import type { MiddlewareHandler } from 'hono';
import { AppError } from '../domain/errors.ts';

/**
 * Refuses a body that is too large: by the length it says, or, where it says none (a DELETE, a chunked body), once more than that
 * has come. Hono's own makes a Request of the one it was given, which the server's own kind of Request does not allow.
 */
export function limitBody(maxBytes: number): MiddlewareHandler {
  return async (context, next) => {
    const { raw } = context.req;
    const length = raw.headers.get('content-length');
    if (length !== null && !raw.headers.has('transfer-encoding')) {
      if (Number(length) > maxBytes) throw new AppError('request.too-large');
      return next();
    }
    if (raw.body === null) return next();
    const body = await readWithin(raw.body, maxBytes);
    const { url, method, headers, signal } = raw;
    context.req.raw = new Request(url, { method, headers, signal, ...(body.size === 0 ? {} : { body }) });
    return next();
  };
}

async function readWithin(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const part of stream) {
    length += part.length;
    if (length > maxBytes) throw new AppError('request.too-large');
    parts.push(new Uint8Array(part));
  }
  return new Blob(parts);
}
