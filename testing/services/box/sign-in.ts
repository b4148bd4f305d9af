import { createHash, randomBytes } from 'node:crypto';
import type { Gate } from '../gate.ts';
import { people } from './company.ts';

export const boxClient = { id: 'boxclient0123456789', secret: 'box+secret/with signs' };
export const boxScopes = ['root_readonly', 'root_readwrite'];

type Grant = { readonly login: string; readonly scopes: readonly string[] };
type Code = Grant & { readonly redirectUri: string; readonly challenge: string | null; readonly expiresAt: number };

export type BoxSignIn = {
  /** Answers what belongs to the sign-in; null: something else. */
  answer(request: Request): Promise<Response | null>;
  readonly authorizations: readonly URLSearchParams[];
};

const codeMilliseconds = 30_000;

/**
 * Box's sign-in (https://developer.box.com/guides/authentication/oauth2): codes that are good for 30 seconds and once, refresh
 * tokens that are good once, scopes of which the application must have each, and no word in the answer about what was granted.
 */
export function createBoxSignIn({
  gate,
  redirectUri,
  clock = Date.now,
}: {
  readonly gate: Gate;
  readonly redirectUri: string;
  readonly clock?: () => number;
}): BoxSignIn {
  const authorizations: URLSearchParams[] = [];
  const codes = new Map<string, Code>();
  const grants = new Map<string, Grant>();

  function authorize({ searchParams: asked }: URL): Response {
    authorizations.push(asked);
    const refused = faultOf(asked);
    if (refused !== null) return refused;
    const fields = [...asked].map(([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}">`).join('');
    const forms = people.map(
      ({ login, name }) =>
        `<form method="post" action="/api/oauth2/authorize">${fields}<input type="hidden" name="login" value="${login}"><button>${name}, ${login}</button></form>`,
    );
    return new Response(`<!doctype html><title>Box</title><h1>Grant access to Box</h1>${forms.join('')}`, {
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
  }

  function faultOf(asked: URLSearchParams): Response | null {
    const page = (text: string) => new Response(text, { status: 400 });
    if (asked.get('client_id') !== boxClient.id) return page('invalid client_id');
    if (asked.get('redirect_uri') !== redirectUri) return page('redirect_uri_mismatch');
    const unknown = scopesOf(asked).find((scope) => !boxScopes.includes(scope));
    if (unknown !== undefined) return back(asked, { error: 'invalid_scope', error_description: `${unknown} is not enabled` });
    const isPlain = asked.has('code_challenge') && asked.get('code_challenge_method') !== 'S256';
    return asked.get('response_type') !== 'code' || isPlain ? back(asked, { error: 'invalid_request' }) : null;
  }

  function grant(form: URLSearchParams): Response {
    const login = people.find((person) => person.login === form.get('login'))?.login;
    const refused = faultOf(form);
    if (login === undefined || refused !== null) return refused ?? new Response('nobody', { status: 400 });
    const code = randomBytes(16).toString('base64url');
    const expiresAt = clock() + codeMilliseconds;
    codes.set(code, { login, scopes: scopesOf(form), redirectUri, challenge: form.get('code_challenge'), expiresAt });
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

  function issue({ login, scopes }: Grant, replaces: string | null): Response {
    const [accessToken, refreshToken] = [randomBytes(16).toString('base64url'), randomBytes(32).toString('base64url')];
    gate.tokens.issue({ accessToken, refreshToken, scopes, replaces });
    gate.remember(accessToken, login);
    grants.set(refreshToken, { login, scopes });
    return Response.json({
      access_token: accessToken,
      expires_in: 3600,
      restricted_to: [],
      refresh_token: refreshToken,
      token_type: 'bearer',
    });
  }

  function revoke(form: URLSearchParams): Response {
    if (!isClient(form)) return problem('invalid_client', 'The client credentials are invalid');
    gate.tokens.revoke(form.get('token') ?? '');
    return new Response(null, { status: 200 });
  }

  return {
    authorizations,
    answer: async (request) => {
      const url = new URL(request.url);
      const form = async () => new URLSearchParams(await request.text());
      switch (`${request.method} ${url.pathname}`) {
        case 'GET /api/oauth2/authorize':
          return authorize(url);
        case 'POST /api/oauth2/authorize':
          return grant(await form());
        case 'POST /oauth2/token':
          return token(await form());
        case 'POST /oauth2/revoke':
          return revoke(await form());
        default:
          return null;
      }
    },
  };
}

/** Left out: all that the application has. */
function scopesOf(asked: URLSearchParams): readonly string[] {
  return (
    asked
      .get('scope')
      ?.split(' ')
      .filter((name) => name !== '') ?? boxScopes
  );
}

const isClient = (form: URLSearchParams) => form.get('client_id') === boxClient.id && form.get('client_secret') === boxClient.secret;
const problem = (error: string, description: string) => Response.json({ error, error_description: description }, { status: 400 });
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

function back(asked: URLSearchParams, answer: Readonly<Record<string, string>>): Response {
  const target = new URL(asked.get('redirect_uri') ?? '');
  for (const [name, value] of Object.entries({ ...answer, state: asked.get('state') ?? '' })) target.searchParams.set(name, value);
  return new Response(null, { status: 302, headers: { location: target.href } });
}
