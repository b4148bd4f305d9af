/** Where sign-ins return to; registered with every authorization server. */
export function redirectUri(publicUrl: string): string {
  return `${trimSlash(publicUrl)}/connector_platform_oauth_redirect`;
}

/** Where our client ID metadata document is served. It is our client ID towards servers that take it. */
export function clientMetadataUrl(publicUrl: string): string {
  return `${trimSlash(publicUrl)}/oauth/client-metadata.json`;
}

export type ClientMetadata = {
  readonly client_name: string;
  readonly client_uri: string;
  readonly redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly token_endpoint_auth_method: string;
  /** OpenID Connect Registration §2; required by MCP 2026-07-28 client-registration. */
  readonly application_type: 'native' | 'web';
};

/** What we say of ourselves when we register (RFC 7591 §2). */
export function clientMetadata(publicUrl: string, { authMethod = 'none' }: { readonly authMethod?: string } = {}): ClientMetadata {
  const { protocol } = new URL(publicUrl);
  return {
    client_name: 'Patchbay',
    client_uri: trimSlash(publicUrl),
    redirect_uris: [redirectUri(publicUrl)],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: authMethod,
    // RFC 8252 §7.3: a redirect to plain http is that of a program on the person's own machine.
    application_type: protocol === 'https:' ? 'web' : 'native',
  };
}

/** The client ID metadata document (draft-ietf-oauth-client-id-metadata-document), to be served at clientMetadataUrl. */
export function clientMetadataDocument(publicUrl: string): ClientMetadata & { readonly client_id: string } {
  return { client_id: clientMetadataUrl(publicUrl), ...clientMetadata(publicUrl) };
}

const trimSlash = (url: string): string => url.replace(/\/+$/, '');
