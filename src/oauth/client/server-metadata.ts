import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client';

/** What is needed of an authorization server's metadata (RFC 8414, OpenID Connect Discovery); small enough to be kept with a sign-in. */
export type ServerMetadata = {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly registration_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly response_types_supported?: readonly string[];
  readonly scopes_supported?: readonly string[];
  readonly code_challenge_methods_supported?: readonly string[];
  readonly token_endpoint_auth_methods_supported?: readonly string[];
  readonly client_id_metadata_document_supported?: boolean;
  readonly authorization_response_iss_parameter_supported?: boolean;
};

const kept = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'revocation_endpoint',
  'response_types_supported',
  'scopes_supported',
  'code_challenge_methods_supported',
  'token_endpoint_auth_methods_supported',
  'client_id_metadata_document_supported',
  'authorization_response_iss_parameter_supported',
] as const satisfies readonly (keyof ServerMetadata)[];

/** Takes over what is known by name from metadata that the SDK has parsed. */
export function keepMetadata(metadata: AuthorizationServerMetadata): ServerMetadata {
  const fields = new Map<string, unknown>(Object.entries(metadata));
  // The SDK's schema has checked these fields.
  return Object.fromEntries(
    kept.filter((name) => fields.get(name) !== undefined).map((name) => [name, fields.get(name)]),
  ) as ServerMetadata;
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
