import { ZodError } from 'zod';
import { type Served, serve } from '../../servers/serve.ts';
import { createGate, type Gate } from '../gate.ts';
import { createCompany, type Person, people } from './company.ts';
import { contentRoutes } from './content-routes.ts';
import { linkRoutes } from './link-routes.ts';
import { readRoutes } from './read-routes.ts';
import { malformed, problem, Refused } from './refused.ts';
import type { Answer, Route, Routes } from './route.ts';
import type { Content, Tree } from './tree.ts';
import { writeRoutes } from './write-routes.ts';

export type DropboxDouble = {
  /** Where routes of the kind "RPC" are. */
  readonly url: string;
  /** Where contents go up and down. */
  readonly contentUrl: string;
  readonly gate: Gate;
  readonly tree: Tree;
  readonly resetCursors: () => void;
  close(): Promise<void>;
};

/** Dropbox API v2 over a small company, at two hosts as the real one. `before` answers what belongs to the sign-in. */
export async function startDropbox({
  gate = createGate(),
  before = async () => null,
}: {
  readonly gate?: Gate;
  readonly before?: (request: Request) => Promise<Response | null>;
} = {}): Promise<DropboxDouble> {
  const tree = createCompany();
  const reading = readRoutes();
  let contentHost: Served | undefined = undefined;
  const contents = contentRoutes((token) => `${contentHost?.url}/temporary/${token}`);
  const routes: Routes = { ...reading.routes, ...contents.routes, ...writeRoutes, ...linkRoutes() };

  async function answer(request: Request, isContentHost: boolean): Promise<Response> {
    const holder = gate.admit(request);
    if (holder instanceof Response) return holder;
    const name = new URL(request.url).pathname.replace('/2/', '');
    const route = new Map(Object.entries(routes)).get(name);
    if (route === undefined || (route.style !== 'rpc') !== isContentHost) return new Response('Unknown API function', { status: 404 });
    if (holder === null) return refuseToken(request);
    if (!holder.scopes.includes(route.scope)) return problem(401, { '.tag': 'missing_scope', required_scope: route.scope });
    const person = people.find(({ email }) => email === holder.email);
    if (person === undefined) return problem(401, { '.tag': 'user_suspended' });
    return run(request, { name, route, person });
  }

  async function run(request: Request, { name, route, person }: { readonly name: string; readonly route: Route; readonly person: Person }) {
    const base = baseOf(request, person);
    if (base === null) {
      const info = { '.tag': 'team', root_namespace_id: person.rootNamespace, home_namespace_id: person.homeNamespace, home_path: '/' };
      return problem(422, { '.tag': 'invalid_root', invalid_root: info });
    }
    try {
      const { argument, body } = await readRequest(request, route);
      return toResponse(name, route.run(argument, { person, tree, base }, body));
    } catch (error) {
      if (error instanceof Refused) return problem(409, error.error);
      if (error instanceof SyntaxError || error instanceof ZodError) return malformed(name, error.message);
      throw error;
    }
  }

  function refuseToken(request: Request): Response {
    const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
    const known = gate.tokens.judge(token).kind !== 'unknown';
    return problem(401, { '.tag': known ? 'expired_access_token' : 'invalid_access_token' });
  }

  function giveLink(token: string): Response {
    const content = contents.links.get(token);
    return content === undefined ? new Response('gone', { status: 410 }) : toBody(content, {});
  }

  const apiHost = await serve(async (request) => (await before(request)) ?? answer(request, false));
  contentHost = await serve(async (request) => {
    const token = /^\/temporary\/([\w-]+)$/.exec(new URL(request.url).pathname)?.[1];
    return token === undefined ? answer(request, true) : giveLink(token);
  });
  return {
    url: apiHost.url,
    contentUrl: contentHost.url,
    gate,
    tree,
    resetCursors: reading.resetCursors,
    close: async () => {
      await Promise.all([apiHost.close(), contentHost?.close()]);
    },
  };
}

/** Where paths begin: at home, unless a header names the root (https://developers.dropbox.com/dbx-team-files-guide). Null: another root. */
function baseOf(request: Request, { root, home, rootNamespace }: Person): string | null {
  const header = request.headers.get('dropbox-api-path-root');
  if (header === null) return home;
  const given = JSON.parse(header) as { readonly '.tag': string; readonly root?: string };
  if (given['.tag'] === 'home') return home;
  return given['.tag'] === 'root' && given.root === rootNamespace ? root : null;
}

async function readRequest(request: Request, { style }: Route): Promise<{ readonly argument: unknown; readonly body: Buffer }> {
  const body = Buffer.from(await request.arrayBuffer());
  const type = request.headers.get('content-type');
  if (style === 'rpc') {
    if (body.length > 0 && !type?.startsWith('application/json')) throw new SyntaxError(`Bad HTTP "Content-Type" header: ${type}`);
    return { argument: body.length === 0 ? null : (JSON.parse(body.toString('utf8')) as unknown), body };
  }
  const header = request.headers.get('dropbox-api-arg');
  if (header === null) throw new SyntaxError('Must provide HTTP header "Dropbox-API-Arg" or URL parameter "arg".');
  if (style === 'upload' && type !== 'application/octet-stream') throw new SyntaxError(`Bad HTTP "Content-Type" header: ${type}`);
  if (style === 'download' && (type !== null || body.length > 0)) throw new SyntaxError('A download has no body.');
  return { argument: JSON.parse(header) as unknown, body };
}

function toResponse(name: string, answer: Answer): Response {
  if (typeof answer === 'string') return malformed(name, answer);
  return isDownload(answer) ? toBody(answer.content, answer.about) : Response.json(answer);
}

const isDownload = (answer: Exclude<Answer, string>): answer is Extract<Answer, { readonly kind: 'download' }> =>
  answer['kind'] === 'download';

function toBody(content: Content, about: Readonly<Record<string, unknown>>): Response {
  const result = JSON.stringify(about).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(content.bytes),
    'dropbox-api-result': result,
  };
  return new Response(content.stream(), { headers });
}
