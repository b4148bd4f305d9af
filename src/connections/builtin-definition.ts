import type { BuiltinAuth, BuiltinConnector, BuiltinConnectors } from '../domain/builtin.ts';
import type { ConnectorOrigin } from '../domain/connector.ts';
import { AppError } from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import { isOwner, mayAdminister, type Principal } from '../domain/principal.ts';
import type { NewAuth } from './registry.ts';

export type BuiltinOrigin = Extract<ConnectorOrigin, { kind: 'builtin' }>;

/** The connector that comes with the program under this id. Throws `connector.not-found`. */
export async function findBuiltin(builtins: BuiltinConnectors, { builtin }: Pick<BuiltinOrigin, 'builtin'>): Promise<BuiltinConnector> {
  const found = await builtins.find(builtin);
  if (found === null)
    throw new AppError('connector.not-found', { sentence: `No connector "${builtin}" comes with this version of Patchbay.` });
  return found;
}

/** It serves everyone here, so an admin adds it; what reaches this machine, the owner. */
export function refuseUnlessMayAdd(principal: Principal, { reachesHost, name }: BuiltinConnector): void {
  if (reachesHost && !isOwner(principal))
    throw new AppError('connector.owner-only', { sentence: `${name} reaches this machine, so only the owner may add it.` });
  if (!mayAdminister(principal)) throw new AppError('identity.forbidden');
}

/** Checked settings, apart by where they lie. */
export function splitSettings(builtin: BuiltinConnector, given: JsonObject): { readonly open: JsonObject; readonly secret: JsonObject } {
  const checked = Object.entries(builtin.checkSettings(given));
  const isSecret = (name: string) => builtin.secretSettings.includes(name);
  return {
    open: Object.fromEntries(checked.filter(([name]) => !isSecret(name))),
    secret: Object.fromEntries(checked.filter(([name]) => isSecret(name))),
  };
}

/** A secret that was entered for one address is not sent to another: it must be entered again. */
export function withoutStrayed(
  builtin: BuiltinConnector,
  { before, prepared, given }: { readonly before: JsonObject; readonly prepared: JsonObject; readonly given: JsonObject },
): JsonObject {
  const places = (settings: JsonObject) => JSON.stringify(builtin.origins(settings));
  const strays = (name: string) => builtin.secretSettings.includes(name) && !Object.hasOwn(given, name);
  // Checked first, so that an address that does not fit is named as what it is.
  if (places(before) === places(builtin.checkSettings(prepared))) return prepared;
  return Object.fromEntries(Object.entries(prepared).filter(([name]) => !strays(name)));
}

/** Where credentials are entered, how they go out and where to. When it differs, those that were given before are of no use. */
export function signInPlace(builtin: BuiltinConnector, settings: JsonObject): string {
  const { kind, ...auth } = builtin.authOf(settings);
  const way = kind === 'header' ? auth : kind;
  return JSON.stringify([way, clientPlace(builtin, settings), builtin.origins(settings)]);
}

/** Whom the client is registered with; null: nobody. */
export function clientPlace(builtin: BuiltinConnector, settings: JsonObject): string | null {
  const signIn = builtin.signIn(settings);
  return signIn === null ? null : JSON.stringify([signIn.authorizationUrl, signIn.tokenUrl].map((url) => new URL(url).origin));
}

/** How one signs in is the connector's own; only the client that the owner registered comes from outside. */
export function builtinAuth(auth: BuiltinAuth, wanted: NewAuth): NewAuth {
  switch (auth.kind) {
    case 'none':
    case 'header':
      return auth;
    case 'oauth': {
      const given = 'oauth' in wanted ? wanted.oauth : null;
      const { clientId = null, clientSecret, scopes = [] } = given ?? {};
      return { kind: 'oauth', oauth: { registration: 'static', clientId, clientSecret, scopes, omitResource: true } };
    }
  }
}
