import type { Generated } from 'kysely';

/**
 * The tables as kysely sees them, the same on SQLite and PostgreSQL: times are ISO 8601 text,
 * truths are 0 or 1, and what is JSON is text, so that no dialect reads a value in its own way.
 */
export type Tables = {
  users: { id: string; email: string; name: string; role: string; password_hash: string | null; created_at: string };
  sessions: { id: string; user_id: string; token_hash: string; created_at: string; expires_at: string };
  api_keys: {
    id: string;
    user_id: string;
    name: string;
    prefix: string;
    key_hash: string;
    created_at: string;
    last_used_at: string | null;
    revoked_at: string | null;
  };
  settings: { name: string; value: string };
  connectors: {
    id: string;
    slug: string;
    name: string;
    description: string;
    icon_url: string | null;
    origin: string;
    auth: string;
    limits: string;
    permission: string;
    enabled: number;
    owner_id: string;
    created_at: string;
    instructions: string | null;
    tools_refreshed_at: string | null;
    /** Client secret and environment values, sealed together. */
    sealed_secrets: string | null;
  };
  tools: {
    connector_id: string;
    name: string;
    definition: string;
    hash: string;
    state: string;
    previous: string | null;
    enabled: number;
    permission: string | null;
    first_seen_at: string;
  };
  connections: {
    id: string;
    connector_id: string;
    user_id: string;
    account_label: string;
    status: string;
    status_detail: string | null;
    scopes: string;
    expires_at: string | null;
    created_at: string;
    last_used_at: string | null;
    sealed_credentials: string | null;
    credentials_version: number;
  };
  oauth_clients: {
    connector_id: string;
    issuer: string;
    registration: string;
    client: string;
    sealed_secret: string | null;
    created_at: string;
  };
  oauth_flows: {
    state_hash: string;
    connection_id: string;
    user_id: string;
    browser_hash: string;
    sealed_flow: string;
    created_at: string;
    expires_at: string;
  };
  leases: { name: string; holder: string; expires_at: number };
  traces: {
    id: string;
    connector_id: string;
    connection_id: string | null;
    user_id: string;
    purpose: string;
    started_at: string;
    outcome: string;
    steps: string;
  };
  approvals: {
    id: string;
    user_id: string;
    connector_id: string | null;
    label: string;
    tool_name: string;
    tool_hash: string;
    digest: string;
    input: string;
    conversation_id: string | null;
    call_id: string;
    state: string;
    decision: string | null;
    reason: string | null;
    requested_at: string;
    answered_at: string | null;
  };
  standing_approvals: {
    id: string;
    user_id: string;
    connector_id: string;
    tool_name: string;
    tool_hash: string;
    conversation_id: string | null;
    created_at: string;
    revoked_at: string | null;
  };
  conversations: {
    id: string;
    user_id: string;
    title: string;
    model: string | null;
    attached: string;
    metadata: string;
    created_at: string;
    updated_at: string;
    listed: number;
  };
  responses: {
    id: string;
    user_id: string;
    conversation_id: string | null;
    previous_response_id: string | null;
    status: string;
    model: string;
    body: string;
    stored: number;
    created_at: string;
    sequence: Generated<number>;
  };
  items: {
    sequence: Generated<number>;
    id: string;
    user_id: string;
    conversation_id: string | null;
    response_id: string | null;
    direction: string;
    type: string;
    body: string;
    search_text: string;
  };
  call_records: {
    id: string;
    user_id: string;
    email: string;
    front: string;
    via: string;
    connector_id: string | null;
    connection_id: string | null;
    connector_name: string;
    label: string;
    tool_name: string;
    conversation_id: string | null;
    input: string;
    result: string | null;
    state: string;
    error_code: string | null;
    error_message: string | null;
    approver: string | null;
    approval: string | null;
    started_at: string;
    milliseconds: number | null;
    input_bytes: number;
    result_bytes: number | null;
    truncated: number;
  };
  audit_events: { sequence: number; at: string; kind: string; actor: string; data: string; previous_hash: string; hash: string };
};
