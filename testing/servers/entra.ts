import { createEmulator } from 'emulate';
import { freePort } from './free-port.ts';
import { serve } from './serve.ts';
import { createTokenTable, type TokenTable } from './token-table.ts';

export const sentinelScope = '4500ebfb-89b6-4b14-a480-7f749797bfcd/SentinelPlatform.DelegatedAccess';
export const publicClientId = '11111111-2222-3333-4444-555555555555';
export const confidentialClient = { id: '66666666-7777-8888-9999-000000000000', secret: 'entra~secret+with/signs' };

/** What the authorization server does otherwise than it should. */
export type EntraFaults = {
  /** Appended to the redirect as `iss`. */
  iss: string | null;
  advertisesIss: boolean;
  pkce: 'S256' | 'plain' | 'absent';
  metadataIssuer: string | null;
  refresh: 'works' | 'http-503' | 'never-answers';
  offersRevocation: boolean;
};

export type Entra = {
  readonly url: string;
  readonly issuer: string;
  readonly tokens: TokenTable;
  /** The e-mail address of whom a token was issued to. */
  holderOf(accessToken: string): string | null;
  readonly faults: EntraFaults;
  /** Parameters of each request to authorize. */
  readonly authorizations: readonly URLSearchParams[];
  /** Forms of each request for tokens, with how the client showed who it is. */
  readonly tokenRequests: readonly { readonly form: URLSearchParams; readonly authorization: string | null }[];
  close(): Promise<void>;
};

export type EntraOptions = {
  readonly redirectUris?: readonly string[];
  readonly accessTokenSeconds?: number;
  readonly clock?: () => number;
  /** Scopes that may be asked for besides Sentinel's. */
  readonly moreScopes?: readonly string[];
};

/**
 * Microsoft Entra: `emulate` does the sign-in page, the codes and the tokens; this proxy in front is as strict as the
 * real one: it knows clients, scopes and issued tokens, takes no `resource`, demands S256, and has a button to refuse.
 */
