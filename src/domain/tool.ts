import type { ConnectionId, ConnectorId, ConversationId, ApprovalId, ToolCallId, ElicitationId, UserId } from './ids.ts';
import type { Json, JsonObject, JsonSchema } from './json.ts';
import type { Principal } from './principal.ts';

/** The four hints of MCP. They are a server's claims, never proof; absent means the cautious reading. */
export type ToolAnnotations = {
  readonly title?: string;
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
  readonly openWorldHint?: boolean;
};

/** A tool as its server describes it. */
export type ToolDefinition = {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
  readonly annotations?: ToolAnnotations;
  readonly icons?: Json;
  readonly _meta?: JsonObject;
};

/** A definition as kept: with its digest, and whether a person has accepted this text. */
export type ToolSnapshot = {
  readonly connectorId: ConnectorId;
  readonly definition: ToolDefinition;
  /** SHA-256 over the canonical JSON of the definition. */
  readonly hash: string;
  /** `held` tools are shown in the diff and cannot be called; `removed` ones are kept for the diff until it is accepted. */
  readonly state: 'accepted' | 'held' | 'removed';
  /** For a changed tool that is held: the definition accepted before, which no longer runs. */
  readonly previous: ToolDefinition | null;
  readonly enabled: boolean;
  /** Overrides the connector's permission for this one tool; null inherits. */
  readonly permission: 'ask' | 'allow' | 'deny' | null;
  readonly firstSeenAt: string;
};

/** Content blocks of a result, kept exactly as MCP has them: text, image, audio, resource_link, resource. */
export type ContentBlock =
  | { readonly type: 'text'; readonly text: string; readonly annotations?: JsonObject; readonly _meta?: JsonObject }
  | {
      readonly type: 'image' | 'audio';
      readonly data: string;
      readonly mimeType: string;
      readonly annotations?: JsonObject;
      readonly _meta?: JsonObject;
    }
  | {
      readonly type: 'resource_link';
      readonly uri: string;
      readonly name: string;
      readonly title?: string;
      readonly description?: string;
      readonly mimeType?: string;
      readonly size?: number;
      readonly annotations?: JsonObject;
      readonly _meta?: JsonObject;
    }
  | {
      readonly type: 'resource';
      readonly resource:
        | { readonly uri: string; readonly mimeType?: string; readonly text: string; readonly _meta?: JsonObject }
        | { readonly uri: string; readonly mimeType?: string; readonly blob: string; readonly _meta?: JsonObject };
      readonly annotations?: JsonObject;
      readonly _meta?: JsonObject;
    };

/** What a tool answered. `isError` is the tool's own word: the model reads it and may try again. */
export type ToolResult = {
  readonly content: readonly ContentBlock[];
  readonly structuredContent?: Json;
  readonly isError?: boolean;
  readonly _meta?: JsonObject;
};

export type ToolProgress = { readonly progress: number; readonly total?: number; readonly message?: string };

/** A question that an upstream server asks the person while its call runs (MCP elicitation). */
export type ElicitationRequest =
  | { readonly mode: 'form'; readonly message: string; readonly requestedSchema: JsonSchema }
  | { readonly mode: 'url'; readonly message: string; readonly url: string };
export type ElicitationAnswer = { readonly action: 'accept'; readonly content?: JsonObject } | { readonly action: 'decline' | 'cancel' };
export type PendingElicitation = {
  readonly id: ElicitationId;
  readonly callId: ToolCallId;
  readonly connectorName: string;
  readonly request: ElicitationRequest;
};

/** What runs beside a call: its signal, and the ways back to the person. */
export type CallContext = {
  readonly principal: Principal;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ToolProgress) => void;
  /** Null where this front has no person to ask (the source must then not offer the capability, or answer `cancel`). */
  readonly elicit: ((request: ElicitationRequest) => Promise<ElicitationAnswer>) | null;
};

export type ToolListing = {
  readonly tools: readonly ToolDefinition[];
  readonly instructions: string | null;
  readonly serverName: string | null;
};

/**
 * Whatever lists and runs tools: a remote MCP client, a stdio child, a built-in connector, the lake.
 * One source stands for one connection. Failures are thrown as AppError: `connection.*` codes
 * (sign-in needed, unreachable), `upstream.*` (protocol errors), `call.*` (timed out, cancelled).
 */
