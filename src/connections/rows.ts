import type { Connection } from '../domain/connection.ts';
import type { Connector } from '../domain/connector.ts';
import { AppError } from '../domain/errors.ts';
import type { ConnectionId, ConnectorId } from '../domain/ids.ts';
import { mayAdminister, type Principal } from '../domain/principal.ts';
import type { ConnectionsDependencies } from './dependencies.ts';

type RowDeps = Pick<ConnectionsDependencies, 'store' | 'clock' | 'newId'>;

/** The rows of connections: found, made, and checked for whose they are. */
export function createRows({ store, clock, newId }: RowDeps) {
  const own = async (principal: Principal, connectorId: ConnectorId): Promise<readonly Connection[]> =>
    (await store.connections.listForUser(principal.userId)).filter((connection) => connection.connectorId === connectorId);

  async function create(principal: Principal, connector: Connector): Promise<Connection> {
    const before = (await own(principal, connector.id)).length;
    const connection: Connection = {
      id: newId<ConnectionId>('connection'),
      connectorId: connector.id,
      userId: principal.userId,
      accountLabel: before === 0 ? 'Default' : `Account ${before + 1}`,
      status: 'Needs sign-in',
      statusDetail: null,
      scopes: [],
      expiresAt: null,
      createdAt: new Date(clock()).toISOString(),
      lastUsedAt: null,
    };
    await store.connections.insert(connection);
    return connection;
  }

  return {
    connector: async (id: ConnectorId): Promise<Connector> => {
      const connector = await store.connectors.find(id);
      if (connector === null) throw new AppError('connector.not-found');
      if (!connector.enabled) throw new AppError('connector.disabled');
      return connector;
    },
    /** The person's connection to use: a good one before one that needs something, an older before a newer. */
    best: async (principal: Principal, connectorId: ConnectorId): Promise<Connection | null> => pickBest(await own(principal, connectorId)),
    ensure: async (principal: Principal, connector: Connector): Promise<Connection> =>
      pickBest(await own(principal, connector.id)) ?? create(principal, connector),
    /** The one to sign in on: as named, else one that waits for it, else a new one for a further account. */
    forSignIn: async (
      principal: Principal,
      { connector, connectionId }: { readonly connector: Connector; readonly connectionId: ConnectionId | undefined },
    ): Promise<Connection> => {
      const mine = await own(principal, connector.id);
      if (connectionId === undefined) return mine.find(({ status }) => status !== 'Connected') ?? create(principal, connector);
      const named = mine.find(({ id }) => id === connectionId);
      if (named === undefined) throw new AppError('connection.not-found');
      return named;
    },
    find: async (id: ConnectionId): Promise<Connection> => {
      const connection = await store.connections.find(id);
      if (connection === null) throw new AppError('connection.not-found');
      return connection;
    },
    /** The owner of a connection may end it, and so may whoever manages its connector. */
    findToEnd: async (principal: Principal, id: ConnectionId): Promise<Connection> => {
      const connection = await store.connections.find(id);
      if (connection === null) throw new AppError('connection.not-found');
      if (connection.userId === principal.userId || mayAdminister(principal)) return connection;
      const connector = await store.connectors.find(connection.connectorId);
      if (connector?.ownerId !== principal.userId) throw new AppError('connection.not-found');
      return connection;
    },
  };
}

export type Rows = ReturnType<typeof createRows>;

/** Of a person's connections to one connector, the one that calls go through. */
export function pickBest(connections: readonly Connection[]): Connection | null {
  return connections.find(({ status }) => status === 'Connected') ?? connections[0] ?? null;
}
