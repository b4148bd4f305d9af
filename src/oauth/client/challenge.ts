import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';

/** What a server says of the sign-in it wants (RFC 6750 §3, RFC 9728 §5.1). */
export type Challenge = { readonly resourceMetadataUrl: string | null; readonly scopes: readonly string[] };

/** Reads the `WWW-Authenticate` header of a response. */
export function extractChallenge(response: Response): Challenge {
  const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
  return { resourceMetadataUrl: resourceMetadataUrl?.href ?? null, scopes: scope?.split(/\s+/).filter((entry) => entry !== '') ?? [] };
}
