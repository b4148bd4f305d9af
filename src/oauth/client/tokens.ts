import {
  exchangeAuthorization,
  InsecureTokenEndpointError,
  OAuthError,
  type OAuthTokens,
  refreshAuthorization,
  selectClientAuthMethod,
} from '@modelcontextprotocol/client';
import { AppError, findAppError } from '../../domain/errors.ts';
import { Secret } from '../../domain/secret.ts';
import { oneLine } from './callback.ts';
import { habitsOf } from './provider-habits.ts';
import type { OAuthClient } from './registration.ts';
import { type ServerMetadata, toSdkMetadata } from './server-metadata.ts';

/** What an authorization server gave; secrets do not print. */
export type Tokens = {
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  /** Seconds from now; null: the server does not say. */
  readonly expiresIn: number | null;
  /** Null: as asked (RFC 6749 §5.1). */
  readonly scopes: readonly string[] | null;
  /** Who signed in, by the id token's own word; for a label only. */
  readonly account: string | null;
};

type TokenRequest = {
  readonly metadata: ServerMetadata;
  readonly client: OAuthClient;
  /** Null: the connector leaves it out. */
  readonly resource: string | null;
  readonly fetch: typeof globalThis.fetch;
};

/** Trades the code for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export async function exchangeCode({
  code,
  verifier,
  ...request
}: TokenRequest & { readonly code: string; readonly verifier: Secret }): Promise<Tokens> {
  try {
    const tokens = await exchangeAuthorization(request.metadata.issuer, {
      ...sdkRequest(request),
      authorizationCode: code,
      codeVerifier: verifier.reveal(),
      redirectUri: request.client.redirectUri,
      // The issuer of the callback was judged before, hence the SDK is told that no parameter was promised.
      metadata: { ...toSdkMetadata(request.metadata), authorization_response_iss_parameter_supported: false },
    });
    return readTokens(tokens, request.metadata);
  } catch (error) {
    throw explain(error, 'oauth.exchange-failed');
  }
}

/** Asks for new tokens (RFC 6749 §6). `connection.expired`: the refresh token is dead, and only a person can go on. */
export async function refreshTokens({ refreshToken, ...request }: TokenRequest & { readonly refreshToken: Secret }): Promise<Tokens> {
  try {
    const tokens = await refreshAuthorization(request.metadata.issuer, { ...sdkRequest(request), refreshToken: refreshToken.reveal() });
    return readTokens(tokens, request.metadata);
  } catch (error) {
    if (error instanceof OAuthError && deadGrant.has(error.code)) {
      throw new AppError('connection.expired', {
        sentence: 'The sign-in to this connector has ended: its refresh token is expired or revoked. Reconnect.',
        cause: error,
        detail: { error: error.code },
      });
    }
    throw explain(error, 'oauth.refresh-failed');
  }
}

/** Tells the server to forget tokens (RFC 7009). False: it offers no way, or did not take it. */
export async function revokeToken({
  metadata,
  client,
  fetch,
  token,
  hint,
}: Omit<TokenRequest, 'resource'> & { readonly token: Secret; readonly hint: 'access_token' | 'refresh_token' }): Promise<boolean> {
  if (metadata.revocation_endpoint === undefined) return false;
  const body = new URLSearchParams({ token: token.reveal(), token_type_hint: hint });
  const headers = new Headers();
  authenticate(headers, { body, client, metadata });
  const response = await fetch(metadata.revocation_endpoint, { method: 'POST', headers, body });
  await response.body?.cancel();
  return response.ok;
}

/** RFC 6749 §5.2: these do not go away by themselves. */
const deadGrant = new Set<string>([
  'invalid_grant',
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'interaction_required',
  'consent_required',
  'login_required',
]);

function sdkRequest({ metadata, client, resource, fetch }: TokenRequest) {
  return {
    metadata: toSdkMetadata(metadata),
    clientInformation: clientInformation(client, metadata),
    ...(resource === null ? {} : { resource }),
    fetchFn: fetch,
  };
}

