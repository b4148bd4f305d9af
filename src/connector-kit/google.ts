import { oauth2, type OAuth2Auth, type OAuth2Registration } from './auth.ts';
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
export function googleSignIn({ api, scopes }: GoogleSignIn): OAuth2Auth {
  return oauth2({
    authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    revocationUrl: 'https://oauth2.googleapis.com/revoke',
    scopes: Object.fromEntries(Object.entries(scopes).map(([name, words]) => [googleScope(name), words])),
    registration: googleRegistration(api),
  });
}
type GoogleSignIn = { readonly api: GoogleApi; readonly scopes: Readonly<Record<string, string>> };
/** As the API library of the console names it, and its address there. */
type GoogleApi = { readonly name: string; readonly service: `${string}.googleapis.com` };

/**
 * How one registers a client: https://support.google.com/cloud/answer/15549257. Who may sign in, and that sign-ins of an application
 * in testing end after a week: https://support.google.com/cloud/answer/15549945
 */
function googleRegistration({ name, service }: GoogleApi): OAuth2Registration {
  return {
    at: 'Google Cloud',
    documentation: 'https://support.google.com/cloud/answer/15549257',
    steps: [
      {
        says: `In the [Google Cloud console](https://console.cloud.google.com/projectcreate) make a project, or choose one. Then open the [${name}](https://console.cloud.google.com/apis/library/${service}) and press **Enable**.`,
      },
      {
        says: 'Open the [Google Auth Platform](https://console.cloud.google.com/auth/overview), press **Get started** and give the application a name. As audience choose **Internal** if only people of your Google Workspace organisation sign in, which needs no review by Google; else **External**.',
      },
      {
        says: 'External only: while the application is in testing, enter every person under [Audience](https://console.cloud.google.com/auth/audience) > **Test users** (up to 100). They sign in again every seven days, until you press **Publish app**; beyond 100 people Google reviews the application first.',
      },
      {
        says: '[Data Access](https://console.cloud.google.com/auth/scopes) > **Add or remove scopes**: paste these under **Manually add scopes**, press **Add to table**, **Update** and **Save**.',
        shows: 'permissions',
      },
      {
        says: '[Clients](https://console.cloud.google.com/auth/clients) > **Create client**. Application type: **Web application**. Add this address under **Authorized redirect URIs**.',
        shows: 'redirect-address',
      },
      { says: 'Press **Create** and copy **Client ID** and **Client secret** at once: Google shows the secret only now.' },
    ],
  };
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
