import type { ConnectorDefinition } from '../../src/connector-kit/index.ts';
import { serve } from '../servers/serve.ts';
import { createGate, type Gate } from './gate.ts';
import { type SignIn, startSignIn } from './sign-in.ts';

export const googleClient = { id: 'patchbay.apps.googleusercontent.com', secret: 'GOCSPX-secret' };
const redirect = 'http://127.0.0.1:3900/connector_platform_oauth_redirect';
const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;
const full = 'https://mail.google.com/';

/** Which scopes open what, as each method's page of https://developers.google.com/workspace/gmail/api/reference/rest says. */
const rules: readonly { readonly method: string; readonly path: RegExp; readonly scopes: readonly string[] }[] = [
  { method: 'POST', path: /\/messages\/send$/, scopes: ['gmail.send', 'gmail.compose', 'gmail.modify'] },
  { method: 'POST', path: /\/drafts$/, scopes: ['gmail.compose', 'gmail.modify'] },
  { method: 'POST', path: /\/messages\/(batchModify|[^/]+\/(trash|modify))$/, scopes: ['gmail.modify'] },
  { method: 'GET', path: /^\/gmail\//, scopes: ['gmail.readonly', 'gmail.modify'] },
];

export type Google = {
  readonly url: string;
  readonly gate: Gate;
  readonly signIn: SignIn;
  /** Reads the mailbox as the emulator has it, past the gate. */
  look(email: string, path: string): Promise<unknown>;
  close(): Promise<void>;
};

const people = ['ada@halden.example', 'ben@halden.example'];

/** Where people sign in, for the addresses of a connector. */
export const googleSignIn = ({ url }: Google) => ({
  authorizationUrl: `${url}/o/oauth2/v2/auth`,
  tokenUrl: `${url}/oauth2/token`,
  revocationUrl: `${url}/oauth2/revoke`,
});
/** Every scope that a connector may ask for. */
export const googleScopesOf = ({ auth }: ConnectorDefinition): readonly string[] =>
  auth.kind === 'oauth2' ? Object.keys(auth.scopes) : [];

/** Gmail by `emulate`, and in front of it what it lacks: tokens that were issued and end, scopes, page tokens that it knows, and the profile. */
export async function startGoogle({
  gate = createGate(),
  redirectUri = redirect,
  moreScopes = [],
}: {
  readonly gate?: Gate;
  readonly redirectUri?: string;
  readonly moreScopes?: readonly string[];
} = {}): Promise<Google> {
  const signIn = await startSignIn({
    vendor: 'google',
    gate,
    scopes: [...['gmail.readonly', 'gmail.send', 'gmail.compose', 'gmail.modify'].map(scope), ...moreScopes],
    seed: {
      tokens: Object.fromEntries(people.map((email) => [`inner-${email}`, { login: email, scopes: [] }])),
      google: {
        users: [
          { email: 'ada@halden.example', name: 'Ada Halden' },
          { email: 'ben@halden.example', name: 'Ben 田中' },
        ],
        oauth_clients: [{ client_id: googleClient.id, client_secret: googleClient.secret, name: 'Patchbay', redirect_uris: [redirectUri] }],
        labels: [{ id: 'Label_optics', user_email: 'ada@halden.example', name: 'Optics/Größe 🔭' }],
        messages: mailbox,
      },
    },
  });

  const inside = (email: string, to: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer inner-${email}`);
    return fetch(signIn.inner + to, { ...init, headers });
  };

  const pageTokens = new Set<string>();
  const served = await serve(async (request) => {
    const answered = await signIn.answer(request);
    if (answered !== null) return answered;
    const holder = gate.admit(request);
    if (holder instanceof Response) return holder;
    if (holder === null) return problem(401, { reason: 'authError', status: 'UNAUTHENTICATED' });
    const url = new URL(request.url);
    const rule = rules.find(({ method, path }) => method === request.method && path.test(url.pathname));
    if (rule === undefined) return problem(404, { reason: 'notFound', status: 'NOT_FOUND' });
    if (![full, ...rule.scopes.map(scope)].some((known) => holder.scopes.includes(known)))
      return problem(
        403,
        { reason: 'insufficientPermissions', status: 'PERMISSION_DENIED' },
        {
          'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${scope(rule.scopes[0] ?? '')}"`,
        },
      );
    if (url.pathname === '/gmail/v1/users/me/profile') {
      const { resultSizeEstimate } = (await (await inside(holder.email, '/gmail/v1/users/me/messages')).json()) as {
        resultSizeEstimate: number;
      };
      return Response.json({ emailAddress: holder.email, messagesTotal: resultSizeEstimate, threadsTotal: 1, historyId: '1' });
    }
    const pageToken = url.searchParams.get('pageToken');
    if (pageToken !== null && !pageTokens.has(pageToken)) return problem(400, { reason: 'invalidArgument', status: 'INVALID_ARGUMENT' });
    const body = request.method === 'GET' ? {} : { body: await request.text() };
    const type = request.headers.get('content-type');
    const response = await inside(holder.email, url.pathname + url.search, {
      method: request.method,
      headers: type === null ? {} : { 'content-type': type },
      ...body,
    });
    const text = await response.text();
    const [, next] = /"nextPageToken":\s*"([^"]+)"/.exec(text) ?? [];
    if (next !== undefined) pageTokens.add(next);
    return new Response(text === '' ? null : text, { status: response.status, headers: { 'content-type': 'application/json' } });
  });

  return {
    url: served.url,
    gate,
    signIn,
    look: async (email, path) => (await inside(email, path)).json(),
    close: async () => {
      await served.close();
      await signIn.close();
    },
  };
}

