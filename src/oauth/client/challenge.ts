import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';

/** What a server says of the sign-in it wants (RFC 6750 §3, RFC 9728 §5.1). */
export type Challenge = { readonly resourceMetadataUrl: string | null; readonly scopes: readonly string[] };

/** What was learned by asking without credentials; `challenged` is false where the server asked for nothing. */
export type Reached = Challenge & { readonly challenged: boolean };

/** Reads the `WWW-Authenticate` header of a response. */
export function extractChallenge(response: Response): Challenge {
  const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
  return { resourceMetadataUrl: resourceMetadataUrl?.href ?? null, scopes: scope?.split(/\s+/).filter((entry) => entry !== '') ?? [] };
}
