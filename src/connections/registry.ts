import { type BuiltinConnectors, noBuiltins } from '../domain/builtin.ts';
import { type Connector, type ConnectorAuth, type ConnectorLimits, type ConnectorOrigin, type OAuthSettings } from '../domain/connector.ts';
import { AppError } from '../domain/errors.ts';
import type { Clock, ConnectorId, NewId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import { isOwner, mayAdminister, type Principal } from '../domain/principal.ts';
import type { Preset } from '../domain/preset.ts';
import { Secret } from '../domain/secret.ts';
import type { Store } from '../store/store.ts';
import type { Vault } from '../vault/vault.ts';
import {
  builtinAuth,
  clientPlace,
  findBuiltin,
  refuseUnlessMayAdd,
  signInPlace,
  splitSettings,
  withoutStrayed,
} from './builtin-definition.ts';
import { readConnectorSecrets } from './connector-secrets.ts';
import { forgetCredentials } from './forget-credentials.ts';

type NewOAuth = Omit<OAuthSettings, 'hasClientSecret'> & { readonly clientSecret?: string | undefined };
export type NewAuth = Exclude<ConnectorAuth, { kind: 'oauth' | 'mixed' }> | { readonly kind: 'oauth' | 'mixed'; readonly oauth: NewOAuth };
export type NewOrigin =
  | Extract<ConnectorOrigin, { kind: 'remote' | 'builtin' }>
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly arguments: readonly string[];
      readonly environment: Readonly<Record<string, string>>;
      readonly workingDirectory: string | null;
    };
export type NewConnector = {
  readonly name: string;
  readonly slug?: string | undefined;
  readonly description: string;
  readonly iconUrl: string | null;
  readonly origin: NewOrigin;
  readonly auth: NewAuth;
  readonly limits: ConnectorLimits;
  readonly trusted: boolean;
};
export type ConnectorChange = Partial<Pick<Connector, 'name' | 'description' | 'iconUrl' | 'limits' | 'permission' | 'enabled'>> & {
  readonly auth?: NewAuth | undefined;
  /** Of a connector that comes with the program; secret ones that are left out stay as they are. */
  readonly settings?: JsonObject | undefined;
};

/** The secrets of a connector, sealed together in one text. */
export type ConnectorSecrets = {
  readonly clientSecret?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly staticHeaders?: Readonly<Record<string, string>>;
  /** The secret settings of a connector that comes with the program. */
  readonly settings?: JsonObject;
};

/** The definitions of connectors: made, changed and removed by those who may. */
export type ConnectorRegistry = {
  /** Throws `connector.trust-required`, `connector.owner-only`, `connector.developer-mode-off` or `connector.slug-taken`. */
  create(principal: Principal, wanted: NewConnector, options: { readonly developerMode: boolean }): Promise<Connector>;
  change(principal: Principal, id: ConnectorId, change: ConnectorChange): Promise<Connector>;
  remove(principal: Principal, id: ConnectorId): Promise<void>;
  /** By id or slug. Throws `connector.not-found`. */
  get(idOrSlug: string): Promise<Connector>;
};

const none: NewAuth = { kind: 'none' };

const refuseToFetch: typeof globalThis.fetch = async () => {
  throw new AppError('network.address-refused', { sentence: 'Settings name an address, and nothing is fetched here.' });
};

export const mayEdit = (principal: Principal, connector: Connector) => mayAdminister(principal) || connector.ownerId === principal.userId;