const withAttachments = [
  'From: grace@supplier.example',
  'To: ada@halden.example',
  'Subject: Table',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'See the table.',
  '--b',
  'Content-Type: text/html; name="table.html"',
  'Content-Disposition: attachment; filename="table.html"',
  '',
  '<h2>Drift</h2><p>2 &micro;m</p>',
  '--b',
  'Content-Type: image/gif; name="dot.gif"',
  'Content-Disposition: attachment; filename="dot.gif"',
  'Content-Transfer-Encoding: base64',
  '',
  'R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==',
  '--b',
  'Content-Type: application/zip; name="all.zip"',
  'Content-Disposition: attachment; filename="all.zip"',
  'Content-Transfer-Encoding: base64',
  '',
  'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==',
  '--b--',
].join('\r\n');

/** Google's errors have a status, and reasons within. */
export function problem(
  code: number,
  { reason, status }: { readonly reason: string; readonly status: string },
  headers: Readonly<Record<string, string>> = {},
): Response {
  const error = { code, message: reason, errors: [{ message: reason, domain: 'global', reason }], status };
  return Response.json({ error }, { status: code, headers });
}

const mailbox = [
  {
    id: 'msg_order',
    thread_id: 'thread_order',
    user_email: 'ada@halden.example',
    from: 'Grace Ågren <grace@supplier.example>',
    to: 'ada@halden.example, "Tanaka, Ben" <ben@halden.example>',
    subject: 'Lenses — Größe 日本 🎉',
    body_text: 'See the other part.',
    body_html: '<h1>Order</h1><p>Twelve <b>lenses</b>, <a href="https://supplier.example/o/12">order 12</a>.</p>',
    label_ids: ['INBOX', 'UNREAD'],
    date: '2026-01-05T10:00:00.000Z',
    message_id: '<order-12@supplier.example>',
  },
  {
    id: 'msg_reply',
    thread_id: 'thread_order',
    user_email: 'ada@halden.example',
    from: 'ben@halden.example',
    to: 'ada@halden.example',
    subject: 'Re: Lenses — Größe 日本 🎉',
    body_text: 'Ordered.',
    label_ids: ['INBOX'],
    date: '2026-01-05T11:00:00.000Z',
    in_reply_to: '<order-12@supplier.example>',
  },
  {
    id: 'msg_advert',
    thread_id: 'thread_advert',
    user_email: 'ada@halden.example',
    from: 'offers@shop.example',
    to: 'ada@halden.example',
    subject: 'Buy now',
    body_text: 'Cheap lenses',
    label_ids: ['INBOX', 'UNREAD'],
    date: '2026-01-04T10:00:00.000Z',
  },
  {
    id: 'msg_table',
    thread_id: 'thread_table',
    user_email: 'ada@halden.example',
    raw: Buffer.from(withAttachments).toString('base64url'),
    label_ids: ['Label_optics'],
    date: '2026-01-03T10:00:00.000Z',
  },
];
