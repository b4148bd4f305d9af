import { createEmulator, type EmulatorOptions } from 'emulate';
import { freePort } from '../servers/free-port.ts';
import type { Gate } from './gate.ts';

/** Where `emulate` has a vendor's sign-in, and what it does otherwise than usual. */
type Vendor = {
  readonly service: 'linear' | 'google';
  readonly authorizePath: string;
  /** The emulator's own, where it is another. */
  readonly innerAuthorizePath?: string;
  readonly tokenPath: string;
  /** Null: the vendor has none that takes RFC 7009's form. */
  readonly revokePath: string | null;
  /** Whether each refresh gives a new refresh token and ends the one before. */
  readonly rotates: boolean;
  /** Without this parameter of the request to authorize there is no refresh token. */
  readonly offline?: { readonly name: string; readonly value: string };
  readonly whoIs: (inner: string, accessToken: string) => Promise<string>;
};

const askGoogle: Vendor['whoIs'] = async (inner, accessToken) => {
  const response = await fetch(`${inner}/oauth2/v2/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
  return ((await response.json()) as { email: string }).email;
};

const vendors = {
  linear: {
    service: 'linear',
    authorizePath: '/oauth/authorize',
    tokenPath: '/oauth/token',
    revokePath: '/oauth/revoke',
    rotates: true,
    whoIs: async (inner, accessToken) => {
      const response = await fetch(`${inner}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ viewer { email } }' }),
      });
      return ((await response.json()) as { data: { viewer: { email: string } } }).data.viewer.email;
    },
  },
  google: {
    service: 'google',
    authorizePath: '/o/oauth2/v2/auth',
    tokenPath: '/oauth2/token',
    revokePath: '/oauth2/revoke',
    rotates: false,
    whoIs: askGoogle,
  },
  // Google's emulator at Dropbox's addresses (https://developers.dropbox.com/oauth-guide).
  dropbox: {
    service: 'google',
    authorizePath: '/oauth2/authorize',
    innerAuthorizePath: '/o/oauth2/v2/auth',
    tokenPath: '/oauth2/token',
    revokePath: null,
    rotates: false,
    offline: { name: 'token_access_type', value: 'offline' },
    whoIs: askGoogle,
  },
} as const satisfies Record<string, Vendor>;

export type SignIn = {
  /** The emulator behind, which nobody but the double talks to. */
  readonly inner: string;
  /** Answers what belongs to the sign-in; null: something else. */
  answer(request: Request): Promise<Response | null>;
  readonly authorizations: readonly URLSearchParams[];
  close(): Promise<void>;
};

/**
 * A vendor's sign-in: `emulate` has the page, the codes and the tokens; in front of it stands what it lacks: only scopes that
 * exist, S256, tokens that end, a button to refuse, and refresh tokens that are good once where the vendor rotates them.
 */
export async function startSignIn({
  vendor,
  gate,
  scopes,
  seed,
}: {
  readonly vendor: keyof typeof vendors;
  readonly gate: Gate;
  readonly scopes: readonly string[];
  readonly seed: NonNullable<EmulatorOptions['seed']>;
}): Promise<SignIn> {
  const {
    service,
    authorizePath,
    innerAuthorizePath = authorizePath,
    tokenPath,
    revokePath,
    rotates,
    offline,
    whoIs,
  }: Vendor = vendors[vendor];
  const port = await freePort();
  const emulator = await createEmulator({ service, port, seed });
  const inner = `http://127.0.0.1:${port}`;
  const authorizations: URLSearchParams[] = [];
  const asked = new Map<string, readonly string[]>();
  /** States, then codes, of those who asked to stay signed in. */
  const staying = new Set<string>();
  const standing = new Map<string, readonly string[]>();

  async function authorize(url: URL): Promise<Response> {
    const parameters = url.searchParams;
    authorizations.push(parameters);
    const unknown = splitScopes(parameters.get('scope')).find((scope) => !scopes.includes(scope));
    if (unknown !== undefined) return back(parameters, { error: 'invalid_scope', error_description: `${unknown} is not known` });
    if (parameters.get('code_challenge_method') !== 'S256') return back(parameters, { error: 'invalid_request' });
    if (offline === undefined || parameters.get(offline.name) === offline.value) staying.add(parameters.get('state') ?? '');
    const page = await fetch(inner + innerAuthorizePath + url.search);
    return new Response(await page.text(), { status: page.status, headers: { 'content-type': 'text/html' } });
  }

  async function callback(url: URL, form: string): Promise<Response> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(inner + url.pathname, { method: 'POST', headers, body: form, redirect: 'manual' });
    const location = response.headers.get('location');
    if (location === null) return new Response(await response.text(), { status: response.status });
    const { code = '', state = '' } = Object.fromEntries(new URL(location).searchParams);
    asked.set(code, splitScopes(new URLSearchParams(form).get('scope')));
    if (staying.delete(state)) staying.add(code);
    return new Response(null, { status: 302, headers: { location } });
  }

  async function token(request: Request): Promise<Response> {
    const text = await request.text();
    const form = new URLSearchParams(text);
    const refreshToken = form.get('grant_type') === 'refresh_token' ? (form.get('refresh_token') ?? '') : null;
    if (refreshToken !== null && !(rotates ? gate.tokens.takeRefreshToken(refreshToken) : standing.has(refreshToken)))
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    const response = await fetch(inner + tokenPath, { method: 'POST', headers: request.headers, body: text });
    const { refresh_token: offered, ...rest } = (await response.json()) as { access_token: string; refresh_token?: string; scope: string };
    const stays = refreshToken !== null || staying.delete(form.get('code') ?? '');
    const given = { ...rest, ...(stays && offered !== undefined ? { refresh_token: offered } : {}) };
    if (!response.ok) return Response.json(given, { status: response.status });
    const granted = asked.get(form.get('code') ?? '') ?? splitScopes(given.scope);
    gate.tokens.issue({
      accessToken: given.access_token,
      refreshToken: rotates ? (given.refresh_token ?? null) : null,
      scopes: granted,
      replaces: refreshToken,
    });
    if (!rotates && given.refresh_token !== undefined) standing.set(given.refresh_token, granted);
    gate.remember(given.access_token, await whoIs(inner, given.access_token));
    return Response.json(given);
  }

  function revoke(form: string): Response {
    const value = new URLSearchParams(form).get('token') ?? '';
    standing.delete(value);
    gate.tokens.revoke(value);
    return new Response(null, { status: 200 });
  }

  return {
    inner,
    authorizations,
    answer: async (request) => {
      const url = new URL(request.url);
      if (url.pathname === authorizePath && request.method === 'GET') return authorize(url);
      if (url.pathname === `${innerAuthorizePath}/callback`) return callback(url, await request.text());
      if (url.pathname === tokenPath) return token(request);
      return url.pathname === revokePath ? revoke(await request.text()) : null;
    },
    close: () => emulator.close(),
  };
}

const splitScopes = (scope: string | null): readonly string[] => (scope ?? '').split(/[\s,]+/).filter((name) => name !== '');

function back(parameters: URLSearchParams, answer: Record<string, string>): Response {
  const target = new URL(parameters.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries({ ...answer, state: parameters.get('state') ?? '' })) target.searchParams.set(name, value);
  return new Response(null, { status: 302, headers: { location: target.href } });
}
