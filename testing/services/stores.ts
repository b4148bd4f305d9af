import { createHash } from 'node:crypto';
import { serve } from '../servers/serve.ts';
import { createGate, type Gate, type Holder } from './gate.ts';
import { type SignIn, startSignIn } from './sign-in.ts';
import { describeStores } from './stores-description.ts';

export const storesClient = { id: 'stores-patchbay', secret: 'stores+secret/with signs' };
export const storesScopes = ['stock.read', 'stock.write', 'stock.admin'];
const redirect = 'http://127.0.0.1:3900/connector_platform_oauth_redirect';

export type Item = { readonly id: string; readonly name: string };
export type Stores = {
  readonly url: string;
  /** The API itself; its description lies at `/openapi.json` below it. */
  readonly baseUrl: string;
  readonly gate: Gate;
  readonly signIn: SignIn;
  /** What each person has on their shelves. */
  readonly shelves: ReadonlyMap<string, Item[]>;
  /** Keys that open the API without a sign-in: in a header, in the address, as a bearer or as user and password. */
  readonly keys: ReadonlyMap<string, string>;
  /** Addresses of all requests to the API, with their queries. */
  readonly addresses: readonly string[];
  close(): Promise<void>;
};

/** Which scope opens what; whoever lacks it is told which (RFC 6750 §3.1). */
const rules: readonly { readonly method: string; readonly path: RegExp; readonly scope: string }[] = [
  { method: 'GET', path: /^\/v1\//, scope: 'stock.read' },
  { method: 'POST', path: /^\/v1\/(items|drawings)$/, scope: 'stock.write' },
  { method: 'DELETE', path: /^\/v1\/items\/[^/]+$/, scope: 'stock.admin' },
];

/** An internal API of Halden Optics, described by OpenAPI: two people with shelves of their own, and every way to sign in. */
export async function startStores({ redirectUri = redirect }: { readonly redirectUri?: string } = {}): Promise<Stores> {
  const gate = createGate();
  const signIn = await startSignIn({
    vendor: 'google',
    gate,
    scopes: storesScopes,
    seed: {
      google: {
        users: [
          { email: 'ada@halden.example', name: 'Ada Halden' },
          { email: 'ben@halden.example', name: 'Ben 田中' },
        ],
        oauth_clients: [{ client_id: storesClient.id, client_secret: storesClient.secret, name: 'Patchbay', redirect_uris: [redirectUri] }],
      },
    },
  });
  const shelves = new Map<string, Item[]>([
    ['ada@halden.example', [{ id: 'a1', name: 'Lens 50 mm' }]],
    ['ben@halden.example', [{ id: 'b1', name: 'Prisma größe 🔭' }]],
  ]);
  const keys = new Map([
    ['key-ada/1', 'ada@halden.example'],
    ['key-ben+2', 'ben@halden.example'],
    ['ada:pass wörd', 'ada@halden.example'],
    ['ben:other', 'ben@halden.example'],
  ]);
  const addresses: string[] = [];
  let count = 0;

  const served = await serve(async (request) => {
    const answered = await signIn.answer(request);
    if (answered !== null) return answered;
    const url = new URL(request.url);
    if (url.pathname === '/v1/openapi.json') return Response.json(describeStores(served.url));
    addresses.push(url.pathname + url.search);
    const holder = (gate.faults.length === 0 ? byKey(request) : null) ?? gate.admit(request);
    if (holder instanceof Response) return holder;
    if (holder === null) return new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } });
    const rule = rules.find(({ method, path }) => method === request.method && path.test(url.pathname));
    if (rule === undefined) return Response.json({ error: 'no such place' }, { status: 404 });
    if (!holder.scopes.includes(rule.scope))
      return new Response(null, {
        status: 403,
        headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${rule.scope}"` },
      });
    return serveShelf(request, { url, email: holder.email });
  });

  function byKey(request: Request): Holder | null {
    const [, basic] = /^Basic (.+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
    const given = [
      request.headers.get('x-stores-key'),
      new URL(request.url).searchParams.get('stores_key'),
      basic === undefined ? null : Buffer.from(basic, 'base64').toString('utf8'),
      request.headers.get('authorization')?.replace('Bearer ', '') ?? null,
    ];
    const email = given.map((key) => keys.get(key ?? '')).find((found) => found !== undefined);
    return email === undefined ? null : { email, scopes: storesScopes };
  }

  async function keepDrawing(form: FormData): Promise<Response> {
    const drawing = form.get('drawing');
    if (!(drawing instanceof Blob)) return Response.json({ error: 'no drawing' }, { status: 400 });
    const sha256 = createHash('sha256')
      .update(await drawing.bytes())
      .digest('hex');
    return Response.json({ name: drawing.name, type: drawing.type, sha256, note: form.get('note') }, { status: 201 });
  }

  async function serveShelf(request: Request, { url, email }: { readonly url: URL; readonly email: string }): Promise<Response> {
    const shelf = shelves.get(email) ?? [];
    if (url.pathname === '/v1/me') return Response.json({ id: email.split('@')[0], displayName: email.split('@')[0], mail: email });
    if (request.method === 'GET') return Response.json({ items: shelf });
    if (url.pathname === '/v1/drawings') return keepDrawing(await request.formData());
    if (request.method === 'POST') {
      const { name } = (await request.json()) as { name: string };
      const item = { id: `n${(count += 1)}`, name };
      shelf.push(item);
      return Response.json(item, { status: 201 });
    }
    const at = shelf.findIndex(({ id }) => id === url.pathname.split('/').at(-1));
    if (at < 0) return Response.json({ error: 'not on the shelf' }, { status: 404 });
    shelf.splice(at, 1);
    return new Response(null, { status: 204 });
  }

  return {
    url: served.url,
    baseUrl: `${served.url}/v1`,
    gate,
    signIn,
    shelves,
    keys,
    addresses,
    close: async () => {
      await served.close();
      await signIn.close();
    },
  };
}
