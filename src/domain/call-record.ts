import type { ApprovalDecision } from './approval.ts';
import type { ConnectionId, ConnectorId, ConversationId, ToolCallId, UserId } from './ids.ts';
import type { JsonObject } from './json.ts';
import type { Front, ToolOutcomeKind, ToolResult } from './tool.ts';

/** One tool call with its request, result, latency and approver: a row of the call log. */
export type CallRecord = {
  readonly id: ToolCallId;
  readonly userId: UserId;
  readonly email: string;
  readonly front: Front;
  readonly via: string;
  readonly connectorId: ConnectorId | null;
  readonly connectionId: ConnectionId | null;
  readonly connectorName: string;
  readonly label: string;
  readonly toolName: string;
  readonly conversationId: ConversationId | null;
  readonly input: JsonObject;
  readonly result: ToolResult | null;
  /** `running` until the outcome is written; `interrupted` when the process ended in mid-call. */
  readonly state: ToolOutcomeKind | 'running' | 'interrupted';
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly approver: string | null;
  readonly approval: ApprovalDecision | 'policy' | null;
  readonly startedAt: string;
  readonly milliseconds: number | null;
  readonly inputBytes: number;
  readonly resultBytes: number | null;
  readonly truncated: boolean;
};
