import type { Problem } from './objects.ts';
import { type RouteAnswer, type RouteBodyInput, type RouteName, type RouteParameters, type RouteQueryInput, routes } from './routes.ts';

/** What `/api` answered instead of what was asked for. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

type RequestOptions<Name extends RouteName> = (keyof RouteParameters<Name> extends never
  ? { readonly path?: undefined }
  : { readonly path: RouteParameters<Name> }) &
  (RouteBodyInput<Name> extends undefined ? { readonly body?: undefined } : { readonly body: RouteBodyInput<Name> }) & {
    readonly query?: RouteQueryInput<Name>;
    readonly signal?: AbortSignal;
  };

/** A typed client of the JSON API, for the page and the CLI alike. `send` is fetch, or the app itself. */
export function createApiClient({
  send,
  headers = {},
}: {
  readonly send: (path: string, init: RequestInit) => Promise<Response>;
  readonly headers?: Readonly<Record<string, string>>;
}) {
  async function raw<Name extends RouteName>(name: Name, options: RequestOptions<Name>): Promise<Response> {
    const route = routes[name];
    const response = await send(routePath(name, options), {
      method: route.method,
      headers: { ...headers, ...(options.body === undefined ? {} : { 'content-type': 'application/json' }) },
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    });
    if (!response.ok) throw new ApiError(await readProblem(response));
    return response;
  }
  return {
    /** The raw response: for streams. Throws ApiError unless the status is 2xx. */
    raw,
    async call<Name extends RouteName>(
      name: Name,
      ...[options]: {} extends RequestOptions<Name> ? [options?: RequestOptions<Name>] : [options: RequestOptions<Name>]
    ): Promise<RouteAnswer<Name>> {
      const response = await raw(name, (options ?? {}) as RequestOptions<Name>);
      return (response.status === 204 ? undefined : await response.json()) as RouteAnswer<Name>;
    },
  };
}
export type ApiClient = ReturnType<typeof createApiClient>;

/** The address of an operation, with its parameters filled in. */
export function routePath<Name extends RouteName>(name: Name, options: { readonly path?: unknown; readonly query?: unknown }): string {
  const parameters = new Map(Object.entries(options.path ?? {}));
  const path = routes[name].path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(parameters.get(key))));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(options.query ?? {})) if (value !== undefined) query.set(key, String(value));
  return `/api/v1${path}${query.size === 0 ? '' : `?${query}`}`;
}

async function readProblem(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return {
      type: 'about:blank',
      title: response.statusText,
      status: response.status,
      code: 'internal',
      detail: `The server answered ${response.status} ${response.statusText}.`,
    };
  }
}
