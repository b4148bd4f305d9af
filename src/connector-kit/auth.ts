import type { HeaderForm } from '../domain/connector.ts';
import type { RegistrationGuide } from '../domain/registration.ts';

/** How people sign in to a connector. */
export type Auth = NoAuth | ApiKeyAuth | OAuth2Auth;
export type NoAuth = { readonly kind: 'none' };
export type ApiKeyAuth = {
  readonly kind: 'api-key';
  readonly headerName: string;
  readonly prefix: string;
  readonly form?: HeaderForm;
};
export type OAuth2Auth = {
  readonly kind: 'oauth2';
  /** May hold `{setting}`: a tenant, a region. */
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly revocationUrl: string | null;
  /** Every scope that a tool may name, with the words that people read. */
  readonly scopes: Readonly<Record<string, string>>;
  readonly always: readonly string[];
  /** What the owner reads, step by step, to get the client; null where nobody knows. */
  readonly registration?: OAuth2Registration | null;
  /** Left out: the origin of the addresses is taken for it. */
  readonly issuer?: string | null;
  /** Left out: the secret goes into the form, which all services take, and some take only there (https://linear.app/developers/oauth-2-0-authentication). */
  readonly clientAuthMethods?: readonly string[];
};

/** The vendor's steps; `called` has the permissions that its page names otherwise than by their scope. */
export type OAuth2Registration = RegistrationGuide & { readonly called?: Readonly<Record<string, string>> };

/** No sign-in: the connector needs no account elsewhere. */
export function none(): NoAuth {
  return { kind: 'none' };
}

/** One key that each person enters; it goes out in a header, or as its `form` says. */
export function apiKey({ headerName = 'Authorization', prefix = 'Bearer ', form }: Partial<Omit<ApiKeyAuth, 'kind'>> = {}): ApiKeyAuth {
  return { kind: 'api-key', headerName, prefix, ...(form === undefined ? {} : { form }) };
}

/**
 * The code flow with PKCE; the owner enters the client that they registered. Scopes are asked for the tools that are switched
 * on, and `always` beside them. `registration` is what the owner reads, step by step, to get that client.
 */
export function oauth2({
  authorizationUrl,
  tokenUrl,
  revocationUrl = null,
  scopes,
  always = [],
  ...more
}: Omit<OAuth2Auth, 'kind' | 'revocationUrl' | 'always'> & Partial<Pick<OAuth2Auth, 'revocationUrl' | 'always'>>): OAuth2Auth {
  return { kind: 'oauth2', authorizationUrl, tokenUrl, revocationUrl, scopes, always, ...more };
}