export function createConnectorRegistry({
  store,
  vault,
  clock,
  newId,
  builtins = noBuiltins,
  presets = new Map(),
  fetch = refuseToFetch,
}: {
  readonly store: Pick<Store, 'connectors' | 'connections' | 'ledger'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly builtins?: BuiltinConnectors;
  readonly presets?: ReadonlyMap<string, Preset>;
  /** Guarded; left out where no connector asks for one. */
  readonly fetch?: typeof globalThis.fetch;
}): ConnectorRegistry {
  const get = async (idOrSlug: string) => {
    const connector = (await store.connectors.find(idOrSlug as ConnectorId)) ?? (await store.connectors.findBySlug(idOrSlug));
    if (connector === null) throw new AppError('connector.not-found');
    return connector;
  };
  const editable = async (principal: Principal, id: ConnectorId) => {
    const connector = await get(id);
    if (!mayEdit(principal, connector)) throw new AppError('identity.forbidden');
    return connector;
  };
  const seal = (id: ConnectorId, secrets: ConnectorSecrets) =>
    Object.keys(secrets).length === 0 ? null : vault.seal(new Secret(JSON.stringify(secrets)), `connector:${id}`);

  /** Who may add what. For one that comes with the program, only its settings and its registered client are taken from outside. */
  async function admit(
    principal: Principal,
    wanted: NewConnector,
    developerMode: boolean,
  ): Promise<{ readonly wanted: NewConnector; readonly settings: Pick<ConnectorSecrets, 'settings'> }> {
    const { origin } = wanted;
    const preset = origin.kind === 'builtin' ? presets.get(origin.builtin) : undefined;
    if (origin.kind === 'builtin' && preset !== undefined) {
      if (!mayAdminister(principal)) throw new AppError('identity.forbidden');
      return { wanted: fromPreset(preset, wanted, origin.settings), settings: {} };
    }
    if (origin.kind === 'builtin') {
      const builtin = await findBuiltin(builtins, origin);
      refuseUnlessMayAdd(principal, builtin);
      const { open, secret } = splitSettings(builtin, await builtin.prepareSettings(origin.settings, fetch));
      const details = {
        description: wanted.description || builtin.description,
        iconUrl: wanted.iconUrl ?? builtin.iconUrl,
        auth: builtinAuth(builtin.authOf(open), wanted.auth),
        origin: { ...origin, settings: open },
      };
      return { wanted: { ...wanted, ...details }, settings: Object.keys(secret).length === 0 ? {} : { settings: secret } };
    }
    if (!wanted.trusted) throw new AppError('connector.trust-required');
    if (origin.kind === 'stdio' && !isOwner(principal)) throw new AppError('connector.owner-only');
    if (!developerMode) throw new AppError('connector.developer-mode-off');
    return { wanted, settings: {} };
  }

  async function changeSettings({ id, origin }: Connector, change: JsonObject): Promise<{ readonly origin: ConnectorOrigin }> {
    if (origin.kind !== 'builtin') throw new AppError('request.invalid', { sentence: 'This connector has no settings of its own.' });
    const builtin = await findBuiltin(builtins, origin);
    const current = await readConnectorSecrets({ connectors: store.connectors, vault }, id);
    const prepared = await builtin.prepareSettings({ ...current.settings, ...change }, fetch);
    const { settings: _, ...others } = current;
    const { open, secret } = splitSettings(builtin, withoutStrayed(builtin, { before: origin.settings, prepared, given: change }));
    await store.connectors.setSealedSecrets(id, seal(id, { ...others, ...(Object.keys(secret).length === 0 ? {} : { settings: secret }) }));
    return { origin: { ...origin, settings: open } };
  }

  /** For a connector that comes with the program, its settings may decide how one signs in, and where. */
  async function authAfter(connector: Connector, change: { readonly origin?: ConnectorOrigin; readonly auth: NewAuth | undefined }) {
    const { origin: before } = connector;
    const { origin: after = before, auth: wanted } = change;
    if (before.kind !== 'builtin' || after.kind !== 'builtin' || (wanted === undefined && change.origin === undefined))
      return { auth: wanted, keepsClient: true, movesSignIn: false };
    const builtin = await findBuiltin(builtins, before);
    const place = clientPlace(builtin, after.settings);
    const keepsClient = place !== null && place === clientPlace(builtin, before.settings);
    const known = keepsClient ? connector.auth : none;
    return {
      auth: builtinAuth(builtin.authOf(after.settings), wanted ?? known),
      keepsClient,
      movesSignIn: signInPlace(builtin, before.settings) !== signInPlace(builtin, after.settings),
    };
  }

  return {
    get,
    create: async (principal, asked, { developerMode }) => {
      const { wanted, settings } = await admit(principal, asked, developerMode);
      const slug = wanted.slug ?? toSlug(wanted.name);
      if ((await store.connectors.findBySlug(slug)) !== null) throw new AppError('connector.slug-taken');
      const id = newId<ConnectorId>('connector');
      const connector: Connector = {
        id,
        slug,
        name: wanted.name,
        description: wanted.description,
        iconUrl: wanted.iconUrl,
        origin: withoutSecrets(wanted.origin),
        auth: publicAuth(wanted.auth, false),
        limits: wanted.limits,
        permission: 'allow-reads',
        enabled: true,
        ownerId: principal.userId,
        createdAt: new Date(clock()).toISOString(),
        instructions: null,
        toolsRefreshedAt: null,
      };
      await store.connectors.insert(connector, seal(id, { ...secretsOf(wanted), ...settings }));
      await store.ledger.append({
        kind: 'connector-created',
        actor: principal.email,
        data: { connectorId: id, slug, origin: connector.origin, auth: connector.auth.kind },
      });
      return connector;
    },
    change: async (principal, id, { auth: wantedAuth, settings, ...change }) => {
      const connector = await editable(principal, id);
      const origin = settings === undefined ? {} : await changeSettings(connector, settings);
      const { auth, keepsClient, movesSignIn } = await authAfter(connector, { ...origin, auth: wantedAuth });
      const keepsSecret =
        auth !== undefined &&
        'oauth' in auth &&
        auth.oauth.clientSecret === undefined &&
        'oauth' in connector.auth &&
        connector.auth.oauth.hasClientSecret &&
        keepsClient;
      await store.connectors.update(id, { ...change, ...origin, ...(auth === undefined ? {} : { auth: publicAuth(auth, keepsSecret) }) });
      if (auth !== undefined && 'oauth' in auth && auth.oauth.clientSecret !== undefined) {
        const sealed = await store.connectors.sealedSecrets(id);
        const current: ConnectorSecrets = sealed === null ? {} : JSON.parse(vault.open(sealed, `connector:${id}`).reveal());
        await store.connectors.setSealedSecrets(id, seal(id, { ...current, clientSecret: auth.oauth.clientSecret }));
      }
      if (!keepsClient && (auth === undefined || !('oauth' in auth) || auth.oauth.clientSecret === undefined)) {
        const { clientSecret: _, ...kept } = await readConnectorSecrets({ connectors: store.connectors, vault }, id);
        await store.connectors.setSealedSecrets(id, seal(id, kept));
      }
      if (movesSignIn) await forgetCredentials(store.connections, id);
      await store.ledger.append({
        kind: 'connector-changed',
        actor: principal.email,
        data: { connectorId: id, fields: Object.keys({ ...change, ...origin, ...(auth === undefined ? {} : { auth }) }) },
      });
      return get(id);
    },
    remove: async (principal, id) => {
      const connector = await editable(principal, id);
      await store.connectors.remove(id);
      await store.ledger.append({ kind: 'connector-removed', actor: principal.email, data: { connectorId: id, slug: connector.slug } });
    },
  };
}