function clientInformation(
  { clientId, clientSecret, authMethod }: OAuthClient,
  { token_endpoint_auth_methods_supported: methods = [] }: ServerMetadata,
) {
  // In a form a secret travels as it is; in a Basic header, clients and servers differ about its encoding (RFC 6749 §2.3.1).
  const method = authMethod ?? (clientSecret !== null && methods.includes('client_secret_post') ? 'client_secret_post' : null);
  return {
    client_id: clientId,
    ...(clientSecret === null ? {} : { client_secret: clientSecret }),
    ...(method === null ? {} : { token_endpoint_auth_method: method }),
  };
}

function authenticate(
  headers: Headers,
  { body, client, metadata }: { readonly body: URLSearchParams; readonly client: OAuthClient; readonly metadata: ServerMetadata },
): void {
  const information = clientInformation(client, metadata);
  const method = selectClientAuthMethod(information, [...(metadata.token_endpoint_auth_methods_supported ?? [])]);
  if (method === 'client_secret_basic' && client.clientSecret !== null)
    headers.set('authorization', `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}`);
  else body.set('client_id', client.clientId);
  if (method === 'client_secret_post' && client.clientSecret !== null) body.set('client_secret', client.clientSecret);
}

function readTokens(tokens: OAuthTokens, { issuer }: ServerMetadata): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn, scope, id_token: idToken } = tokens;
  // Who asks with commas may answer with them.
  const separator = habitsOf(issuer).scopeSeparator === ',' ? /[\s,]+/ : /\s+/;
  return {
    accessToken: new Secret(accessToken),
    refreshToken: refreshToken === undefined ? null : new Secret(refreshToken),
    expiresIn: expiresIn ?? null,
    scopes: scope?.split(separator).filter((entry) => entry !== '') ?? null,
    account: idToken === undefined ? null : readAccount(idToken),
  };
}

function readAccount(idToken: string): string | null {
  try {
    const claims = new Map<string, unknown>(
      Object.entries(JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'))),
    );
    const named = ['preferred_username', 'email', 'upn', 'name']
      .map((claim) => claims.get(claim))
      .find((value) => typeof value === 'string' && value !== '');
    return typeof named === 'string' ? oneLine(named).slice(0, 200) : null;
  } catch {
    return null;
  }
}

function explain(error: unknown, code: 'oauth.exchange-failed' | 'oauth.refresh-failed'): AppError {
  const own = findAppError(error);
  if (own !== null) return own;
  if (error instanceof InsecureTokenEndpointError) {
    return new AppError('oauth.metadata-invalid', {
      sentence: 'The token endpoint is not https, so tokens would travel in the clear. Ask the operator.',
      cause: error,
    });
  }
  if (!(error instanceof OAuthError)) return new AppError(code, { cause: error });
  const advice = adviceFor.get(error.code) ?? 'See the connection trace.';
  // Where the answer was no OAuth error, the SDK puts the whole body into its message: that stays in the trace.
  const said = error.message.includes('Raw body:') ? '' : ` ${oneLine(error.message)}`;
  return new AppError(code, {
    sentence: `The authorization server answered ${error.code}.${said === '' ? '' : `${said.replace(/\.?$/, '.')}`} ${advice}`,
    cause: error,
    detail: { error: error.code },
  });
}

const adviceFor = new Map<string, string>([
  ['invalid_client', 'Check client ID and client secret under Advanced OAuth.'],
  ['unauthorized_client', 'Check client ID and client secret under Advanced OAuth.'],
  ['invalid_grant', 'The code was used or is too old, or the redirect URI differs. Connect again.'],
  ['invalid_scope', 'Check the scopes under Advanced OAuth.'],
  ['invalid_target', 'The server does not take the resource parameter; switch it off under Advanced OAuth.'],
]);