export async function startEntra({
  redirectUris = ['http://127.0.0.1:3900/connector_platform_oauth_redirect'],
  accessTokenSeconds = 3600,
  clock = Date.now,
  moreScopes = [],
}: EntraOptions = {}): Promise<Entra> {
  const faults: EntraFaults = {
    iss: null,
    advertisesIss: false,
    pkce: 'S256',
    metadataIssuer: null,
    refresh: 'works',
    offersRevocation: false,
  };
  const authorizations: URLSearchParams[] = [];
  const tokenRequests: { form: URLSearchParams; authorization: string | null }[] = [];
  const tokens = createTokenTable({ clock, accessTokenSeconds });
  const asked = new Map<string, { readonly scopes: readonly string[]; readonly clientId: string; readonly email: string }>();
  /** By access token and by refresh token. */
  const holders = new Map<string, string>();
  const knownScopes = new Set([sentinelScope, 'offline_access', 'openid', 'profile', 'email', ...moreScopes]);
  let inner = '';

  const served = await serve(async (request) => {
    const url = new URL(request.url);
    if (url.pathname.endsWith('/.well-known/openid-configuration')) return metadata(url);
    if (url.pathname === '/oauth2/v2.0/authorize' && request.method === 'GET') return authorize(url);
    if (url.pathname === '/oauth2/v2.0/authorize/callback') return callback(url, await request.text());
    if (url.pathname === '/deny') return deny(url);
    if (url.pathname === '/oauth2/v2.0/token') return token(request);
    if (url.pathname === '/revoke') return revoke(await request.text());
    return new Response('not found', { status: 404 });
  });
  const port = await freePort();
  const emulator = await createEmulator({
    service: 'microsoft',
    port,
    baseUrl: served.url,
    seed: {
      microsoft: {
        users: [
          { email: 'analyst@contoso.com', name: 'Ana Lyst' },
          { email: 'admin@contoso.com', name: 'Ad Min' },
        ],
        oauth_clients: [
          { client_id: publicClientId, client_secret: '', name: 'Patchbay', redirect_uris: [...redirectUris] },
          {
            client_id: confidentialClient.id,
            client_secret: confidentialClient.secret,
            name: 'Patchbay (web)',
            redirect_uris: [...redirectUris],
          },
        ],
      },
    },
  });
  // `emulator.url` is the address it gives out, which is the proxy's.
  inner = `http://127.0.0.1:${port}`;
  const { issuer } = (await (await fetch(`${inner}/.well-known/openid-configuration`)).json()) as { issuer: string };
  const tenantPath = new URL(issuer).pathname;

  async function metadata(url: URL): Promise<Response> {
    // Only below the tenant, as the real one: this is how clients show that they look in all places.
    if (url.pathname !== `${tenantPath}/.well-known/openid-configuration`) return new Response('not found', { status: 404 });
    const { code_challenge_methods_supported: _, ...rest } = (await (await fetch(inner + url.pathname)).json()) as Record<string, unknown>;
    return Response.json({
      ...rest,
      ...(faults.pkce === 'absent' ? {} : { code_challenge_methods_supported: [faults.pkce] }),
      ...(faults.metadataIssuer === null ? {} : { issuer: faults.metadataIssuer }),
      ...(faults.advertisesIss ? { authorization_response_iss_parameter_supported: true } : {}),
      ...(faults.offersRevocation ? { revocation_endpoint: `${served.url}/revoke` } : {}),
    });
  }

  async function authorize(url: URL): Promise<Response> {
    const parameters = url.searchParams;
    authorizations.push(parameters);
    const refuse = (error: string, description: string) => back(parameters, { error, error_description: description });
    const scopes = splitScopes(parameters.get('scope'));
    if (parameters.has('resource')) return refuse('invalid_request', "AADSTS901002: The 'resource' request parameter is not supported.");
    if (parameters.get('code_challenge_method') !== 'S256') return refuse('invalid_request', 'AADSTS9002325: PKCE with S256 is required.');
    const unknown = scopes.find((scope) => !knownScopes.has(scope));
    if (scopes.length === 0 || unknown !== undefined)
      return refuse('invalid_scope', `AADSTS70011: The scope '${unknown ?? ''}' is not valid.`);
    const page = await fetch(inner + url.pathname + url.search);
    const denyUrl = `/deny?${new URLSearchParams({ redirect_uri: parameters.get('redirect_uri') ?? '', state: parameters.get('state') ?? '' })}`;
    const html = (await page.text()).replace(
      '</body>',
      `<form method="post" action="${denyUrl.replaceAll('&', '&amp;')}"><button type="submit" id="deny">Cancel</button></form></body>`,
    );
    return new Response(html, { status: page.status, headers: { 'content-type': 'text/html' } });
  }

  async function callback(url: URL, form: string): Promise<Response> {
    const response = await fetch(inner + url.pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form,
      redirect: 'manual',
    });
    const location = response.headers.get('location');
    if (location === null)
      return new Response(await response.text(), { status: response.status, headers: { 'content-type': 'text/html' } });
    const target = new URL(location);
    const given = new URLSearchParams(form);
    asked.set(target.searchParams.get('code') ?? '', {
      scopes: splitScopes(given.get('scope')),
      clientId: given.get('client_id') ?? '',
      email: given.get('email') ?? '',
    });
    if (faults.iss !== null) target.searchParams.set('iss', faults.iss);
    return new Response(null, { status: 302, headers: { location: target.href } });
  }

  function deny(url: URL): Response {
    return back(url.searchParams, {
      error: 'access_denied',
      error_description: 'AADSTS65004: User declined to consent to access the app.',
    });
  }

  async function token(request: Request): Promise<Response> {
    const text = await request.text();
    const form = new URLSearchParams(text);
    tokenRequests.push({ form, authorization: request.headers.get('authorization') });
    if (form.has('resource')) return problem('invalid_request', "AADSTS901002: The 'resource' request parameter is not supported.");
    const refreshing = form.get('grant_type') === 'refresh_token';
    if (refreshing && faults.refresh === 'never-answers') return new Promise(() => {});
    if (refreshing && faults.refresh === 'http-503') return new Response('busy', { status: 503 });
    const used = form.get('refresh_token');
    if (refreshing && !tokens.takeRefreshToken(used ?? ''))
      return problem('invalid_grant', 'AADSTS70008: The refresh token has expired or was revoked.');
    const code = asked.get(form.get('code') ?? '');
    if (!refreshing && code?.clientId !== clientOf(request, form))
      return problem('invalid_grant', 'AADSTS700009: The code belongs to another client.');
    const response = await fetch(`${inner}/oauth2/v2.0/token`, { method: 'POST', headers: request.headers, body: text });
    if (!response.ok)
      return new Response(await response.text(), { status: response.status, headers: { 'content-type': 'application/json' } });
    const { refresh_token: refreshToken, ...given } = (await response.json()) as {
      access_token: string;
      refresh_token: string;
      scope: string;
    };
    const scopes = code?.scopes ?? splitScopes(given.scope);
    const offline = scopes.includes('offline_access');
    const email = code?.email ?? holders.get(used ?? '') ?? '';
    for (const value of [given.access_token, refreshToken]) holders.set(value, email);
    tokens.issue({ accessToken: given.access_token, refreshToken: offline ? refreshToken : null, scopes, replaces: used });
    // The real one names only what belongs to the resource.
    const scope = scopes.filter((name) => name !== 'offline_access').join(' ');
    return Response.json({ ...given, scope, expires_in: accessTokenSeconds, ...(offline ? { refresh_token: refreshToken } : {}) });
  }

  function revoke(text: string): Response {
    tokens.revoke(new URLSearchParams(text).get('token') ?? '');
    return new Response(null, { status: 200 });
  }

  return {
    url: served.url,
    issuer,
    tokens,
    holderOf: (accessToken) => holders.get(accessToken) ?? null,
    faults,
    authorizations,
    tokenRequests,
    close: async () => {
      await served.close();
      await emulator.close();
    },
  };
}