/** The remote server that a preset stands for: it is one like any other from here on, and what changes there is held. */
function fromPreset(preset: Preset, wanted: NewConnector, settings: JsonObject): NewConnector {
  const { description, url, authorizationServer, scopes, omitResource } = preset.fillIn(settings);
  const { clientId = null, clientSecret } = 'oauth' in wanted.auth ? wanted.auth.oauth : {};
  return {
    ...wanted,
    description: wanted.description || description,
    iconUrl: wanted.iconUrl ?? preset.iconUrl,
    origin: { kind: 'remote', url, transport: 'auto' },
    auth: { kind: 'oauth', oauth: { registration: 'static', clientId, clientSecret, scopes, omitResource, authorizationServer } },
  };
}

function toSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return slug === '' ? 'connector' : slug;
}

function withoutSecrets(origin: NewOrigin): ConnectorOrigin {
  if (origin.kind !== 'stdio') return origin;
  const { environment, ...rest } = origin;
  return { ...rest, environmentNames: Object.keys(environment) };
}

function publicAuth(auth: NewAuth, keepsSecret: boolean): ConnectorAuth {
  if (!('oauth' in auth)) return auth;
  const { clientSecret, ...oauth } = auth.oauth;
  return { kind: auth.kind, oauth: { ...oauth, hasClientSecret: clientSecret !== undefined || keepsSecret } };
}

function secretsOf({ auth, origin }: NewConnector): ConnectorSecrets {
  return {
    ...('oauth' in auth && auth.oauth.clientSecret !== undefined ? { clientSecret: auth.oauth.clientSecret } : {}),
    ...(origin.kind === 'stdio' && Object.keys(origin.environment).length > 0 ? { environment: origin.environment } : {}),
  };
}
