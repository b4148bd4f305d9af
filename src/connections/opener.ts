import type { Connection } from '../domain/connection.ts';
import type { Connector } from '../domain/connector.ts';
import { AppError } from '../domain/errors.ts';
import type { ConnectionId, ConnectorId, UserId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import type { McpSource } from '../mcp/client/source.ts';
import { findBuiltin } from './builtin-definition.ts';
import { createBuiltinSource } from './builtin-source.ts';
import { createAuthorisedFetch } from './authorised-fetch.ts';
import { createEchoes, type Echoes, withoutEchoes } from './echoes.ts';
import { type ConnectedSource, createConnectedSource, type ListedSource } from './connected-source.ts';
import { readConnectorSecrets } from './connector-secrets.ts';
import type { CredentialKeeper } from './credentials.ts';
import type { ConnectionsDependencies } from './dependencies.ts';
import type { Refresh } from './refresh.ts';
import type { Rows } from './rows.ts';

export type ToolsChanged = { readonly connectorId: ConnectorId; readonly connectionId: ConnectionId; readonly userId: UserId };

const touchMilliseconds = 60_000;

/** Opens the sources of connections, each with a fetch that carries its credentials. */
export function createOpener(
  deps: ConnectionsDependencies,
  { keeper, refresh, rows }: { readonly keeper: CredentialKeeper; readonly refresh: Refresh; readonly rows: Rows },
) {
  const { store, vault, sources, builtins, clock } = deps;
  const listeners = new Set<(change: ToolsChanged) => void>();
  const fetches = new Map<string, typeof globalThis.fetch>();
  const watched = new WeakSet<McpSource>();
  const touched = new Map<ConnectionId, number>();
  const echoes = new Map<ConnectionId, Echoes>();

  const secretsOf = (connector: Connector) => readConnectorSecrets({ connectors: store.connectors, vault }, connector.id);

  function echoesOf(id: ConnectionId): Echoes {
    const made = echoes.get(id) ?? createEchoes();
    echoes.set(id, made);
    return made;
  }

  function authorisedFetch(connector: Connector, connection: Pick<Connection, 'id' | 'userId'>): typeof globalThis.fetch {
    // One for each connection and definition: it keeps a copy of the credentials.
    const key = JSON.stringify([connection.id, connector.origin, connector.auth]);
    const known = fetches.get(key);
    if (known !== undefined) return known;
    const onRefused = (error: AppError) => markRefused(connection.id, error);
    const made = createAuthorisedFetch(
      {
        keeper,
        refresh,
        fetch: fetchOf(connector),
        clock,
        staticHeaders: () => staticHeadersOf(connector),
        homes: () => homesOf(connector),
        echoes: echoesOf(connection.id),
        onRefused,
      },
      { connector, connection },
    );
    fetches.set(key, made);
    return made;
  }

  /** What comes with the program has none; reading its secrets once more would only cost. */
  async function staticHeadersOf(connector: Connector): Promise<Readonly<Record<string, string>>> {
    return connector.origin.kind === 'builtin' ? {} : ((await secretsOf(connector)).staticHeaders ?? {});
  }

  function fetchOf({ origin }: Connector): typeof globalThis.fetch {
    if (origin.kind !== 'builtin') return deps.fetch;
    return async (input, init) => {
      const answer = await deps.fetch(input, init);
      return answer.status === 401 ? (await findBuiltin(builtins, origin)).restateRefusal(answer) : answer;
    };
  }

  async function homesOf({ origin }: Connector): Promise<readonly string[]> {
    if (origin.kind === 'builtin') return (await findBuiltin(builtins, origin)).origins(origin.settings);
    return origin.kind === 'remote' ? [new URL(origin.url).origin] : [];
  }

  async function markRefused(id: ConnectionId, error: AppError): Promise<void> {
    if (error.code === 'connection.expired') await store.connections.update(id, { status: 'Reconnect', statusDetail: error.message });
    if (error.code === 'connection.header-required')
      await store.connections.update(id, { status: 'Needs sign-in', statusDetail: error.message });
  }

  async function openSource(connector: Connector, connection: Connection): Promise<ListedSource> {
    if (connector.origin.kind === 'builtin') {
      const { settings: secrets } = await secretsOf(connector);
      for (const secret of Object.values(secrets ?? {})) if (typeof secret === 'string') echoesOf(connection.id).expect(secret);
      const settings = { ...connector.origin.settings, ...secrets };
      const builtin = await findBuiltin(builtins, connector.origin);
      return createBuiltinSource({ builtin, connection, settings, fetch: authorisedFetch(connector, connection), connect: deps.connect });
    }
    const environment = connector.origin.kind === 'stdio' ? (await secretsOf(connector)).environment : undefined;
    echoesOf(connection.id).expectNamed(environment ?? {});
    const source = sources.open(connector, connection.id, {
      fetch: authorisedFetch(connector, connection),
      ...(environment === undefined ? {} : { environment }),
    });
    if (!watched.has(source)) {
      watched.add(source);
      source.onToolsChanged(() => {
        for (const listener of listeners) listener({ connectorId: connector.id, connectionId: connection.id, userId: connection.userId });
      });
    }
    return source;
  }

  function touch(id: ConnectionId): void {
    const now = clock();
    if (now - (touched.get(id) ?? 0) < touchMilliseconds) return;
    touched.set(id, now);
    // A time of last use that is not written costs nothing but itself.
    store.connections.update(id, { lastUsedAt: new Date(now).toISOString() }).catch(() => {});
  }

  async function sourceOf(
    connector: Connector,
    { connection, mayCall }: { readonly connection: Connection; readonly mayCall: boolean },
  ): Promise<ConnectedSource> {
    const source = await openSource(connector, connection);
    return createConnectedSource({
      connector,
      connection,
      source: { listTools: source.listTools, callTool: withoutEchoes(source, echoesOf(connection.id)) },
      mayCall,
      onUsed: () => touch(connection.id),
      onFailure: (failure) => markRefused(connection.id, failure),
    });
  }

  async function sourceFor(principal: Principal, connector: Connector): Promise<ConnectedSource> {
    if (!connector.enabled) throw new AppError('connector.disabled');
    const { auth } = connector;
    const needsCredentials = auth.kind === 'oauth' || auth.kind === 'header';
    const connection = needsCredentials ? await rows.best(principal, connector.id) : await rows.ensure(principal, connector);
    const detail = { connectorId: connector.id, connectionId: connection?.id ?? null };
    if (connection === null)
      throw new AppError(auth.kind === 'header' ? 'connection.header-required' : 'connection.sign-in-required', { detail });
    if (auth.kind === 'none') return sourceOf(connector, { connection, mayCall: true });
    const { credentials } = await keeper.read(connection);
    if (credentials === null && needsCredentials) throw missingCredentials(connector, connection);
    return sourceOf(connector, { connection, mayCall: credentials !== null });
  }

  return {
    sourceFor,
    /** Without asking whether there are credentials. */
    sourceOf,
    authorisedFetch,
    /** What is written down about a connection, without the secrets that it sent. */
    withoutSecrets: <About extends { readonly connectionId: ConnectionId | null }>(about: About): About =>
      about.connectionId === null ? about : echoesOf(about.connectionId).blank(about),
    /** What is kept in memory of a connection whose credentials change or end. */
    forget: (id: ConnectionId): void => {
      for (const key of fetches.keys()) if (key.startsWith(`["${id}"`)) fetches.delete(key);
      touched.delete(id);
      echoes.delete(id);
    },
    onToolsChanged: (listener: (change: ToolsChanged) => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What to tell a person whose connection has no credentials. */
export function missingCredentials(connector: Connector, connection: Connection): AppError {
  const detail = { connectorId: connector.id, connectionId: connection.id };
  if (connector.auth.kind === 'header') return new AppError('connection.header-required', { detail });
  if (connection.status !== 'Reconnect') return new AppError('connection.sign-in-required', { detail });
  return new AppError('connection.expired', { detail, ...(connection.statusDetail === null ? {} : { sentence: connection.statusDetail }) });
}
