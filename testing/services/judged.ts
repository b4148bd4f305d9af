import { graphUrl } from '../../src/connector-kit/index.ts';
import { type Served, serve } from '../servers/serve.ts';
import type { Box } from './box/box.ts';
import { startBoxJudge } from './box/judge.ts';
import { shareHost } from './graph/files-data.ts';
import type { Graph } from './graph/graph.ts';
import { startGraphJudge } from './graph/judge.ts';

/** What the vendor's own description has against requests and answers, so far. */
export type Judgement = {
  readonly violations: readonly string[];
  /** How much it has seen: requests, or kinds of them. */
  seen(): number;
};
export type Judged = { readonly judgement: Judgement; close(): Promise<void> };

/** The double of Graph at an address of its own, with Microsoft's description between it and whoever asks. */
export async function startJudgedGraph(graph: Graph): Promise<Judged & Served> {
  const judge = await startGraphJudge((request) => graph.handle(request));
  const front = await serve(async (request) => {
    const { origin, pathname, search } = new URL(request.url);
    const isApi = pathname.startsWith('/v1.0/');
    const response = await judge.fetch(await moved(request, isApi ? new URL(graphUrl).origin + pathname + search : request.url));
    return handedOn(response, (location) => location.replace(shareHost, origin));
  });
  const close = async () => {
    await front.close();
    await judge.close();
  };
  return { url: front.url, judgement: { violations: judge.violations, seen: () => judge.judged }, close };
}

/** The double of Box at addresses of its own, with Box's description between it and whoever asks. */
export async function startJudgedBox(service: Box): Promise<Judged & Pick<Box, 'url' | 'uploadUrl'>> {
  const judge = await startBoxJudge(service);
  const fronts = await Promise.all(
    [service.url, service.uploadUrl].map((to) =>
      serve(async (request) => {
        const { pathname, search } = new URL(request.url);
        return handedOn(await judge.fetch(await moved(request, to + pathname + search)));
      }),
    ),
  );
  const [url = '', uploadUrl = ''] = fronts.map((front) => front.url);
  const close = async () => {
    await Promise.all(fronts.map((front) => front.close()));
    await judge.close();
  };
  return { url, uploadUrl, judgement: { violations: judge.violations, seen: () => judge.judged.size }, close };
}

async function moved(request: Request, url: string): Promise<Request> {
  const { method, headers } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, { method, headers, redirect: 'manual', ...(hasBody ? { body: await request.arrayBuffer() } : {}) });
}

/** An answer that was fetched, without what the way it came by said of its form. */
async function handedOn(response: Response, where: (location: string) => string = (same) => same): Promise<Response> {
  const headers = new Headers(response.headers);
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding', 'connection', 'keep-alive']) headers.delete(name);
  const location = headers.get('location');
  if (location !== null) headers.set('location', where(location));
  const body = await response.arrayBuffer();
  return new Response(body.byteLength === 0 ? null : body, { status: response.status, headers });
}
