import { startAuthorization } from '@modelcontextprotocol/client';
import { AppError } from '../../domain/errors.ts';
import { Secret } from '../../domain/secret.ts';
import { isWebAddress } from './judge-metadata.ts';
import { habitsOf } from './provider-habits.ts';
import type { OAuthClient } from './registration.ts';
import { type ServerMetadata, toSdkMetadata } from './server-metadata.ts';

export type AuthorizeOptions = {
  readonly metadata: ServerMetadata;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  readonly resource: string | null;
  readonly state: Secret;
};

/** The address to send the person's browser to, and the PKCE verifier that stays here (RFC 6749 §4.1.1, RFC 7636 §4). */
export async function authorizationRequest({
  metadata,
  client,
  scopes,
  resource,
  state,
}: AuthorizeOptions): Promise<{ readonly url: string; readonly verifier: Secret }> {
  const habits = habitsOf(metadata.issuer);
  const { authorizationUrl, codeVerifier } = await startAuthorization(metadata.issuer, {
    metadata: toSdkMetadata(metadata),
    clientInformation: { client_id: client.clientId },
    redirectUrl: client.redirectUri,
    state: state.reveal(),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(habits.scopeSeparator) }),
    ...(resource === null ? {} : { resource }),
  });
  if (!habits.promptForOfflineAccess) authorizationUrl.searchParams.delete('prompt');
  for (const [name, value] of Object.entries(habits.authorizationParameters)) authorizationUrl.searchParams.set(name, value);
  if (!isWebAddress(authorizationUrl.href)) throw new AppError('oauth.metadata-invalid');
  return { url: authorizationUrl.href, verifier: new Secret(codeVerifier) };
}
