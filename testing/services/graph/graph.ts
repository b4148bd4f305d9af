import { type Served, serve } from '../../servers/serve.ts';
import { createCalendar } from './calendar.ts';
import { type Call, entity, GraphError, type Route, toErrorResponse } from './call.ts';
import { createFiles } from './files.ts';
import { createMail } from './mail.ts';
import { selectFrom } from './odata.ts';
import { type PersonName, people, userRow } from './people.ts';
import { searchRoute } from './search.ts';
import { createTeams } from './teams.ts';

export type Seen = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly headers: Headers };
/** Whose token this is and what it is for; null: it is not known, or no longer good. */
export type Judge = (token: string) => { readonly person: PersonName; readonly scopes: readonly string[] } | null;

export type Graph = {
  handle(request: Request): Promise<Response>;
  /** A fetch with a token of this person; without scopes, of everything. `through`: by way of another party. */
  fetchAs(person: PersonName, scopes?: readonly string[], through?: Graph['handle']): typeof globalThis.fetch;
  readonly seen: readonly Seen[];
  /** Answered in order before anything is looked at. */
  readonly faults: Response[];
  /** Page tokens that were given out are no longer good. */
  expirePageTokens(): void;
};

/**
 * A double of Microsoft Graph v1.0 for the company Halden Optics, with tokens that carry a person and permissions. It keeps what
 * is written to it. Microsoft's own description judges it in graph-judge.slow.test.ts.
 */
export function createGraph({ judge }: { readonly judge?: Judge } = {}): Graph {
  const seen: Seen[] = [];
  const faults: Response[] = [];
  const own = new Map<string, { readonly person: PersonName; readonly scopes: readonly string[] }>();
  let epoch = 1;
  const files = createFiles();
  const mail = createMail();
  const parts = [createCalendar(), createTeams(), files];
  const search = searchRoute(parts.map(({ searchable }) => searchable));
  const routes: readonly Route[] = [profile, ...mail.routes, ...parts.flatMap((part) => part.routes), search];
  const everything = [...new Set(routes.flatMap(({ scopes }) => scopes))];

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    seen.push({ method: request.method, path: decodeURIComponent(url.pathname), query: url.searchParams, headers: request.headers });
    const fault = faults.shift();
    if (fault !== undefined) return fault;
    if (url.pathname === '/_layouts/15/download') return files.download(url);
    if (mail.uploads.isUpload(url)) return mail.uploads.put(request);
    const token = request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
    const who = own.get(token) ?? judge?.(token) ?? null;
    if (who === null) {
      const error = new GraphError(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.');
      return toErrorResponse(error, { 'www-authenticate': 'Bearer error="invalid_token"' });
    }
    const path = url.pathname.replace(/^\/v1\.0/, '');
    const match = routes
      .map((route) => ({ route, parameters: matchPath(route, request.method, path) }))
      .find(({ parameters }) => parameters !== null);
    if (match === undefined || match.parameters === null)
      return toErrorResponse(new GraphError(400, 'BadRequest', `Resource not found for ${request.method} ${path}.`));
    const { route, parameters } = match;
    if (!route.scopes.some((scope) => who.scopes.includes(scope))) {
      const challenge = `Bearer error="insufficient_scope", scope="${route.scopes[0]}"`;
      return toErrorResponse(new GraphError(403, 'ErrorAccessDenied', 'Access is denied.'), { 'www-authenticate': challenge });
    }
    const call: Call = {
      person: who.person,
      scopes: who.scopes,
      url,
      parameters,
      headers: request.headers,
      json: async () => readJson(await request.text()),
      bytes: async () => new Uint8Array(await request.arrayBuffer()),
      epoch,
    };
    try {
      return await route.run(call);
    } catch (error) {
      if (error instanceof GraphError) return toErrorResponse(error);
      throw error;
    }
  }

  return {
    handle,
    fetchAs: (person, scopes = everything, through = handle) => {
      const token = `token-${person}-${own.size}`;
      own.set(token, { person, scopes });
      return async (input, init) => {
        const request = new Request(input, init);
        // As the real one does: what belongs to Graph goes to Graph only.
        if (new URL(request.url).hostname === 'graph.microsoft.com') request.headers.set('authorization', `Bearer ${token}`);
        return through(request);
      };
    },
    seen,
    faults,
    expirePageTokens: () => {
      epoch += 1;
    },
  };
}

/** The double on a loopback port. */
export async function startGraph(options: { readonly judge?: Judge } = {}): Promise<Graph & Served> {
  const graph = createGraph(options);
  const served = await serve((request) => graph.handle(request));
  return { ...graph, ...served };
}

const profile: Route = {
  method: 'GET',
  path: '/me',
  scopes: ['User.Read'],
  run: ({ person, url }) => entity('users/$entity', selectFrom(userRow(people[person]), url.searchParams.get('$select'))),
};

function matchPath(route: Route, method: string, path: string): Readonly<Record<string, string>> | null {
  if (route.method !== method) return null;
  const [wanted, given] = [route.path.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    // `:name:` is a place by its path: the value ends with a colon.
    const [, name, colon] = /^:(\w+)(:?)$/.exec(part) ?? [];
    if (name === undefined ? part !== value : !value.endsWith(colon ?? '')) return null;
    if (name !== undefined) parameters[name] = colon === ':' ? value.slice(0, -1) : value;
  }
  return parameters;
}

function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text);
  } catch {
    throw new GraphError(400, 'BadRequest', 'Unable to read JSON request payload.');
  }
}
