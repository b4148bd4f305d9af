import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Dialect } from './database.ts';
import type { Tables } from './schema.ts';

/** Brings the database to the newest schema, forwards only. Throws what the failing migration threw. */
export async function migrate(database: Kysely<Tables>, dialect: Dialect): Promise<void> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrationsFor(dialect) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Migrations run in the order of their names; one that has shipped is never edited. */
function migrationsFor(dialect: Dialect): Record<string, Migration> {
  const counter = dialect === 'postgres' ? 'bigserial primary key' : 'integer primary key autoincrement';
  return {
    '0001-first': {
      async up(database) {
        for (const statement of firstTables(counter)) await sql.raw(statement).execute(database);
      },
    },
  };
}

function firstTables(counter: string): readonly string[] {
  return [
    `create table users (id text primary key, email text not null unique, name text not null, role text not null, password_hash text, created_at text not null)`,
    `create table sessions (id text primary key, user_id text not null references users (id) on delete cascade, token_hash text not null unique, created_at text not null, expires_at text not null)`,
    `create table api_keys (id text primary key, user_id text not null references users (id) on delete cascade, name text not null, prefix text not null, key_hash text not null unique, created_at text not null, last_used_at text, revoked_at text)`,
    `create table settings (name text primary key, value text not null)`,
    `create table connectors (id text primary key, slug text not null unique, name text not null, description text not null, icon_url text, origin text not null, auth text not null, limits text not null, permission text not null, enabled integer not null, owner_id text not null references users (id), created_at text not null, instructions text, tools_refreshed_at text, sealed_secrets text)`,
    `create table tools (connector_id text not null references connectors (id) on delete cascade, name text not null, definition text not null, hash text not null, state text not null, previous text, enabled integer not null, permission text, first_seen_at text not null, primary key (connector_id, name))`,
    `create table connections (id text primary key, connector_id text not null references connectors (id) on delete cascade, user_id text not null references users (id) on delete cascade, account_label text not null, status text not null, status_detail text, scopes text not null, expires_at text, created_at text not null, last_used_at text, sealed_credentials text, credentials_version integer not null)`,
    `create index connections_by_user on connections (user_id, connector_id)`,
    `create table oauth_clients (connector_id text not null references connectors (id) on delete cascade, issuer text not null, registration text not null, client text not null, sealed_secret text, created_at text not null, primary key (connector_id, issuer))`,
    `create table oauth_flows (state_hash text primary key, connection_id text not null references connections (id) on delete cascade, user_id text not null, browser_hash text not null, sealed_flow text not null, created_at text not null, expires_at text not null)`,
    `create table leases (name text primary key, holder text not null, expires_at double precision not null)`,
    `create table traces (id text primary key, connector_id text not null, connection_id text, user_id text not null, purpose text not null, started_at text not null, outcome text not null, steps text not null)`,
    `create index traces_by_connector on traces (connector_id, started_at)`,
    `create table approvals (id text primary key, user_id text not null, connector_id text, label text not null, tool_name text not null, tool_hash text not null, digest text not null, input text not null, conversation_id text, call_id text not null, state text not null, decision text, reason text, requested_at text not null, answered_at text)`,
    `create index approvals_by_user on approvals (user_id, state)`,
    `create table standing_approvals (id text primary key, user_id text not null, connector_id text not null, tool_name text not null, tool_hash text not null, conversation_id text, created_at text not null, revoked_at text)`,
    `create index standing_approvals_by_tool on standing_approvals (user_id, connector_id, tool_name)`,
    `create table conversations (id text primary key, user_id text not null references users (id) on delete cascade, title text not null, model text, attached text not null, metadata text not null, created_at text not null, updated_at text not null, listed integer not null)`,
    `create index conversations_by_user on conversations (user_id, updated_at)`,
    `create table responses (sequence ${counter}, id text not null unique, user_id text not null, conversation_id text, previous_response_id text, status text not null, model text not null, body text not null, stored integer not null, created_at text not null)`,
    `create index responses_by_conversation on responses (conversation_id, sequence)`,
    `create table items (sequence ${counter}, id text not null unique, user_id text not null, conversation_id text, response_id text, direction text not null, type text not null, body text not null, search_text text not null)`,
    `create index items_by_conversation on items (conversation_id, sequence)`,
    `create index items_by_response on items (response_id, sequence)`,
    `create table call_records (id text primary key, user_id text not null, email text not null, front text not null, via text not null, connector_id text, connection_id text, connector_name text not null, label text not null, tool_name text not null, conversation_id text, input text not null, result text, state text not null, error_code text, error_message text, approver text, approval text, started_at text not null, milliseconds double precision, input_bytes integer not null, result_bytes integer, truncated integer not null)`,
    `create index call_records_by_time on call_records (started_at)`,
    `create table audit_events (sequence integer primary key, at text not null, kind text not null, actor text not null, data text not null, previous_hash text not null, hash text not null)`,
  ];
}
