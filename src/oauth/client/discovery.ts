import {
  checkResourceAllowed,
  buildDiscoveryUrls,
  discoverOAuthProtectedResourceMetadata,
  LATEST_PROTOCOL_VERSION,
  type OAuthProtectedResourceMetadata,
  resourceUrlFromServerUrl,
} from '@modelcontextprotocol/client';
import { AppError, findAppError } from '../../domain/errors.ts';
import type { TraceRecorder } from '../../domain/trace.ts';
import type { Reached } from './challenge.ts';
import { judgeMetadata } from './judge-metadata.ts';
import { defaultMetadata, readServerMetadata, type ServerMetadata } from './server-metadata.ts';

/** Who signs people in to a server, and for what. */
export type Discovery = {
  readonly metadata: ServerMetadata;
  /** RFC 8707: what tokens are asked for. */
  readonly resource: string;
  /** Null: the server names none. */
  readonly resourceScopes: readonly string[] | null;
};

export type DiscoverOptions = {
  readonly serverUrl: string;
  /** With the address of the challenge (RFC 9728 §5.1), or null: then the well-known places are tried. */
  readonly reached: Reached;
  /** Asked instead of the one that the resource names. */
  readonly authorizationServer?: string | null;
  readonly fetch: typeof globalThis.fetch;
  readonly trace: TraceRecorder;
};

/** Finds the authorization server of an MCP server: by its protected-resource metadata, or as the spec of 2025-03-26 had it. */
export async function discover({ serverUrl, reached, authorizationServer = null, fetch, trace }: DiscoverOptions): Promise<Discovery> {
  const recorded = trace.recordingFetch(fetch);
  const resource = await trace.step('discover-resource', `Asking ${new URL(serverUrl).host} who signs people in`, async (note) => {
    const found = await findResourceMetadata({ serverUrl, resourceMetadataUrl: reached.resourceMetadataUrl, fetch: recorded });
    if (found === null) {
      note.say('The server publishes no protected-resource metadata; its own origin is asked instead (as in MCP 2025-03-26).', 'skipped');
      return null;
    }
    refuseOtherResource(found, serverUrl);
    note.say(`${found.authorization_servers?.[0] ?? new URL(serverUrl).origin} signs people in for ${found.resource}.`);
    return found;
  });
  const asked = authorizationServer ?? resource?.authorization_servers?.[0] ?? new URL(serverUrl).origin;
  const metadata = await trace.step('discover-authorization-server', `Reading the metadata of ${asked}`, async (note) => {
    const found = await findServerMetadata(asked, recorded);
    if (found === null && resource !== null)
      throw new AppError('oauth.metadata-not-found', {
        sentence: `${asked} publishes no authorization-server metadata. Ask its operator.`,
      });
    if (found === null && !reached.challenged) {
      throw new AppError('oauth.metadata-not-found', {
        sentence:
          'The server asks for no sign-in and publishes no authorization metadata. Set the authentication of this connector to none.',
      });
    }
    if (found === null) {
      note.say('There is no metadata; the usual addresses /authorize, /token and /register are used (as in MCP 2025-03-26).', 'skipped');
      return defaultMetadata(serverUrl);
    }
    const refusal = judgeMetadata(found, asked);
    if (refusal !== null) throw refusal;
    note.say(`${found.issuer} offers the code flow with PKCE.`);
    return found;
  });
  return {
    metadata,
    resource: resource?.resource ?? resourceUrlFromServerUrl(serverUrl).href,
    resourceScopes: resource?.scopes_supported ?? null,
  };
}

type FindResource = { readonly serverUrl: string; readonly resourceMetadataUrl: string | null; readonly fetch: typeof globalThis.fetch };

async function findResourceMetadata({
  serverUrl,
  resourceMetadataUrl,
  fetch,
}: FindResource): Promise<OAuthProtectedResourceMetadata | null> {
  const places = resourceMetadataUrl === null ? [undefined] : [resourceMetadataUrl, undefined];
  for (const place of places) {
    try {
      return await discoverOAuthProtectedResourceMetadata(serverUrl, place === undefined ? {} : { resourceMetadataUrl: place }, fetch);
    } catch (error) {
      // The SDK throws plain errors: this one is a 404, which leads on to the next place.
      if (error instanceof Error && (error.message.startsWith('Resource server does not implement') || /^HTTP 4\d\d /.test(error.message)))
        continue;
      throw invalidMetadata(error, 'protected-resource');
    }
  }
  return null;
}

/** RFC 9728 §3.3: metadata for another resource must not be used. */
function refuseOtherResource({ resource }: OAuthProtectedResourceMetadata, serverUrl: string): void {
  if (checkResourceAllowed({ requestedResource: resourceUrlFromServerUrl(serverUrl), configuredResource: resource })) return;
  throw new AppError('oauth.resource-mismatch', {
    sentence: `The metadata is for ${resource}, not for ${serverUrl}. The sign-in was stopped: this can be an attack.`,
    detail: { expected: serverUrl, actual: resource },
  });
}

/** RFC 8414 §3 and OpenID Connect Discovery §4, in the order of authorization-server-discovery. The issuer is compared in judge-metadata.ts. */
async function findServerMetadata(issuer: string, fetch: typeof globalThis.fetch): Promise<ServerMetadata | null> {
  const headers = { accept: 'application/json', 'mcp-protocol-version': LATEST_PROTOCOL_VERSION };
  for (const { url } of buildDiscoveryUrls(issuer)) {
    const response = await fetch(url, { headers });
    if (response.status >= 500 && response.status !== 502)
      throw invalidMetadata(new Error(`HTTP ${response.status}`), 'authorization-server');
    const text = await response.text();
    // Many sites answer any path with a page; that is no metadata, and the next place may have it.
    if (!response.ok || !/^\s*\{/.test(text)) continue;
    const parsed = readServerMetadata(text);
    if (parsed === null) throw invalidMetadata(null, 'authorization-server');
    return parsed;
  }
  return null;
}

function invalidMetadata(error: unknown, what: string): AppError {
  const own = findAppError(error);
  if (own !== null) return own;
  const status = error instanceof Error ? /^HTTP (\d+)/.exec(error.message)?.[1] : undefined;
  const sentence =
    status === undefined
      ? `The ${what} metadata is not valid. Ask the server's operator.`
      : `The ${what} metadata could not be read (HTTP ${status}). Try again later.`;
  return new AppError('oauth.metadata-invalid', { sentence, cause: error });
}
