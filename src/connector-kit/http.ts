import type { z } from 'zod';
import { AppError, findAppError } from '../domain/errors.ts';
import { givenAddress, type MovedOrigins, type QueryValue, resolveAddress } from './address.ts';
import { toHttpError } from './http-error.ts';
import { decideRetry } from './retry.ts';

export type RequestOptions = {
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is; a stream is sent once and never again. */
  readonly body?: string | Uint8Array<ArrayBuffer> | URLSearchParams | ReadableStream<Uint8Array>;
  /** It only reads, whatever its method: repeated even where the tool writes. */
  readonly readsOnly?: boolean;
  /** The answer may lead to another site, as links to downloads do; nothing of the sign-in goes there. */
  readonly followsElsewhere?: boolean;
  /**
   * The address was just given by the service and carries its own permission, as those for uploads do. It may be anywhere that is
   * not private; nothing of the sign-in goes there.
   */
  readonly goesElsewhere?: boolean;
  /** Says an answer in HTTP's words where the service says it in its own, as GraphQL does: what is thrown and repeated follows from it. */
  readonly restate?: (answer: Response) => Promise<Response>;
};

export type Download = { readonly stream: ReadableStream<Uint8Array>; readonly mimeType: string | null; readonly bytes: number | null };

/** HTTP to a connector's own service: authorised, pinned to the base URL, repeated only where that does no harm. */
export type Http = {
  /** The parsed JSON of a 2xx answer. Throws `upstream.http-error` otherwise, `upstream.invalid-response` if it does not fit. */
  read<Schema extends z.ZodType>(schema: Schema, to: string, options?: RequestOptions): Promise<z.output<Schema>>;
  /** The 2xx answer as it is. */
  send(to: string, options?: RequestOptions): Promise<Response>;
  /** A body as a stream, in constant memory. */
  download(to: string, options?: RequestOptions): Promise<Download>;
};

export type HttpDependencies = {
  readonly fetch: typeof globalThis.fetch;
  readonly baseUrl: string;
  readonly otherOrigins: readonly string[];
  readonly movedOrigins?: MovedOrigins;
  /** The connector's name, for sentences. */
  readonly service: string;
  /** Of the tool that runs. */
  readonly repeatable: boolean;
  readonly scopes: readonly string[];
  readonly signal: AbortSignal;
  readonly clock?: () => number;
  readonly random?: () => number;
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

const maxRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

/** The `http` of one running tool. */
export function createHttp(dependencies: HttpDependencies): Http {
  const { fetch, service, scopes, repeatable, signal, clock = Date.now, random = Math.random, sleep = pause } = dependencies;

  async function send(to: string, options: RequestOptions = {}): Promise<Response> {
    const { method = options.json === undefined && options.body === undefined ? 'GET' : 'POST' } = options;
    const url =
      options.goesElsewhere === true
        ? givenAddress(dependencies, to)
        : resolveAddress(dependencies, { to, ...(options.query === undefined ? {} : { query: options.query }) });
    const mayRepeat =
      (repeatable || options.readsOnly === true || method === 'GET' || method === 'HEAD') && !(options.body instanceof ReadableStream);
    for (let number = 1; ; number += 1) {
      const answer = await attempt(url, method, options);
      if (answer instanceof Response && answer.ok) return answer;
      const [status, retryAfter] = answer instanceof Response ? [answer.status, answer.headers.get('retry-after')] : [null, null];
      const verdict = decideRetry({ number, status, retryAfter, repeatable: mayRepeat }, { now: clock(), chance: random() });
      if (verdict.kind === 'give-up') throw answer instanceof Response ? await toHttpError(answer, { service, scopes }) : answer;
      if (answer instanceof Response) await answer.body?.cancel();
      await sleep(verdict.milliseconds, signal);
    }
  }

  /** An answer, or the error of a service that could not be reached; whatever else is thrown rises. */
  async function attempt(url: URL, method: string, options: RequestOptions): Promise<Response | AppError> {
    try {
      const answer = await follow(url, method, options);
      return options.restate === undefined ? answer : await options.restate(answer);
    } catch (error) {
      signal.throwIfAborted();
      const known = findAppError(error);
      if (known?.code === 'network.unreachable') return known;
      throw error;
    }
  }

  async function follow(url: URL, method: string, options: RequestOptions): Promise<Response> {
    let target = url;
    for (let count = 0; ; count += 1) {
      const response = await fetch(target, { ...toInit(options), method, redirect: 'manual', signal });
      const location = response.headers.get('location');
      if (!redirects.has(response.status) || location === null) return response;
      await response.body?.cancel();
      target = nextTarget(target, { location, method, options, count });
    }
  }

  function nextTarget(
    from: URL,
    {
      location,
      method,
      options,
      count,
    }: { readonly location: string; readonly method: string; readonly options: RequestOptions; readonly count: number },
  ): URL {
    const refused = (sentence: string) => new AppError('network.redirect-refused', { sentence });
    if (method !== 'GET' && method !== 'HEAD') throw refused(`${service} redirected what was to be sent. It was not sent on.`);
    if (count === maxRedirects || !URL.canParse(location, from)) throw refused(`${service} redirected again and again.`);
    const next = new URL(location, from);
    if (options.followsElsewhere === true && (next.protocol === 'https:' || next.protocol === from.protocol)) return next;
    return resolveAddress(dependencies, { to: next.href });
  }

  return {
    send,
    read: async (schema, to, options) => {
      const response = await send(to, options);
      const parsed = schema.safeParse(await readJson(response));
      if (parsed.success) return parsed.data;
      throw new AppError('upstream.invalid-response', {
        sentence: `${service} answered in a form that is not known here. The connector may need an update.`,
        cause: parsed.error,
      });
    },
    download: async (to, options) => {
      const response = await send(to, options);
      const length = response.headers.get('content-length');
      return {
        stream: response.body ?? new ReadableStream({ start: (controller) => controller.close() }),
        mimeType: response.headers.get('content-type')?.split(';', 1)[0]?.trim() ?? null,
        bytes: length === null ? null : Number(length),
      };
    },
  };
}

function toInit({ headers, json, body }: RequestOptions): RequestInit {
  const all = new Headers({ accept: 'application/json', ...headers });
  if (json !== undefined && !all.has('content-type')) all.set('content-type', 'application/json');
  const content = json === undefined ? body : JSON.stringify(json);
  if (content === undefined) return { headers: all };
  return { headers: all, body: content, ...(content instanceof ReadableStream ? { duplex: 'half' } : {}) };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
