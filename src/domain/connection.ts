import type { ConnectionId, ConnectorId, UserId } from './ids.ts';

/** The words people see. */
export const connectionStatuses = [
  'Connected',
  'Needs sign-in',
  'Reconnect',
  'Error',
  'Disabled by admin',
  'Admin approval required',
] as const;
export type ConnectionStatus = (typeof connectionStatuses)[number];

/** One principal's authorised link to a connector. Credentials are elsewhere, sealed. */
export type Connection = {
  readonly id: ConnectionId;
  readonly connectorId: ConnectorId;
  readonly userId: UserId;
  /** Which account this is, as the person would say it: an e-mail address, a host, "Default". */
  readonly accountLabel: string;
  readonly status: ConnectionStatus;
  /** Why the status is what it is, and what to do; null when Connected. */
  readonly statusDetail: string | null;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};
