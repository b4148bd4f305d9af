import { createHash, randomBytes } from 'node:crypto';
import type { Gate } from './gate.ts';

type Grant = { readonly email: string; readonly scopes: readonly string[] };
type Code = Grant & { readonly redirectUri: string; readonly challenge: string | null; readonly expiresAt: number };

export type AuthorizationServer = {
  /** Answers what belongs to the sign-in; null: something else. */
  answer(request: Request): Promise<Response | null>;
  readonly authorizations: readonly URLSearchParams[];
};

export type AuthorizationServerOptions = {
  readonly gate: Gate;
  /** What its page calls it. */
  readonly vendor: string;
  readonly client: { readonly id: string; readonly secret: string };
  readonly redirectUri: string;
  /** Those of the application: others are refused, and all are granted where none is asked for. */
  readonly scopes: readonly string[];
  /** Whom one may choose on its page. */
  readonly people: readonly { readonly email: string; readonly name: string }[];
  readonly paths?: { readonly authorize: string; readonly token: string; readonly revoke: string };
  /** What its answers with a token hold besides. */
  readonly besides?: (scopes: readonly string[]) => Readonly<Record<string, unknown>>;
  readonly codeSeconds?: number;
  readonly clock?: () => number;
};

/**
 * The sign-in of a service whose vendor nobody emulates (RFC 6749, RFC 7636, RFC 7009): codes that are good once and for a short
 * time, refresh tokens that are good once, scopes of which the application must have each.
 */
export function createAuthorizationServer({
  gate,
  vendor,
  client,
  redirectUri,
  scopes: known,
  people,
  paths = { authorize: '/authorize', token: '/token', revoke: '/revoke' },
  besides = (scopes) => ({ scope: scopes.join(' ') }),
  codeSeconds = 60,
  clock = Date.now,
}: AuthorizationServerOptions): AuthorizationServer {
  const authorizations: URLSearchParams[] = [];
  const codes = new Map<string, Code>();
  const grants = new Map<string, Grant>();

  function authorize({ searchParams: asked }: URL): Response {
    authorizations.push(asked);
    const refused = faultOf(asked);
    if (refused !== null) return refused;
    const fields = [...asked].map(([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}">`).join('');
    const forms = people.map(
      ({ email, name }) =>
        `<form method="post" action="${paths.authorize}">${fields}<input type="hidden" name="email" value="${email}"><button>${name}, ${email}</button></form>`,
    );
    return new Response(`<!doctype html><title>${vendor}</title><h1>Grant access to ${vendor}</h1>${forms.join('')}`, {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  }

  function faultOf(asked: URLSearchParams): Response | null {
    const page = (text: string) => new Response(text, { status: 400 });
    if (asked.get('client_id') !== client.id) return page('invalid client_id');
    if (asked.get('redirect_uri') !== redirectUri) return page('redirect_uri_mismatch');
    const unknown = scopesOf(asked).find((scope) => !known.includes(scope));
    if (unknown !== undefined) return back(asked, { error: 'invalid_scope', error_description: `${unknown} is not enabled` });
    const isPlain = asked.has('code_challenge') && asked.get('code_challenge_method') !== 'S256';
    return asked.get('response_type') !== 'code' || isPlain ? back(asked, { error: 'invalid_request' }) : null;
  }

  function grant(form: URLSearchParams): Response {
    const email = people.find((person) => person.email === form.get('email'))?.email;
    const refused = faultOf(form);
    if (email === undefined || refused !== null) return refused ?? new Response('nobody', { status: 400 });
    const code = randomBytes(16).toString('base64url');
    const expiresAt = clock() + codeSeconds * 1000;
    codes.set(code, { email, scopes: scopesOf(form), redirectUri, challenge: form.get('code_challenge'), expiresAt });
    return back(form, { code });
  }

  function token(form: URLSearchParams): Response {
    if (!isClient(form)) return problem('invalid_client', 'The client credentials are invalid');
    switch (form.get('grant_type')) {
      case 'authorization_code': {
        const given = form.get('code') ?? '';
        const code = codes.get(given);
        codes.delete(given);
        if (code === undefined || code.expiresAt < clock()) return problem('invalid_grant', 'The authorization code has expired');
        // RFC 7636 §4.6
        const challenge = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        return code.challenge !== null && code.challenge !== challenge
          ? problem('invalid_grant', 'The code verifier does not fit')
          : issue(code, null);
      }
      case 'refresh_token': {
        const used = form.get('refresh_token') ?? '';
        const before = grants.get(used);
        if (before === undefined || !gate.tokens.takeRefreshToken(used)) return problem('invalid_grant', 'Refresh token has expired');
        return issue(before, used);
      }
      default:
        return problem('unsupported_grant_type', 'The grant type is not supported');
    }
  }

  function issue({ email, scopes }: Grant, replaces: string | null): Response {
    const [accessToken, refreshToken] = [randomBytes(16).toString('base64url'), randomBytes(32).toString('base64url')];
    gate.tokens.issue({ accessToken, refreshToken, scopes, replaces });
    gate.remember(accessToken, email);
    grants.set(refreshToken, { email, scopes });
    return Response.json({
      access_token: accessToken,
      expires_in: 3600,
      refresh_token: refreshToken,
      token_type: 'bearer',
      ...besides(scopes),
    });
  }

  function revoke(form: URLSearchParams): Response {
    if (!isClient(form)) return problem('invalid_client', 'The client credentials are invalid');
    gate.tokens.revoke(form.get('token') ?? '');
    return new Response(null, { status: 200 });
  }

  /** Left out: all that the application has. */
  const scopesOf = (asked: URLSearchParams) =>
    asked
      .get('scope')
      ?.split(' ')
      .filter((name) => name !== '') ?? known;
  const isClient = (form: URLSearchParams) => form.get('client_id') === client.id && form.get('client_secret') === client.secret;

  return {
    authorizations,
    answer: async (request) => {
      const url = new URL(request.url);
      const form = async () => new URLSearchParams(await request.text());
      switch (`${request.method} ${url.pathname}`) {
        case `GET ${paths.authorize}`:
          return authorize(url);
        case `POST ${paths.authorize}`:
          return grant(await form());
        case `POST ${paths.token}`:
          return token(await form());
        case `POST ${paths.revoke}`:
          return revoke(await form());
        default:
          return null;
      }
    },
  };
}

const problem = (error: string, description: string) => Response.json({ error, error_description: description }, { status: 400 });
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

function back(asked: URLSearchParams, answer: Readonly<Record<string, string>>): Response {
  const target = new URL(asked.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries({ ...answer, state: asked.get('state') ?? '' })) target.searchParams.set(name, value);
  return new Response(null, { status: 302, headers: { location: target.href } });
}
