import type { MiddlewareHandler } from 'hono';
import { AppError } from '../domain/errors.ts';

/**
 * Refuses larger bodies, whether their length was said (RFC 9112 §6.2) or they come in chunks. Hono's own middleware copies the
 * request of a body without a length, and the light request of its server cannot be copied where the platform's classes are left
 * as they are: every such request would fail, those of `DELETE` among them.
 */
export function limitBody(maxBytes: number): MiddlewareHandler {
  return async (context, next) => {
    const { raw } = context.req;
    const { url, method, headers, signal } = raw;
    if (method === 'GET' || method === 'HEAD') return next();
    const said = headers.get('content-length');
    if (said !== null && !headers.has('transfer-encoding')) {
      if (Number(said) > maxBytes) throw new AppError('request.too-large');
      return next();
    }
    const body = await readAtMost(raw.body, maxBytes);
    context.req.raw = new Request(url, { method, headers, signal, body });
    return next();
  };
}

async function readAtMost(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (body === null) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    // Leaving the loop cancels the stream.
    if (size > maxBytes) throw new AppError('request.too-large');
    chunks.push(chunk);
  }
  return size === 0 ? null : Buffer.concat(chunks);
}
