import type { BuiltinAuth, BuiltinConnector, BuiltinSignIn } from '../domain/builtin.ts';
import { AppError } from '../domain/errors.ts';
import { isJsonObject, type JsonObject } from '../domain/json.ts';
import { fillIn } from './address.ts';
import type { Auth } from './auth.ts';
import type { ConnectorDefinition } from './connector.ts';
import { registrationOf } from './registration.ts';
import type { AnyTool } from './tool.ts';
import { toJsonSchema, toToolDefinition } from './tool-definition.ts';
import { listingOf, toToolSource } from './tool-source.ts';

/** A connector as registry and connections know one. */
export function toBuiltin(connector: ConnectorDefinition): BuiltinConnector {
  const { id, name, description, icon = null, baseUrl, otherOrigins = [], reachesHost = false, several = false } = connector;
  // Made when first asked for, and once: the directory asks for every connector's each time that it is shown.
  let schema: JsonObject | null | undefined;
  const settingsSchema = () => (schema ??= connector.settings === undefined ? null : toJsonSchema(connector.settings, 'input'));
  const authOf = (settings: JsonObject): Auth => connector.authOf?.(settings) ?? connector.auth;
  return {
    id,
    name,
    description,
    iconUrl: icon,
    reachesHost,
    several,
    authKind: connector.authOf === undefined ? toBuiltinAuth(connector.auth).kind : 'by-settings',
    authOf: (settings) => toBuiltinAuth(authOf(settings)),
    get registration() {
      return registrationOf(connector);
    },
    get settingsSchema() {
      return settingsSchema();
    },
    get secretSettings() {
      return secretsOf(settingsSchema());
    },
    prepareSettings: async (settings, fetch) => (await connector.prepareSettings?.(settings, fetch)) ?? settings,
    checkSettings: (settings) => checkSettings(connector, settings),
    signIn: (settings) => toSignIn(authOf(settings), settings),
    origins: (settings) => (baseUrl === undefined ? [] : [new URL(fillIn(baseUrl, settings)).origin, ...otherOrigins]),
    restateRefusal: connector.restateRefusal ?? (async (answer) => answer),
    get tools() {
      return listingOf(connector).tools;
    },
    toolsOf: (settings) => [...listingOf(connector).tools, ...(connector.toolsOf?.(settings) ?? []).map(toToolDefinition)],
    operationsOf: (settings) => connector.operationsOf?.(settings) ?? null,
    scopesOf: (toolName, settings) => {
      const named = ({ name: known }: AnyTool) => known === toolName;
      return (connector.tools.find(named) ?? connector.toolsOf?.(settings).find(named))?.scopes ?? [];
    },
    open: (options) => toToolSource(connector, options),
  };
}

function toSignIn(auth: Auth, settings: JsonObject): BuiltinSignIn | null {
  if (auth.kind !== 'oauth2') return null;
  const { authorizationUrl, tokenUrl, revocationUrl, issuer = null, clientAuthMethods = ['client_secret_post', 'none'] } = auth;
  return {
    authorizationUrl: fillIn(authorizationUrl, settings),
    tokenUrl: fillIn(tokenUrl, settings),
    revocationUrl: revocationUrl === null ? null : fillIn(revocationUrl, settings),
    issuer,
    clientAuthMethods,
  };
}

function toBuiltinAuth(auth: Auth): BuiltinAuth {
  switch (auth.kind) {
    case 'none':
      return { kind: 'none' };
    case 'api-key':
      return { ...auth, kind: 'header' };
    case 'oauth2':
      return { kind: 'oauth', scopes: auth.scopes, always: auth.always };
  }
}

/** Read off the JSON Schema, where optional and defaulted fields carry their marks too. */
function secretsOf(schema: JsonObject | null): readonly string[] {
  const properties = schema?.['properties'];
  return Object.entries(isJsonObject(properties) ? properties : {}).flatMap(([name, field]) =>
    isJsonObject(field) && field['secret'] === true ? [name] : [],
  );
}

function checkSettings({ settings, name }: ConnectorDefinition, given: JsonObject): JsonObject {
  if (settings === undefined) return {};
  const parsed = settings.safeParse(given);
  // Settings are plain JSON, in and out.
  if (parsed.success) return parsed.data as JsonObject;
  const [issue] = parsed.error.issues;
  throw new AppError('request.invalid', { sentence: `${name}: the setting "${issue?.path.join('.')}" does not fit: ${issue?.message}.` });
}
