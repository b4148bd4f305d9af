import type { BuiltinAuth, BuiltinConnector } from '../domain/builtin.ts';
import { AppError } from '../domain/errors.ts';
import { isJsonObject, type JsonObject } from '../domain/json.ts';
import { fillIn } from './address.ts';
import type { ConnectorDefinition } from './connector.ts';
import { registrationOf } from './registration.ts';
import { toJsonSchema } from './tool-definition.ts';
import { listingOf, toToolSource } from './tool-source.ts';

/** A connector as registry and connections know one. */
export function toBuiltin(connector: ConnectorDefinition): BuiltinConnector {
  const { id, name, description, icon = null, auth, baseUrl, otherOrigins = [], reachesHost = false } = connector;
  return {
    id,
    name,
    description,
    iconUrl: icon,
    reachesHost,
    auth: toBuiltinAuth(connector),
    get settingsSchema() {
      return connector.settings === undefined ? null : toJsonSchema(connector.settings, 'input');
    },
    get secretSettings() {
      return secretsOf(connector);
    },
    prepareSettings: async (settings, fetch) => (await connector.prepareSettings?.(settings, fetch)) ?? settings,
    checkSettings: (settings) => checkSettings(connector, settings),
    signIn: (settings) =>
      auth.kind !== 'oauth2'
        ? null
        : {
            authorizationUrl: fillIn(auth.authorizationUrl, settings),
            tokenUrl: fillIn(auth.tokenUrl, settings),
            revocationUrl: auth.revocationUrl === null ? null : fillIn(auth.revocationUrl, settings),
          },
    origins: (settings) => (baseUrl === undefined ? [] : [new URL(fillIn(baseUrl, settings)).origin, ...otherOrigins]),
    restateRefusal: connector.restateRefusal ?? (async (answer) => answer),
    get tools() {
      return listingOf(connector).tools;
    },
    scopesOf: (toolName) => connector.tools.find((tool) => tool.name === toolName)?.scopes ?? [],
    open: (options) => toToolSource(connector, options),
  };
}

function toBuiltinAuth(connector: ConnectorDefinition): BuiltinAuth {
  const { auth } = connector;
  switch (auth.kind) {
    case 'none':
      return { kind: 'none' };
    case 'api-key':
      return { kind: 'header', headerName: auth.headerName, prefix: auth.prefix };
    case 'oauth2':
      return { kind: 'oauth', scopes: auth.scopes, always: auth.always, registration: registrationOf(connector) };
  }
}

/** Read off the JSON Schema, where optional and defaulted fields carry their marks too. */
function secretsOf({ settings }: ConnectorDefinition): readonly string[] {
  if (settings === undefined) return [];
  const { properties } = toJsonSchema(settings, 'input');
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
