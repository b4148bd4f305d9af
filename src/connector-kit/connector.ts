import type { z } from 'zod';
import type { OfferedOperations, ServerAddress } from '../domain/builtin.ts';
import type { JsonObject } from '../domain/json.ts';
import type { MovedOrigins } from './address.ts';
import type { Auth } from './auth.ts';
import type { AnyTool } from './tool.ts';

/** A connector: one folder, one line in `src/connectors/index.ts`. */
export type ConnectorDefinition = {
  /** `[a-z0-9-]`, the same for ever: stored connectors name it. */
  readonly id: string;
  readonly name: string;
  /** What its service is called in sentences, where the settings say which it is. */
  readonly serviceOf?: (settings: Readonly<Record<string, unknown>>) => string;
  /** What it is for, in a sentence that people read in the directory. */
  readonly description: string;
  /** An https or data URL. */
  readonly icon?: string;
  /** Its settings say what it is, such as which database, so that people add several. */
  readonly several?: boolean;
  /** Where its `http` is pinned to; may hold `{setting}`. Left out: it has no `http`. */
  readonly baseUrl?: string;
  /** Further origins of the same service, such as one for uploads. */
  readonly otherOrigins?: readonly string[];
  /** Set by `atEndpoints`: where the other origins are instead. Tools go on naming those that were written. */
  readonly movedOrigins?: MovedOrigins;
  /** The one server that its `connect` opens sockets to. Left out: it opens none. */
  readonly server?: (settings: Readonly<Record<string, unknown>>) => ServerAddress;
  /** It reads or writes this machine, so only the owner may add it. */
  readonly reachesHost?: boolean;
  readonly auth: Auth;
  /**
   * Says a 401 in HTTP's words where the service says otherwise: one that asks for more permissions is a 403 with
   * `insufficient_scope` (RFC 6750 §3.1), and renewing the sign-in would not help.
   */
  readonly restateRefusal?: (answer: Response) => Promise<Response>;
  /** Where the settings decide how one signs in; `auth` is then what it is without any. */
  readonly authOf?: (settings: Readonly<Record<string, unknown>>) => Auth;
  /** For the model: how the tools work together. Its first 512 characters stand alone. */
  readonly instructions: string;
  /** What whoever adds the connector must say; fields with `.meta({ secret: true })` lie in the vault. */
  readonly settings?: z.ZodObject;
  /** What settings need that only a fetch can say, once, when they are set; the fetch reaches nothing private. */
  readonly prepareSettings?: (settings: JsonObject, fetch: typeof globalThis.fetch) => Promise<JsonObject>;
  readonly tools: readonly AnyTool[];
  /** Where the setting `operations` chooses which operations of an API become tools: those that there are. */
  readonly operationsOf?: (settings: Readonly<Record<string, unknown>>) => OfferedOperations;
  /** Further tools that the settings make. */
  readonly toolsOf?: (settings: Readonly<Record<string, unknown>>) => readonly AnyTool[];
};

/** Plain data, checked where it is written; see `src/connectors/files/connector.ts` for a whole one. */
export function defineConnector<Definition extends ConnectorDefinition>(connector: Definition): Definition {
  return connector;
}
