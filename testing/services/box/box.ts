import { randomBytes } from 'node:crypto';
import { serve } from '../../servers/serve.ts';
import type { AuthorizationServer } from '../authorization-server.ts';
import { createGate, type Gate } from '../gate.ts';
import { BoxError, insufficientScope, notFound, toResponse, unauthorized } from './answers.ts';
import type { Route } from './call.ts';
import { type Company, createCompany } from './company.ts';
import { readingRoutes } from './reading.ts';
import { createBoxSignIn } from './sign-in.ts';
import { uploadRoutes, writingRoutes } from './writing.ts';

export type Box = {
  /** Without the `/2.0` of its paths. */
  readonly url: string;
  /** Another origin, without the `/api/2.0` of its paths. */
  readonly uploadUrl: string;
  readonly gate: Gate;
  readonly company: Company;
  readonly signIn: AuthorizationServer;
  /** Each request to the host of downloads: whether it brought a sign-in, and how many bytes were sent. */
  readonly downloads: { readonly authorization: string | null; bytes: number; ended: boolean }[];
  /** From now on no marker is known. */
  expireMarkers(): void;
  close(): Promise<void>;
};

const redirect = 'http://127.0.0.1:3900/connector_platform_oauth_redirect';

/** Box over a company in memory, on three origins as the real one: the API with its sign-in, uploads, and downloads. */
export async function startBox({
  gate = createGate(),
  redirectUri = redirect,
}: {
  readonly gate?: Gate;
  readonly redirectUri?: string;
} = {}): Promise<Box> {
  const company = createCompany();
  const signIn = createBoxSignIn({ gate, redirectUri });
  const downloads: Box['downloads'] = [];
  const addresses = new Map<string, string>();
  let epoch = 0;

  const files = await serve((request) => {
    const id = addresses.get(/^\/d\/1\/([\w-]+)\/download$/.exec(new URL(request.url).pathname)?.[1] ?? '');
    const content = company.items.find((item) => item.id === id)?.versions.at(-1);
    if (content === undefined) return new Response('Forbidden', { status: 403 });
    const download = { authorization: request.headers.get('authorization'), bytes: 0, ended: false };
    downloads.push(download);
    const [first, last] = rangeOf(request, content.bytes);
    if (first > last && content.bytes > 0)
      return new Response(null, { status: 416, headers: { 'content-range': `bytes */${content.bytes}` } });
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(last - first + 1) };
    const isPart = request.headers.has('range');
    return new Response(toStream(partOf(content.open(), [first, last]), download), {
      status: isPart ? 206 : 200,
      headers: isPart ? { ...headers, 'content-range': `bytes ${first}-${last}/${content.bytes}` } : headers,
    });
  });
  const download = (fileId: string) => {
    const address = randomBytes(24).toString('base64url');
    addresses.set(address, fileId);
    return `${files.url}/d/1/${address}/download`;
  };
  const routes = [...readingRoutes({ download, epoch: () => epoch }), ...writingRoutes];
  const api = await serve(async (request) => (await signIn.answer(request)) ?? answer(request, { prefix: '/2.0', routes }));
  const uploads = await serve((request) => answer(request, { prefix: '/api/2.0', routes: uploadRoutes }));

  async function answer(
    request: Request,
    { prefix, routes: known }: { readonly prefix: string; readonly routes: readonly Route[] },
  ): Promise<Response> {
    const holder = gate.admit(request);
    if (holder instanceof Response) return holder;
    if (holder === null) return unauthorized();
    const url = new URL(request.url);
    const path = url.pathname.startsWith(`${prefix}/`) ? url.pathname.slice(prefix.length) : '';
    try {
      const route = known.find((one) => one.method === request.method && one.path.test(path));
      if (route === undefined) throw notFound();
      if (!route.scopes.some((scope) => holder.scopes.includes(scope))) throw (route.refusal ?? insufficientScope)();
      const id = decodeURIComponent(route.path.exec(path)?.[1] ?? '');
      return await route.run({ request, url, login: holder.email, company }, id);
    } catch (error) {
      if (error instanceof BoxError) return toResponse(error);
      throw error;
    }
  }

  return {
    url: api.url,
    uploadUrl: uploads.url,
    gate,
    company,
    signIn,
    downloads,
    expireMarkers: () => {
      epoch += 1;
    },
    close: async () => {
      await Promise.all([api.close(), uploads.close(), files.close()]);
    },
  };
}

/** RFC 9110 §14.1.2, one range from its first byte to its last. */
function rangeOf(request: Request, bytes: number): readonly [first: number, last: number] {
  const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? [];
  return [Number(first), Math.min(bytes - 1, last === '' ? Infinity : Number(last))];
}

function* partOf(parts: Iterable<Uint8Array>, [first, last]: readonly [number, number]): Iterable<Uint8Array> {
  let at = 0;
  for (const part of parts) {
    if (at > last) return;
    if (at + part.length > first) yield part.subarray(Math.max(0, first - at), Math.min(part.length, last - at + 1));
    at += part.length;
  }
}

/** Made as fast as it is taken. */
function toStream(parts: Iterable<Uint8Array>, sent: { bytes: number; ended: boolean }): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.iterator]();
  return new ReadableStream({
    pull: (controller) => {
      const { value, done } = iterator.next();
      if (done === true) {
        sent.ended = true;
        return controller.close();
      }
      sent.bytes += value.length;
      controller.enqueue(value);
    },
  });
}
