import type { ConnectorId, UserId } from './ids.ts';
import type { JsonObject } from './json.ts';

/**
 * How one signs in. `mixed` lists tools without credentials and calls them with OAuth.
 * `header` sends one fixed header whose value each person enters; it is kept in the vault.
 */
export type ConnectorAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'oauth'; readonly oauth: OAuthSettings }
  | { readonly kind: 'mixed'; readonly oauth: OAuthSettings }
  | { readonly kind: 'header'; readonly headerName: string; readonly prefix: string; readonly form?: HeaderForm };

/**
 * How the value goes out; left out: as it is, after the prefix. `basic`: `user:password`, encoded (RFC 7617). `query`: in the
 * address, as the parameter of the header's name.
 */
export type HeaderForm = 'basic' | 'query';

/** The advanced OAuth settings of a connector. The client secret itself lies in the vault. */
export type OAuthSettings = {
  readonly registration: 'auto' | 'static' | 'client-id-metadata' | 'dynamic';
  readonly clientId: string | null;
  readonly hasClientSecret: boolean;
  /** Empty: ask for what the server's metadata and challenges name. */
  readonly scopes: readonly string[];
  /** RFC 8707: sent unless a server (such as Microsoft Entra) cannot take it. */
  readonly omitResource: boolean;
  /** Asked instead of the one that the server names; where a service has one for each tenant. */
  readonly authorizationServer?: string | null;
};

export type ConnectorOrigin =
  | { readonly kind: 'remote'; readonly url: string; readonly transport: 'auto' | 'streamable-http' | 'sse' }
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly arguments: readonly string[];
      /** Names only: the values are secrets and lie in the vault. */
      readonly environmentNames: readonly string[];
      readonly workingDirectory: string | null;
    }
  | {
      readonly kind: 'builtin';
      /** Which of those that come with the program. */
      readonly builtin: string;
      /** Without the secret ones, which lie in the vault. */
      readonly settings: JsonObject;
    }
  | { readonly kind: 'openapi'; readonly url: string };

/** Per-connector bounds; null means the default of the configuration. */
export type ConnectorLimits = {
  readonly callTimeoutSeconds: number | null;
  readonly maxResultBytes: number | null;
  readonly maxConcurrentCalls: number | null;
};

/** What a call of this connector may do without asking. Order: strictest first. */
export type PermissionLevel = 'always-ask' | 'allow-reads' | 'allow-all';

/** A definition: where the tools come from and how one signs in. */
export type Connector = {
  readonly id: ConnectorId;
  /** Unique, `[a-z0-9-]`, used in tool names, `/mcp/{slug}` and `server_label`. */
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** An https or data URL of an image, or null for the letter tile. */
  readonly iconUrl: string | null;
  readonly origin: ConnectorOrigin;
  readonly auth: ConnectorAuth;
  readonly limits: ConnectorLimits;
  readonly permission: PermissionLevel;
  readonly enabled: boolean;
  readonly ownerId: UserId;
  readonly createdAt: string;
  /** The server's own `instructions`, as last read; for the model. */
  readonly instructions: string | null;
  readonly toolsRefreshedAt: string | null;
};
