import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import type { MiddlewareHandler } from 'hono';

const types: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
  ['.json', 'application/json'],
  ['.webmanifest', 'application/manifest+json'],
]);

/** Text is a third of its size when it is packed; fonts and images are packed already. */
const packed = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest']);
const smallest = 1024;

/** Serves the built page. Hashed assets are kept for a year; any other address is the page itself. */
export function servePage(folder: string): MiddlewareHandler {
  return async (context, next) => {
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD') return next();
    const path = normalize(decodeURIComponent(new URL(context.req.url).pathname));
    const asset = join(folder, path);
    const isAsset = asset.startsWith(folder + sep) && existsSync(asset) && statSync(asset).isFile();
    const file = isAsset ? asset : join(folder, 'index.html');
    // A missing asset is missing: the page in its place would be run as a script.
    if (!isAsset && (path.startsWith('/assets/') || !existsSync(file))) return context.notFound();
    const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
    const { size } = statSync(file);
    const packs = packed.has(extname(file)) && size > smallest && /\bgzip\b/.test(context.req.header('accept-encoding') ?? '');
    return new Response(packs ? body.pipeThrough(new CompressionStream('gzip')) : body, {
      headers: {
        'content-type': types.get(extname(file)) ?? 'application/octet-stream',
        vary: 'accept-encoding',
        ...(packs ? { 'content-encoding': 'gzip' } : { 'content-length': String(size) }),
        'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
    });
  };
}
