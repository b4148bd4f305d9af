import type { ApprovalId, ConnectorId, ConversationId, ToolCallId, UserId } from './ids.ts';
import type { JsonObject } from './json.ts';

/** A person's answer. `conversation` and `always` are remembered, listed and revocable. */
export type ApprovalDecision = 'deny' | 'once' | 'conversation' | 'always';

/** One request for approval: made when a call is suspended, answered by a person, used by one call. */
export type Approval = {
  readonly id: ApprovalId;
  readonly userId: UserId;
  readonly connectorId: ConnectorId | null;
  /** `server_label` of the call: names the server also where it is not a connector of ours. */
  readonly label: string;
  readonly toolName: string;
  readonly toolHash: string;
  /** SHA-256 over tool hash and canonical arguments: the answer holds for these and no others. */
  readonly digest: string;
  readonly input: JsonObject;
  readonly conversationId: ConversationId | null;
  readonly callId: ToolCallId;
  readonly state: 'pending' | 'approved' | 'denied' | 'used' | 'expired';
  readonly decision: ApprovalDecision | null;
  readonly reason: string | null;
  readonly requestedAt: string;
  readonly answeredAt: string | null;
};

/** A remembered answer: this tool, for this person, in one conversation or everywhere. Ends when the tool's text changes. */
export type StandingApproval = {
  readonly id: ApprovalId;
  readonly userId: UserId;
  readonly connectorId: ConnectorId;
  readonly toolName: string;
  readonly toolHash: string;
  /** Null: everywhere. */
  readonly conversationId: ConversationId | null;
  readonly createdAt: string;
  readonly revokedAt: string | null;
};