export type ToolSource = {
  listTools(signal: AbortSignal): Promise<ToolListing>;
  callTool(tool: ToolDefinition, input: JsonObject, context: CallContext): Promise<ToolResult>;
};

/** A tool that a principal may call now, with everything that the stages need to judge it. */
export type CatalogTool = {
  /** Null for a server that came with an API request and is not one of ours. */
  readonly connectorId: ConnectorId | null;
  readonly connectionId: ConnectionId | null;
  readonly connectorName: string;
  /** `slug` of the connector, or the request's `server_label`. */
  readonly label: string;
  readonly definition: ToolDefinition;
  readonly hash: string;
  readonly limits: {
    readonly callTimeoutSeconds: number | null;
    readonly maxResultBytes: number | null;
    readonly maxConcurrentCalls: number | null;
  };
  /** What the connector's and the tool's settings say for this tool. */
  readonly permission: 'allow' | 'ask' | 'deny';
  readonly source: ToolSource;
};

/** Where a call comes from. `developer`: by hand, through the JSON API; `trial`: tried by hand, maybe while it is switched off. */
export type Front = 'chat' | 'api' | 'gateway' | 'cli' | 'developer' | 'trial';

/** One wish to run a tool. */
export type ToolCall = {
  readonly id: ToolCallId;
  readonly front: Front;
  readonly tool: CatalogTool;
  readonly input: JsonObject;
  readonly conversationId: ConversationId | null;
  /** Set when a person has answered an approval request that this call was suspended on. */
  readonly approvalId: ApprovalId | null;
  /**
   * The request's own `require_approval`: it can make a call ask that policy would allow, or waive asking
   * for a server that the request itself brought; it never weakens the connector's settings.
   */
  readonly requestedApproval: 'always' | 'never' | null;
};

/** What came of a call. Only the runtime's executor makes `completed`. */
export type ToolOutcome =
  | { readonly kind: 'completed'; readonly result: ToolResult; readonly truncated: boolean }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string; readonly httpStatus: number | null }
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'approval_required'; readonly approvalId: ApprovalId; readonly digest: string }
  | {
      readonly kind: 'authorization_required';
      readonly connectorId: ConnectorId | null;
      readonly connectionId: ConnectionId | null;
      readonly message: string;
      readonly scopes: readonly string[];
    };

export type ToolOutcomeKind = ToolOutcome['kind'];

/** The one function at which all fronts meet. It never throws: what goes wrong is an outcome. */
export type InvokeTool = (principal: Principal, call: ToolCall, hooks: CallHooks) => Promise<ToolOutcome>;
export type CallHooks = {
  readonly signal: AbortSignal;
  /** The stages have let the call through and it leaves now: what a front shows as "calling". Said at most once, before any progress. */
  readonly onExecuting?: () => void;
  readonly onProgress?: (progress: ToolProgress) => void;
  readonly elicit?: CallContext['elicit'];
};

/** A tool without `readOnlyHint: true` counts as a write. */
export function isReadOnly(tool: ToolDefinition): boolean {
  return tool.annotations?.readOnlyHint === true;
}

/** May a call be repeated after a lost session without harm? */
export function isRepeatable(tool: ToolDefinition): boolean {
  return isReadOnly(tool) || tool.annotations?.idempotentHint === true;
}

/** The tools of a connector that one person may use, or why there are none. */
export type AttachedTools =
  | { readonly kind: 'tools'; readonly tools: readonly CatalogTool[]; readonly instructions: string | null }
  | { readonly kind: 'unavailable'; readonly code: string; readonly message: string };

/** Resolves connectors (ours, or brought by a request) to callable tools. */
export type ToolCatalog = {
  /** The enabled, accepted tools of one of our connectors for this person. Never throws: one connector's failure stays its own. */
  attached(principal: Principal, connectorId: ConnectorId, signal: AbortSignal): Promise<AttachedTools>;
  /** The id of a connector that this person may use, by slug or id. */
  findByLabel(userId: UserId, label: string): Promise<ConnectorId | null>;
};
