import { createEmulator, type EmulatorOptions } from 'emulate';
import { freePort } from '../servers/free-port.ts';
import type { Gate } from './gate.ts';

/** Where `emulate` has a vendor's sign-in, and what it does otherwise than usual. */
type Vendor = {
  readonly service: 'linear' | 'google';
  readonly authorizePath: string;
  readonly tokenPath: string;
  readonly revokePath: string;
  /** Whether each refresh gives a new refresh token and ends the one before. */
  readonly rotates: boolean;
  readonly whoIs: (inner: string, accessToken: string) => Promise<string>;
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
    whoIs: async (inner, accessToken) => {
      const response = await fetch(`${inner}/oauth2/v2/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
      return ((await response.json()) as { email: string }).email;
    },
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
  const { service, authorizePath, tokenPath, revokePath, rotates, whoIs }: Vendor = vendors[vendor];
  const port = await freePort();
  const emulator = await createEmulator({ service, port, seed });
  const inner = `http://127.0.0.1:${port}`;
  const authorizations: URLSearchParams[] = [];
  const asked = new Map<string, readonly string[]>();
  const standing = new Map<string, readonly string[]>();

  async function authorize(url: URL): Promise<Response> {
    const parameters = url.searchParams;
    authorizations.push(parameters);
    const unknown = splitScopes(parameters.get('scope')).find((scope) => !scopes.includes(scope));
    if (unknown !== undefined) return back(parameters, { error: 'invalid_scope', error_description: `${unknown} is not known` });
    if (parameters.get('code_challenge_method') !== 'S256') return back(parameters, { error: 'invalid_request' });
    const page = await fetch(inner + url.pathname + url.search);
    return new Response(await page.text(), { status: page.status, headers: { 'content-type': 'text/html' } });
  }

  async function callback(url: URL, form: string): Promise<Response> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const response = await fetch(inner + url.pathname, { method: 'POST', headers, body: form, redirect: 'manual' });
    const location = response.headers.get('location');
    if (location === null) return new Response(await response.text(), { status: response.status });
    asked.set(new URL(location).searchParams.get('code') ?? '', splitScopes(new URLSearchParams(form).get('scope')));
    return new Response(null, { status: 302, headers: { location } });
  }

  async function token(request: Request): Promise<Response> {
    const text = await request.text();
    const form = new URLSearchParams(text);
    const refreshToken = form.get('grant_type') === 'refresh_token' ? (form.get('refresh_token') ?? '') : null;
    if (refreshToken !== null && !(rotates ? gate.tokens.takeRefreshToken(refreshToken) : standing.has(refreshToken)))
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    const response = await fetch(inner + tokenPath, { method: 'POST', headers: request.headers, body: text });
    const given = (await response.json()) as { access_token: string; refresh_token?: string; scope: string };
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
      if (url.pathname === `${authorizePath}/callback`) return callback(url, await request.text());
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
