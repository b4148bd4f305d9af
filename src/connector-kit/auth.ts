import type { RegistrationGuide } from '../domain/registration.ts';

/** How people sign in to a connector. */
export type Auth = NoAuth | ApiKeyAuth | OAuth2Auth;
export type NoAuth = { readonly kind: 'none' };
export type ApiKeyAuth = { readonly kind: 'api-key'; readonly headerName: string; readonly prefix: string };
export type OAuth2Auth = {
  readonly kind: 'oauth2';
  /** May hold `{setting}`: a tenant, a region. */
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly revocationUrl: string | null;
  /** Every scope that a tool may name, with the words that people read. */
  readonly scopes: Readonly<Record<string, string>>;
  readonly always: readonly string[];
  readonly registration: OAuth2Registration | null;
};

/** The vendor's steps; `called` has the permissions that its page names otherwise than by their scope. */
export type OAuth2Registration = RegistrationGuide & { readonly called?: Readonly<Record<string, string>> };

/** No sign-in: the connector needs no account elsewhere. */
export function none(): NoAuth {
  return { kind: 'none' };
}

/** One key that each person enters; it goes out in a header. */
export function apiKey({ headerName = 'Authorization', prefix = 'Bearer ' }: Partial<Omit<ApiKeyAuth, 'kind'>> = {}): ApiKeyAuth {
  return { kind: 'api-key', headerName, prefix };
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
  registration = null,
}: Omit<OAuth2Auth, 'kind' | OptionalPart> & Partial<Pick<OAuth2Auth, OptionalPart>>): OAuth2Auth {
  return { kind: 'oauth2', authorizationUrl, tokenUrl, revocationUrl, scopes, always, registration };
}
type OptionalPart = 'revocationUrl' | 'always' | 'registration';
