import type { Kysely, Selectable } from 'kysely';
import type { Connection, ConnectionStatus } from '../domain/connection.ts';
import type { ConnectionId, ConnectorId, UserId } from '../domain/ids.ts';
import { prepareRead } from './prepared.ts';
import type { Tables } from './schema.ts';

/** Connections and, beside each, its sealed credentials with a version for compare-and-set. */
export type ConnectionStore = {
  listForUser(userId: UserId): Promise<readonly Connection[]>;
  listForConnector(connectorId: ConnectorId): Promise<readonly Connection[]>;
  find(id: ConnectionId): Promise<Connection | null>;
  insert(connection: Connection): Promise<void>;
  update(
    id: ConnectionId,
    change: Partial<Pick<Connection, 'accountLabel' | 'status' | 'statusDetail' | 'scopes' | 'expiresAt' | 'lastUsedAt'>>,
  ): Promise<void>;
  remove(id: ConnectionId): Promise<void>;
  credentials(id: ConnectionId): Promise<{ readonly sealed: string; readonly version: number } | null>;
  /** Replaces the sealed credentials if they are still at `version` (0: there were none). False: someone else was first. */
  replaceCredentials(id: ConnectionId, replacement: { readonly sealed: string | null; readonly version: number }): Promise<boolean>;
};

export function createConnectionStore(database: Kysely<Tables>): ConnectionStore {
  const rows = () => database.selectFrom('connections').selectAll();
  const byUser = prepareRead(database, ['userId'], ({ userId }: { readonly userId: UserId }) => rows().where('user_id', '=', userId));
  const sealedById = prepareRead(database, ['id'], ({ id }: { readonly id: ConnectionId }) =>
    database.selectFrom('connections').select(['sealed_credentials', 'credentials_version']).where('id', '=', id),
  );
  return {
    // Sorted here: a person's connections are few, and the database would take longer to begin sorting.
    listForUser: async (userId) =>
      (await byUser({ userId })).toSorted((left, right) => left.created_at.localeCompare(right.created_at)).map(toConnection),
    listForConnector: async (connectorId) =>
      (await rows().where('connector_id', '=', connectorId).orderBy('created_at').execute()).map(toConnection),
    find: async (id) => {
      const row = await rows().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toConnection(row);
    },
    insert: async (connection) => {
      await database
        .insertInto('connections')
        .values({
          id: connection.id,
          connector_id: connection.connectorId,
          user_id: connection.userId,
          account_label: connection.accountLabel,
          status: connection.status,
          status_detail: connection.statusDetail,
          scopes: JSON.stringify(connection.scopes),
          expires_at: connection.expiresAt,
          created_at: connection.createdAt,
          last_used_at: connection.lastUsedAt,
          sealed_credentials: null,
          credentials_version: 0,
        })
        .execute();
    },
    update: async (id, change) => {
      const columns = toColumns(change);
      if (Object.keys(columns).length === 0) return;
      await database.updateTable('connections').set(columns).where('id', '=', id).execute();
    },
    remove: async (id) => {
      await database.deleteFrom('connections').where('id', '=', id).execute();
    },
    credentials: async (id) => {
      const [row] = await sealedById({ id });
      return row?.sealed_credentials == null ? null : { sealed: row.sealed_credentials, version: row.credentials_version };
    },
    replaceCredentials: async (id, { sealed, version }) => {
      const done = await database
        .updateTable('connections')
        .set((expression) => ({ sealed_credentials: sealed, credentials_version: expression('credentials_version', '+', 1) }))
        .where('id', '=', id)
        .where((where) =>
          version === 0
            ? where.or([where('credentials_version', '=', 0), where('sealed_credentials', 'is', null)])
            : where('credentials_version', '=', version),
        )
        .executeTakeFirst();
      return done.numUpdatedRows === 1n;
    },
  };
}

function toColumns(change: Parameters<ConnectionStore['update']>[1]) {
  return {
    ...(change.accountLabel === undefined ? {} : { account_label: change.accountLabel }),
    ...(change.status === undefined ? {} : { status: change.status }),
    ...(change.statusDetail === undefined ? {} : { status_detail: change.statusDetail }),
    ...(change.scopes === undefined ? {} : { scopes: JSON.stringify(change.scopes) }),
    ...(change.expiresAt === undefined ? {} : { expires_at: change.expiresAt }),
    ...(change.lastUsedAt === undefined ? {} : { last_used_at: change.lastUsedAt }),
  };
}

function toConnection(row: Selectable<Tables['connections']>): Connection {
  return {
    id: row.id as ConnectionId,
    connectorId: row.connector_id as ConnectorId,
    userId: row.user_id as UserId,
    accountLabel: row.account_label,
    status: row.status as ConnectionStatus,
    statusDetail: row.status_detail,
    scopes: JSON.parse(row.scopes),
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
