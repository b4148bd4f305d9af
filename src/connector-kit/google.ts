import { oauth2, type OAuth2Auth } from './auth.ts';
import type { Http, RequestOptions } from './http.ts';
import { restated } from './restate.ts';

/** The full name of a Google scope, as tokens carry it. */
export function googleScope(name: string): string {
  return `https://www.googleapis.com/auth/${name}`;
}

/**
 * Sign-in with Google (https://developers.google.com/identity/protocols/oauth2/web-server). That refresh tokens come only with
 * `access_type=offline` and a consent is a habit that the OAuth client knows.
 */
export function googleSignIn(scopes: Readonly<Record<string, string>>): OAuth2Auth {
  return oauth2({
    authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    revocationUrl: 'https://oauth2.googleapis.com/revoke',
    scopes: Object.fromEntries(Object.entries(scopes).map(([name, words]) => [googleScope(name), words])),
  });
}

/** Google's own reasons of a 403 that is a limit (https://developers.google.com/workspace/gmail/api/guides/handle-errors). */
const limits = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);

/** `http` for Google's APIs: a 403 that says "too fast" is the rate limit that it is. */
export function googleHttp(http: Http): Http {
  const also = (options: RequestOptions = {}): RequestOptions => ({ ...options, restate });
  return {
    read: (schema, to, options) => http.read(schema, to, also(options)),
    send: (to, options) => http.send(to, also(options)),
    download: (to, options) => http.download(to, also(options)),
  };
}

async function restate(answer: Response): Promise<Response> {
  if (answer.status !== 403) return answer;
  const text = await answer.text();
  return restated(answer, { text, status: reasonsIn(text).some((reason) => limits.has(reason)) ? 429 : 403 });
}

function reasonsIn(text: string): readonly string[] {
  return [...text.matchAll(/"reason"\s*:\s*"(\w+)"/g)].map(([, reason = '']) => reason);
}
