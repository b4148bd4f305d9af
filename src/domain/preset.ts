import type { BuiltinConnector } from './builtin.ts';
import type { JsonObject } from './json.ts';
import type { Registration } from './registration.ts';

/** A remote server whose details are ready-made: whoever adds it says what differs, such as a tenant. */
export type Preset = Pick<BuiltinConnector, 'id' | 'name' | 'description' | 'iconUrl'> & {
  readonly settingsSchema: JsonObject;
  readonly registration: Registration;
  /** Throws `request.invalid`, which names the setting. */
  fillIn(settings: JsonObject): PresetServer;
};

/** The server that a preset stands for, with its settings filled in. */
export type PresetServer = {
  readonly description: string;
  readonly url: string;
  /** The authorization server of the tenant, instead of the one that the server names. */
  readonly authorizationServer: string;
  readonly scopes: readonly string[];
  readonly omitResource: boolean;
};
