import type { Connection } from '../domain/connection.ts';
import type { Connector } from '../domain/connector.ts';
import { AppError, findAppError } from '../domain/errors.ts';
import type { Principal } from '../domain/principal.ts';
import type { TraceRecorder } from '../domain/trace.ts';
import { proveAccount } from './builtin-source.ts';
import type { ConnectionsDependencies } from './dependencies.ts';
import type { createOpener } from './opener.ts';
import type { Rows } from './rows.ts';

export type AttemptsDependencies = Pick<ConnectionsDependencies, 'store' | 'sources'> & {
  readonly rows: Rows;
  readonly sourceOf: ReturnType<typeof createOpener>['sourceOf'];
};

type Proof = {
  readonly principal: Principal;
  readonly connection: Connection;
  readonly trace: TraceRecorder;
  readonly signal: AbortSignal;
};

/** Attempts to connect: the proof that it works, and what is written down of how it ended. */
export function createAttempts({ store, sources, rows, sourceOf }: AttemptsDependencies) {
  const tell = (kind: 'connection-opened' | 'connection-closed' | 'connection-failed', actor: Principal, data: Record<string, string>) =>
    store.ledger.append({ kind, actor: actor.email, data });

  /** Opens a fresh session and lists, as steps of the trace: the proof that a connection works. */
  async function prove(
    connector: Connector,
    { principal, connection, trace, signal }: Proof,
  ): Promise<Partial<Pick<Connection, 'accountLabel'>>> {
    await sources.closeConnection(connection.id);
    const source = await sourceOf(connector, { connection, mayCall: true });
    const listing = await source.listTools(signal, trace);
    if (connector.origin.kind !== 'builtin') return {};
    const account = await proveAccount(source, { listing, principal, name: connector.name, trace, signal });
    return account === null ? {} : { accountLabel: account };
  }

  /** Runs an attempt to its end and writes down how it ended. */
  async function attempt<T>(
    principal: Principal,
    around: { readonly trace: TraceRecorder; readonly connection: Connection; readonly onFailure: (failure: AppError) => Promise<void> },
    work: () => Promise<T>,
  ): Promise<T> {
    const { trace, connection, onFailure } = around;
    try {
      return await work();
    } catch (error) {
      const failure = findAppError(error) ?? new AppError('internal', { cause: error });
      await trace.finish('failed');
      await onFailure(failure);
      await tell('connection-failed', principal, { connectorId: connection.connectorId, connectionId: connection.id, code: failure.code });
      throw failure;
    }
  }

  const markError = (connection: Connection) => (failure: AppError) =>
    store.connections.update(connection.id, { status: 'Error', statusDetail: failure.message });

  async function markConnected(
    principal: Principal,
    connection: Connection,
    change: Partial<Pick<Connection, 'accountLabel' | 'scopes' | 'expiresAt'>> = {},
  ): Promise<Connection> {
    await store.connections.update(connection.id, { ...change, status: 'Connected', statusDetail: null });
    await tell('connection-opened', principal, { connectorId: connection.connectorId, connectionId: connection.id });
    return rows.find(connection.id);
  }

  return { prove, attempt, markError, markConnected, tell };
}