const splitScopes = (scope: string | null): readonly string[] => (scope ?? '').split(/\s+/).filter((name) => name !== '');
const problem = (error: string, description: string): Response => Response.json({ error, error_description: description }, { status: 400 });

function back(parameters: URLSearchParams, answer: Record<string, string>): Response {
  const target = new URL(parameters.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries({ ...answer, state: parameters.get('state') ?? '' })) target.searchParams.set(name, value);
  return new Response(null, { status: 302, headers: { location: target.href } });
}

function clientOf(request: Request, form: URLSearchParams): string | null {
  const basic = /^Basic (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  return basic === undefined
    ? form.get('client_id')
    : decodeURIComponent(Buffer.from(basic, 'base64').toString('utf8').split(':')[0] ?? '');
}

/** A person at the sign-in page: chooses an account, or refuses. Gives the parameters that the browser comes back with. */
export function browseEntra({
  email = 'analyst@contoso.com',
  refuses = false,
}: {
  readonly email?: string;
  readonly refuses?: boolean;
} = {}): (url: string) => Promise<URLSearchParams> {
  return async (url) => {
    const page = await fetch(url, { redirect: 'manual' });
    const early = page.headers.get('location');
    if (early !== null) return new URL(early).searchParams;
    const html = await page.text();
    const form = refuses
      ? /<form method="post" action="(\/deny[^"]*)">/.exec(html)
      : html
          .split('<form')
          .slice(1)
          .find((part) => part.includes(email));
    if (form === null || form === undefined) throw new Error(`the sign-in page has no way on: ${html.slice(0, 500)}`);
    const action = typeof form === 'string' ? (/action="([^"]+)"/.exec(form)?.[1] ?? '') : (form[1] ?? '');
    const fields =
      typeof form === 'string'
        ? [...form.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']): [string, string] => [name, decode(value)])
        : [];
    const answer = await fetch(new URL(decode(action), url), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
    const location = answer.headers.get('location');
    if (location === null) throw new Error(`no redirect: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
    return new URL(location).searchParams;
  };
}

const decode = (html: string): string =>
  html.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>');
