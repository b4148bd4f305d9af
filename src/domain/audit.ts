import type { JsonObject } from './json.ts';

/** What an audit event is about; noun-verb. */
export type AuditEventKind =
  | 'server-started'
  | 'user-created'
  | 'session-started'
  | 'session-ended'
  | 'session-refused'
  | 'api-key-created'
  | 'api-key-revoked'
  | 'connector-created'
  | 'connector-changed'
  | 'connector-removed'
  | 'connection-opened'
  | 'connection-closed'
  | 'connection-failed'
  | 'tools-refreshed'
  | 'tools-accepted'
  | 'tool-changed'
  | 'approval-requested'
  | 'approval-answered'
  | 'approval-revoked'
  | 'call-intended'
  | 'call-ended'
  | 'samples-loaded'
  | 'setting-changed';

/** One fact in the append-only log. Bodies of calls are not here, only their digests, so that retention never breaks the chain. */
export type AuditEvent = {
  readonly sequence: number;
  readonly at: string;
  readonly kind: AuditEventKind;
  /** E-mail of who acted, or `system`. */
  readonly actor: string;
  readonly data: JsonObject;
  /** Hex SHA-256 of the event before; 64 zeros for the first. */
  readonly previousHash: string;
  /** Hex SHA-256 over previousHash and the canonical JSON of the rest. */
  readonly hash: string;
};

export type NewAuditEvent = Pick<AuditEvent, 'kind' | 'actor' | 'data'>;
