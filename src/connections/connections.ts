import { randomBytes } from 'node:crypto';
import { noBuiltins } from '../domain/builtin.ts';
import type { Connection } from '../domain/connection.ts';
import type { Connector } from '../domain/connector.ts';
import { AppError, findAppError } from '../domain/errors.ts';
import type { ConnectionId, ConnectorId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import type { Secret } from '../domain/secret.ts';
import type { ToolListing, ToolSource } from '../domain/tool.ts';
import type { TraceRecorder } from '../domain/trace.ts';
import { type AdHocServer, createAdHocSource } from './ad-hoc-source.ts';
import { createAttempts } from './attempts.ts';
import type { ConnectedSource } from './connected-source.ts';
import { createCredentialKeeper } from './credentials.ts';
import type { ConnectionsDependencies, ConnectionsOptions } from './dependencies.ts';
import { createOpener, missingCredentials, type ToolsChanged } from './opener.ts';
import { createRefresh, shownExpiry, toCredentials } from './refresh.ts';
import { revokeCredentials } from './revoke.ts';
import { createRows } from './rows.ts';
import { beginSignIn, completeSignIn, type Flow, hasOAuth, takeFlow } from './sign-in.ts';
import { resumeTrace, startTrace } from './trace.ts';

export type ConnectOptions = {
  /** Sign in again on this connection; left out: on one that waits for it, or for a further account. */
  readonly connectionId?: ConnectionId | undefined;
  /** More scopes than before (step-up). */
  readonly scopes?: readonly string[] | undefined;
  readonly returnTo: string;
  readonly browserToken: string;
};
export type ConnectResult =
  | { readonly kind: 'connected'; readonly connection: Connection }
  | { readonly kind: 'redirect'; readonly url: string; readonly connection: Connection };

/** Connecting, signing in, renewing and ending: what stands between a connector's definition and its tools. */
export type Connections = {
  connect(principal: Principal, connectorId: ConnectorId, options: ConnectOptions, signal: AbortSignal): Promise<ConnectResult>;
  /** Keeps the value that this person's header carries, if the server takes it. */
  setHeader(
    principal: Principal,
    connectorId: ConnectorId,
    header: { readonly value: Secret; readonly accountLabel?: string | undefined },
    signal: AbortSignal,
  ): Promise<Connection>;
  finishSignIn(
    principal: Principal,
    parameters: URLSearchParams,
    browserToken: string,
    signal: AbortSignal,
  ): Promise<{ readonly connection: Connection; readonly returnTo: string }>;
  /** Revokes the credentials where the server offers it, and forgets them. */
  disconnect(principal: Principal, connectionId: ConnectionId, signal: AbortSignal): Promise<void>;
  /** The person's source of a connector's tools. Throws `connection.*` where a sign-in is needed first. */
  sourceFor(principal: Principal, connector: Connector): Promise<ConnectedSource>;
  /** Reads a connector's tools now, with a trace. */
  listTools(principal: Principal, connector: Connector, signal: AbortSignal): Promise<ToolListing>;
  adHocSource(server: AdHocServer): ToolSource & { close(): Promise<void> };
  /** A fetch with a connection's credentials; for connectors that talk HTTP themselves. */
  authorisedFetch(connector: Connector, connection: Pick<Connection, 'id' | 'userId'>): typeof globalThis.fetch;
  /** Calls `listener` when a connected server says that its tools changed. */
  onToolsChanged(listener: (change: ToolsChanged) => void): () => void;
};

export function createConnections(options: ConnectionsOptions): Connections {
  const deps: ConnectionsDependencies = { random: randomBytes, builtins: noBuiltins, connect: refuseToConnect, ...options };
  const { store, vault, sources, clock } = deps;
  const keeper = createCredentialKeeper({ connections: store.connections, vault });
  const refresh = createRefresh({ ...deps, keeper });
  const rows = createRows(deps);
  const opener = createOpener(deps, { keeper, refresh, rows });
  const { sourceFor, sourceOf, authorisedFetch, onToolsChanged } = opener;
  const traces: typeof store.traces = { ...store.traces, save: (trace) => store.traces.save(opener.withoutSecrets(trace)) };
  const tracing = { traces, newId: deps.newId, clock };

  const { prove, attempt, markError, markConnected, tell } = createAttempts({ store, sources, rows, sourceOf });

  return {
    connect: async (principal, connectorId, options, signal) => {
      const connector = await rows.connector(connectorId);
      const signsIn = hasOAuth(connector);
      const connection = signsIn
        ? await rows.forSignIn(principal, { connector, connectionId: options.connectionId })
        : await rows.ensure(principal, connector);
      if (connector.auth.kind === 'header' && (await keeper.read(connection)).credentials === null)
        throw missingCredentials(connector, connection);
      const trace = startTrace(tracing, { connectorId, connectionId: connection.id, userId: principal.userId, purpose: 'connect' });
      if (!signsIn) {
        return attempt(principal, { trace, connection, onFailure: markError(connection) }, async () => {
          const account = await prove(connector, { principal, connection, trace, signal });
          await trace.finish('succeeded');
          return { kind: 'connected', connection: await markConnected(principal, connection, account) };
        });
      }
      // A sign-in that does not begin leaves a connection that works as it is.
      const onFailure = async (failure: AppError) =>
        void (connection.status === 'Connected' || (await store.connections.update(connection.id, { statusDetail: failure.message })));
      return attempt(principal, { trace, connection, onFailure }, async () => {
        const url = await beginSignIn(deps, {
          connector,
          connection,
          principal,
          scopes: options.scopes ?? [],
          returnTo: options.returnTo,
          browserToken: options.browserToken,
          trace,
          signal,
        });
        await trace.finish('waiting');
        return { kind: 'redirect', url, connection };
      });
    },

    finishSignIn: async (principal, parameters, browserToken, signal) => {
      const { flow, connectionId } = await takeFlow(deps, { principal, parameters, browserToken });
      const connection = await rows.find(connectionId);
      const connector = await rows.connector(connection.connectorId);
      if (!hasOAuth(connector)) throw new AppError('oauth.state-invalid');
      const trace = await traceOf(flow, connection);
      const onFailure = async (failure: AppError) =>
        void (connection.status === 'Connected' || (await store.connections.update(connection.id, { statusDetail: failure.message })));
      const around = { connectorId: connector.id, connectionId: connection.id, returnTo: flow.returnTo };
      try {
        await attempt(principal, { trace, connection, onFailure }, async () => {
          const tokens = await completeSignIn(deps, { connector, flow, parameters, trace, signal });
          const credentials = toCredentials(tokens, { ...deps, previous: { ...flow, refreshToken: null } });
          await replace(connection, credentials);
          await markConnected(principal, connection, {
            scopes: credentials.scopes,
            expiresAt: shownExpiry(credentials),
            ...(tokens.account === null ? {} : { accountLabel: tokens.account }),
          });
        });
      } catch (error) {
        const failure = findAppError(error) ?? new AppError('internal', { cause: error });
        throw new AppError(failure.code, { sentence: failure.message, cause: failure, detail: { ...failure.detail, ...around } });
      }
      // The person is signed in, whatever the server then says to its first questions.
      const proof = { principal, connection: await rows.find(connection.id), trace, signal };
      const outcome = await prove(connector, proof).then(
        async (account) => {
          await store.connections.update(connection.id, account);
          return 'succeeded' as const;
        },
        async (error) => {
          await markError(connection)(findAppError(error) ?? new AppError('internal'));
          return 'failed' as const;
        },
      );
      await trace.finish(outcome);
      return { connection: await rows.find(connection.id), returnTo: flow.returnTo };
    },

    setHeader: async (principal, connectorId, { value, accountLabel }, signal) => {
      const connector = await rows.connector(connectorId);
      if (connector.auth.kind !== 'header')
        throw new AppError('request.invalid', { sentence: 'This connector takes no API key or header.' });
      const connection = await rows.ensure(principal, connector);
      const before = await keeper.read(connection);
      await replace(connection, { kind: 'header', value });
      const trace = startTrace(tracing, { connectorId, connectionId: connection.id, userId: principal.userId, purpose: 'connect' });
      const onFailure = async (failure: AppError) => {
        if (failure.code !== 'connection.header-required') return markError(connection)(failure);
        // A refused key is not kept, and one that worked is not lost to it.
        await replace(connection, before.credentials);
        if (before.credentials !== null)
          await store.connections.update(connection.id, { status: connection.status, statusDetail: connection.statusDetail });
      };
      return attempt(principal, { trace, connection, onFailure }, async () => {
        const account = await prove(connector, { principal, connection, trace, signal });
        await trace.finish('succeeded');
        return markConnected(principal, connection, accountLabel === undefined ? account : { accountLabel });
      });
    },

    disconnect: async (principal, connectionId, signal) => {
      const connection = await rows.findToEnd(principal, connectionId);
      const connector = await store.connectors.find(connection.connectorId);
      await sources.closeConnection(connection.id);
      if (connector !== null) {
        const trace = startTrace(tracing, {
          connectorId: connector.id,
          connectionId: null,
          userId: connection.userId,
          purpose: 'disconnect',
        });
        // Credentials that cannot be opened any more cannot be revoked, but can be forgotten.
        const { credentials } = await keeper.read(connection).catch(() => ({ credentials: null }));
        await revokeCredentials(deps, { connector, credentials, trace, signal });
      }
      await store.connections.remove(connection.id);
      opener.forget(connection.id);
      await tell('connection-closed', principal, { connectorId: connection.connectorId, connectionId: connection.id });
    },

    sourceFor,

    listTools: async (principal, connector, signal) => {
      const source = await sourceFor(principal, connector);
      const connection = await rows.find(source.connectionId);
      const trace = startTrace(tracing, {
        connectorId: connector.id,
        connectionId: connection.id,
        userId: principal.userId,
        purpose: 'refresh-tools',
      });
      try {
        const listing = await source.listTools(signal, trace);
        await trace.finish('succeeded');
        if (connection.status !== 'Connected' && (connector.auth.kind === 'none' || connection.status === 'Error'))
          await store.connections.update(connection.id, { status: 'Connected', statusDetail: null });
        return listing;
      } catch (error) {
        await trace.finish('failed');
        const failure = findAppError(error) ?? new AppError('internal', { cause: error });
        if (!failure.code.startsWith('connection.') && failure.code !== 'call.cancelled') await markError(connection)(failure);
        throw failure;
      }
    },

    adHocSource: (server) => createAdHocSource(deps, server),
    authorisedFetch,
    onToolsChanged,
  };

  async function traceOf(flow: Flow, connection: Connection): Promise<TraceRecorder> {
    const begun = await store.traces.find(flow.traceId);
    if (begun !== null) return resumeTrace(tracing, begun);
    return startTrace(tracing, {
      connectorId: connection.connectorId,
      connectionId: connection.id,
      userId: connection.userId,
      purpose: 'connect',
    });
  }

  /** What a person just gave wins over a refresh that ran meanwhile. */
  async function replace(connection: Connection, credentials: Parameters<typeof keeper.write>[1]['credentials']): Promise<void> {
    for (let tries = 0; tries < 10; tries += 1) {
      // Credentials under a lost key cannot be read, but can be replaced.
      const version = (await store.connections.credentials(connection.id))?.version ?? 0;
      if (await keeper.write(connection, { credentials, version })) break;
    }
    opener.forget(connection.id);
    await sources.closeConnection(connection.id);
  }
}

const refuseToConnect: ConnectionsDependencies['connect'] = async ({ host }) => {
  throw new AppError('network.address-refused', { sentence: `Nothing here opens sockets, so ${host} was not reached.` });
};
