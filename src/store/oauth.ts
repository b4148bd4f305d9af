import type { Kysely } from 'kysely';
import type { ConnectionId, ConnectorId, UserId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Tables } from './schema.ts';

/** A registered client, keyed by connector and issuer: one issuer's credentials are never shown to another. */
export type StoredOAuthClient = {
  readonly issuer: string;
  readonly registration: 'static' | 'client-id-metadata' | 'dynamic';
  /** The client information without its secret. */
  readonly client: JsonObject;
  readonly sealedSecret: string | null;
};

/** A sign-in under way. Only hashes of `state` and of the browser's cookie are kept; the rest is sealed. */
export type StoredOAuthFlow = {
  readonly stateHash: string;
  readonly connectionId: ConnectionId;
  readonly userId: UserId;
  readonly browserHash: string;
  readonly sealedFlow: string;
  readonly createdAt: string;
  readonly expiresAt: string;
};

export type OAuthStore = {
  client(connectorId: ConnectorId, issuer: string): Promise<StoredOAuthClient | null>;
  saveClient(connectorId: ConnectorId, client: StoredOAuthClient, createdAt: string): Promise<void>;
  removeClient(connectorId: ConnectorId, issuer: string): Promise<void>;
  startFlow(flow: StoredOAuthFlow): Promise<void>;
  /** Takes the flow out, so that a state works once. Null: unknown or used. */
  takeFlow(stateHash: string): Promise<StoredOAuthFlow | null>;
  removeExpiredFlows(now: string): Promise<void>;
};

export function createOAuthStore(database: Kysely<Tables>): OAuthStore {
  return {
    client: async (connectorId, issuer) => {
      const row = await database
        .selectFrom('oauth_clients')
        .selectAll()
        .where('connector_id', '=', connectorId)
        .where('issuer', '=', issuer)
        .executeTakeFirst();
      if (row === undefined) return null;
      return {
        issuer: row.issuer,
        registration: row.registration as StoredOAuthClient['registration'],
        client: JSON.parse(row.client),
        sealedSecret: row.sealed_secret,
      };
    },
    saveClient: async (connectorId, client, createdAt) => {
      const columns = {
        registration: client.registration,
        client: JSON.stringify(client.client),
        sealed_secret: client.sealedSecret,
        created_at: createdAt,
      };
      await database
        .insertInto('oauth_clients')
        .values({ connector_id: connectorId, issuer: client.issuer, ...columns })
        .onConflict((conflict) => conflict.columns(['connector_id', 'issuer']).doUpdateSet(columns))
        .execute();
    },
    removeClient: async (connectorId, issuer) => {
      await database.deleteFrom('oauth_clients').where('connector_id', '=', connectorId).where('issuer', '=', issuer).execute();
    },
    startFlow: async (flow) => {
      await database
        .insertInto('oauth_flows')
        .values({
          state_hash: flow.stateHash,
          connection_id: flow.connectionId,
          user_id: flow.userId,
          browser_hash: flow.browserHash,
          sealed_flow: flow.sealedFlow,
          created_at: flow.createdAt,
          expires_at: flow.expiresAt,
        })
        .execute();
    },
    takeFlow: async (stateHash) => {
      const row = await database.deleteFrom('oauth_flows').where('state_hash', '=', stateHash).returningAll().executeTakeFirst();
      if (row === undefined) return null;
      return {
        stateHash: row.state_hash,
        connectionId: row.connection_id as ConnectionId,
        userId: row.user_id as UserId,
        browserHash: row.browser_hash,
        sealedFlow: row.sealed_flow,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      };
    },
    removeExpiredFlows: async (now) => {
      await database.deleteFrom('oauth_flows').where('expires_at', '<', now).execute();
    },
  };
}
