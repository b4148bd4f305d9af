import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client';
import { z } from 'zod';

const names = z.array(z.string()).optional();
const schema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  registration_endpoint: z.string().optional(),
  revocation_endpoint: z.string().optional(),
  response_types_supported: names,
  scopes_supported: names,
  code_challenge_methods_supported: names,
  token_endpoint_auth_methods_supported: names,
  client_id_metadata_document_supported: z.boolean().optional().catch(undefined),
  authorization_response_iss_parameter_supported: z.boolean().optional().catch(undefined),
});

/**
 * What is needed of an authorization server's metadata (RFC 8414, OpenID Connect Discovery); small enough to be kept with a
 * sign-in. Read by a schema of our own: the SDK's for OpenID providers drops the revocation endpoint.
 */
export type ServerMetadata = z.output<typeof schema> & {
  /** Not of the server: nobody published an issuer, and it is the origin of the addresses. */
  readonly assumesIssuer?: boolean;
};

/** Null: this is no metadata. */
export function readServerMetadata(text: string): ServerMetadata | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The endpoints of a server that publishes no metadata (2025-03-26 authorization › Fallbacks): PKCE is then taken as given. */
export function defaultMetadata(serverUrl: string): ServerMetadata {
  const { origin } = new URL(serverUrl);
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
  };
}

/** For the SDK's functions, which want mutable arrays. */
export function toSdkMetadata(metadata: ServerMetadata): AuthorizationServerMetadata {
  return { response_types_supported: ['code'], ...structuredClone(metadata) } as AuthorizationServerMetadata;
}
