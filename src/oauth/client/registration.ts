import { registerClient, RegistrationRejectedError } from '@modelcontextprotocol/client';
import { AppError, findAppError } from '../../domain/errors.ts';
import type { OAuthSettings } from '../../domain/connector.ts';
import { clientMetadata } from './client-metadata.ts';
import { type ServerMetadata, toSdkMetadata } from './server-metadata.ts';

/** Who we are to one authorization server. */
export type OAuthClient = {
  readonly clientId: string;
  readonly clientSecret: string | null;
  /** What the server registered us with; null: chosen by what it supports. */
  readonly authMethod: string | null;
  /** Milliseconds since the epoch; null: never. */
  readonly secretExpiresAt: number | null;
  readonly redirectUri: string;
};

export type RegistrationPlan =
  | { readonly kind: 'static'; readonly clientId: string }
  | { readonly kind: 'client-id-metadata'; readonly clientId: string }
  | { readonly kind: 'dynamic' }
  | { readonly kind: 'unavailable'; readonly sentence: string };

export type PlanInput = {
  readonly settings: OAuthSettings;
  readonly metadata: ServerMetadata;
  /** Where our client ID metadata document lies; of use only if others can fetch it, by https. */
  readonly documentUrl: string;
};

/** How we become a client (client-registration): pre-registered, then by metadata document, then dynamically. */
export function planRegistration({ settings, metadata, documentUrl }: PlanInput): RegistrationPlan {
  const { registration, clientId } = settings;
  if (clientId !== null && (registration === 'auto' || registration === 'static')) return { kind: 'static', clientId };
  if (registration === 'static')
    return {
      kind: 'unavailable',
      sentence: 'The connector is set to a registered client, but has no client ID. Enter one under Advanced OAuth.',
    };
  const takesDocument = metadata.client_id_metadata_document_supported === true;
  const servesDocument = documentUrl.startsWith('https://');
  if (registration === 'client-id-metadata' && !servesDocument) {
    return {
      kind: 'unavailable',
      sentence: 'A client ID metadata document can be used only when PATCHBAY_URL is a public https address. Choose another registration.',
    };
  }
  if (registration === 'client-id-metadata' && !takesDocument) {
    return {
      kind: 'unavailable',
      sentence: 'The authorization server takes no client ID metadata documents. Choose another registration under Advanced OAuth.',
    };
  }
  if (takesDocument && servesDocument && registration !== 'dynamic') return { kind: 'client-id-metadata', clientId: documentUrl };
  if (metadata.registration_endpoint !== undefined) return { kind: 'dynamic' };
  return {
    kind: 'unavailable',
    sentence: 'The authorization server lets no client register itself. Enter a client ID under Advanced OAuth.',
  };
}

export type RegisterOptions = {
  readonly metadata: ServerMetadata;
  readonly publicUrl: string;
  readonly scope: string | null;
  readonly fetch: typeof globalThis.fetch;
};

/** Registers us with an authorization server (RFC 7591). */
export async function register({ metadata, publicUrl, scope, fetch }: RegisterOptions): Promise<OAuthClient> {
  const ours = clientMetadata(publicUrl, { authMethod: preferredAuthMethod(metadata) });
  const { redirect_uris: redirectUris, grant_types: grantTypes, response_types: responseTypes, ...rest } = ours;
  try {
    const registered = await registerClient(metadata.issuer, {
      metadata: toSdkMetadata(metadata),
      clientMetadata: { ...rest, redirect_uris: [...redirectUris], grant_types: [...grantTypes], response_types: [...responseTypes] },
      ...(scope === null ? {} : { scope }),
      fetchFn: fetch,
    });
    const expiry = registered.client_secret_expires_at ?? 0;
    return {
      clientId: registered.client_id,
      clientSecret: registered.client_secret ?? null,
      authMethod: registered.token_endpoint_auth_method ?? null,
      secretExpiresAt: expiry === 0 ? null : expiry * 1000,
      redirectUri: redirectUris[0] ?? '',
    };
  } catch (error) {
    const own = findAppError(error);
    if (own !== null) throw own;
    const status = error instanceof RegistrationRejectedError ? ` (HTTP ${error.status})` : '';
    throw new AppError('oauth.registration-refused', {
      sentence: `The authorization server refused to register Patchbay${status}. Enter a client ID under Advanced OAuth.`,
      cause: error,
    });
  }
}

/** A public client where the server takes one: there is then no secret to keep. */
function preferredAuthMethod({ token_endpoint_auth_methods_supported: methods }: ServerMetadata): string {
  // RFC 8414 §2: absent means client_secret_basic; yet servers without it take public clients, as MCP expects.
  if (methods === undefined || methods.includes('none')) return 'none';
  return ['client_secret_basic', 'client_secret_post'].find((method) => methods.includes(method)) ?? 'none';
}
