import type { Clock } from '../domain/ids.ts';
import { type ApprovalStore, createApprovalStore } from './approvals.ts';
import { type CallStore, createCallStore } from './calls.ts';
import { type ConnectionStore, createConnectionStore } from './connections.ts';
import { type ConnectorStore, createConnectorStore } from './connectors.ts';
import { type ConversationStore, createConversationStore } from './conversations.ts';
import { type Database, openPostgres, openSqlite } from './database.ts';
import { createIdentityStore, type IdentityStore } from './identities.ts';
import { createLeaseStore, type LeaseStore } from './leases.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { migrate } from './migrations.ts';
import { createOAuthStore, type OAuthStore } from './oauth.ts';
import { createResponseStore, type ResponseStore } from './responses.ts';
import { createSettingStore, type SettingStore } from './settings.ts';
import { createToolStore, type ToolStore } from './tools.ts';
import { createTraceStore, type TraceStore } from './traces.ts';

/** Everything that is kept, one member per aggregate. */
export type Store = {
  readonly identities: IdentityStore;
  readonly settings: SettingStore;
  readonly connectors: ConnectorStore;
  readonly tools: ToolStore;
  readonly connections: ConnectionStore;
  readonly oauth: OAuthStore;
  readonly leases: LeaseStore;
  readonly traces: TraceStore;
  readonly approvals: ApprovalStore;
  readonly conversations: ConversationStore;
  readonly responses: ResponseStore;
  readonly calls: CallStore;
  readonly ledger: Ledger;
  close(): Promise<void>;
};

export type StoreLocation = { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string };

/** Opens the store and brings its schema up to date. `{ kind: 'sqlite', file: ':memory:' }` is for tests. */
export async function openStore(location: StoreLocation, { clock = Date.now }: { readonly clock?: Clock } = {}): Promise<Store> {
  const database: Database = location.kind === 'sqlite' ? openSqlite(location.file) : openPostgres(location.url);
  await migrate(database.kysely, database.dialect);
  const { kysely } = database;
  return {
    identities: createIdentityStore(kysely),
    settings: createSettingStore(kysely),
    connectors: createConnectorStore(kysely),
    tools: createToolStore(kysely),
    connections: createConnectionStore(kysely),
    oauth: createOAuthStore(kysely),
    leases: createLeaseStore(kysely, clock),
    traces: createTraceStore(kysely),
    approvals: createApprovalStore(kysely),
    conversations: createConversationStore(kysely),
    responses: createResponseStore(kysely),
    calls: createCallStore(kysely),
    ledger: createLedger(database, clock),
    close: () => kysely.destroy(),
  };
}
