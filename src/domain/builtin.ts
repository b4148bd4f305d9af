import type { Socket } from 'node:net';
import type { HeaderForm } from './connector.ts';
import type { JsonObject, JsonSchema } from './json.ts';
import type { Registration } from './registration.ts';
import type { ToolDefinition, ToolSource } from './tool.ts';

/** How one signs in to a connector that comes with the program: the details are ready-made. */
export type BuiltinAuth =
  | { readonly kind: 'none' }
  | { readonly kind: 'header'; readonly headerName: string; readonly prefix: string; readonly form?: HeaderForm }
  | {
      readonly kind: 'oauth';
      /** Every scope that a tool may name, in the words that people read. */
      readonly scopes: Readonly<Record<string, string>>;
      /** Asked for whatever tools are switched on: who signs in, and a refresh token. */
      readonly always: readonly string[];
    };

/** Where people sign in to a connector, with its settings filled in. */
export type BuiltinSignIn = {
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly revocationUrl: string | null;
  /** Null: nobody says it, and it is taken for the origin of the addresses. */
  readonly issuer: string | null;
  /** How the client may show who it is at `tokenUrl` (RFC 8414 §2). */
  readonly clientAuthMethods: readonly string[];
};

/** Where a server listens that speaks no HTTP. */
export type ServerAddress = { readonly host: string; readonly port: number };

/** Opens a socket to a server; like the fetch, it reaches nothing private that the owner has not allowed. */
export type Connect = (server: ServerAddress, signal: AbortSignal) => Promise<Socket>;

/** A connector that comes with the program, as the rest of it knows one. */
export type BuiltinConnector = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly iconUrl: string | null;
  /** It reads or writes this machine, so only the owner may add it. */
  readonly reachesHost: boolean;
  /** Its settings say what it is, so that people add several. */
  readonly several: boolean;
  /** `by-settings`: only `authOf` knows. */
  readonly authKind: BuiltinAuth['kind'] | 'by-settings';
  authOf(settings: JsonObject): BuiltinAuth;
  /** How the owner gets the client that people sign in with; null: there is none, or nobody knows. */
  readonly registration: Registration | null;
  /** Null: there is nothing to set. */
  readonly settingsSchema: JsonSchema | null;
  /** Settings that lie in the vault. */
  readonly secretSettings: readonly string[];
  /** Fetches what settings only name, such as a description by its address; comes before the check. */
  prepareSettings(settings: JsonObject, fetch: typeof globalThis.fetch): Promise<JsonObject>;
  /** Throws `request.invalid`, which names the setting. */
  checkSettings(settings: JsonObject): JsonObject;
  signIn(settings: JsonObject): BuiltinSignIn | null;
  /** Where its credentials may be sent; nothing else is reached. */
  origins(settings: JsonObject): readonly string[];
  /** What the service means by a 401, before anything is made of it. */
  restateRefusal(answer: Response): Promise<Response>;
  /** Those that it has whatever the settings. */
  readonly tools: readonly ToolDefinition[];
  toolsOf(settings: JsonObject): readonly ToolDefinition[];
  /** What the setting `operations` chooses from; null: there is no such setting. */
  operationsOf(settings: JsonObject): OfferedOperations | null;
  scopesOf(toolName: string, settings: JsonObject): readonly string[];
  /** The tools of one connection; `fetch` carries its credentials to `origins`, and only there. */
  open(options: { readonly settings: JsonObject; readonly fetch: typeof globalThis.fetch; readonly connect: Connect }): ToolSource;
};

/** An operation of an API, of which settings choose those that become tools. */
export type OfferedOperation = {
  /** Method and path: what settings call it. */
  readonly operation: string;
  /** What the description calls it, and settings may; empty: nothing. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly title: string;
  readonly tags: readonly string[];
  /** What its tool is called unless settings say otherwise; null: it cannot become one. */
  readonly toolName: string | null;
  /** Of its answer, as paths such as `entries.id`. */
  readonly fields: readonly { readonly path: string; readonly type: string }[];
  /** Why it cannot become a tool. */
  readonly reason: string | null;
};

export type OfferedOperations = {
  /** What the API is called. */
  readonly api: string;
  readonly operations: readonly OfferedOperation[];
};

/** The connectors that come with the program. */
export type BuiltinConnectors = {
  find(id: string): Promise<BuiltinConnector | null>;
  all(): Promise<readonly BuiltinConnector[]>;
};

export const noBuiltins: BuiltinConnectors = { find: async () => null, all: async () => [] };
