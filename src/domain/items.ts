import type { ConnectionId, ConnectorId } from './ids.ts';
import type { Json, JsonObject, JsonSchema } from './json.ts';
import type { ToolAnnotations, ToolResult } from './tool.ts';

/**
 * The items that conversations are stored as: those of OpenAI's Responses API
 * (npm `openai` 7.55, resources/responses), so that chat and API read the same rows.
 * What Patchbay knows beyond them lies under `patchbay` and is left out on `/v1`.
 */
export type InputContent =
  | { readonly type: 'input_text'; readonly text: string }
  | { readonly type: 'input_image'; readonly image_url?: string | null; readonly file_id?: string | null; readonly detail?: string };

export type OutputContent =
  | {
      readonly type: 'output_text';
      readonly text: string;
      readonly annotations: readonly Annotation[];
      readonly logprobs?: readonly Json[];
    }
  | { readonly type: 'refusal'; readonly refusal: string };

/** A source link: `url_citation` of the Responses API. */
export type Annotation = {
  readonly type: 'url_citation';
  readonly url: string;
  readonly title: string;
  readonly start_index: number;
  readonly end_index: number;
};

export type InputMessageItem = {
  readonly type: 'message';
  readonly id: string;
  readonly role: 'user' | 'system' | 'developer';
  readonly status: 'completed';
  readonly content: readonly InputContent[];
  /** Connectors that were attached when this was said. */
  readonly patchbay?: { readonly connectorIds?: readonly ConnectorId[] };
};
export type OutputMessageItem = {
  readonly type: 'message';
  readonly id: string;
  readonly role: 'assistant';
  readonly status: 'in_progress' | 'completed' | 'incomplete';
  readonly content: readonly OutputContent[];
};
export type ReasoningItem = {
  readonly type: 'reasoning';
  readonly id: string;
  readonly summary: readonly { readonly type: 'summary_text'; readonly text: string }[];
  readonly encrypted_content?: string | null;
  readonly status?: 'in_progress' | 'completed' | 'incomplete';
};
export type FunctionCallItem = {
  readonly type: 'function_call';
  readonly id: string;
  readonly call_id: string;
  readonly name: string;
  readonly arguments: string;
  readonly status: 'in_progress' | 'completed' | 'incomplete';
};
export type FunctionCallOutputItem = {
  readonly type: 'function_call_output';
  readonly id: string;
  readonly call_id: string;
  readonly output: string | readonly InputContent[];
  readonly status?: 'completed' | 'in_progress' | 'incomplete';
};

export type McpListedTool = {
  readonly name: string;
  readonly description?: string | null;
  readonly input_schema: JsonSchema;
  readonly annotations?: ToolAnnotations | null;
};
export type McpListToolsItem = {
  readonly type: 'mcp_list_tools';
  readonly id: string;
  readonly server_label: string;
  readonly tools: readonly McpListedTool[];
  readonly error?: string | null;
  /** The server as people call it. */
  readonly patchbay?: { readonly connectorName: string };
};

export type McpCallError =
  | { readonly type: 'mcp_protocol_error'; readonly code: number; readonly message: string }
  | { readonly type: 'mcp_tool_execution_error'; readonly content: Json }
  | { readonly type: 'http_error'; readonly code: number; readonly message: string };

export type McpCallItem = {
  readonly type: 'mcp_call';
  readonly id: string;
  readonly server_label: string;
  readonly name: string;
  readonly arguments: string;
  readonly output?: string | null;
  readonly error?: McpCallError | null;
  readonly approval_request_id?: string | null;
  readonly status: 'in_progress' | 'calling' | 'completed' | 'incomplete' | 'failed';
  readonly patchbay?: McpCallDetail;
};
/** What the chat shows of a call beyond the Responses item. */
export type McpCallDetail = {
  readonly connectorId: ConnectorId | null;
  readonly connectionId: ConnectionId | null;
  readonly connectorName: string;
  readonly toolTitle: string | null;
  readonly readOnly: boolean;
  /** The whole result: images, resources, structuredContent; null until there is one. */
  readonly result: ToolResult | null;
  readonly truncated: boolean;
  readonly milliseconds: number | null;
  readonly errorCode: string | null;
  /** Set while the call waits for the person to sign in; Reconnect resumes it. */
  readonly needsSignIn?: {
    readonly connectorId: ConnectorId | null;
    readonly message: string;
    /** More permissions than were granted: what to ask for, though the connection works otherwise. */
    readonly scopes: readonly string[];
  };
};

export type McpApprovalRequestItem = {
  readonly type: 'mcp_approval_request';
  readonly id: string;
  readonly server_label: string;
  readonly name: string;
  readonly arguments: string;
  readonly patchbay?: ApprovalRequestDetail;
};
/** What the card needs: the schema for the form, and why the person is asked. */
export type ApprovalRequestDetail = {
  readonly connectorId: ConnectorId | null;
  readonly connectorName: string;
  readonly toolTitle: string | null;
  readonly description: string | null;
  readonly inputSchema: JsonSchema;
  readonly annotations: ToolAnnotations | null;
  /** `policy`: the call would change something. `proposal`: the built-in router proposes it, the person fills the form and presses Run. */
  readonly why: 'policy' | 'proposal';
  /** For a proposal: arguments that the router left open, and other tools that fit the prompt. */
  readonly missing?: readonly string[];
  readonly alternatives?: readonly {
    readonly serverLabel: string;
    readonly name: string;
    readonly title: string | null;
    readonly connectorName: string;
    readonly arguments: JsonObject;
    readonly inputSchema: JsonSchema;
    readonly description: string | null;
    readonly annotations: ToolAnnotations | null;
  }[];
  /** Filled once the person has answered. */
  readonly answer?: { readonly approve: boolean; readonly decision: string; readonly reason: string | null };
};
export type McpApprovalResponseItem = {
  readonly type: 'mcp_approval_response';
  readonly id: string;
  readonly approval_request_id: string;
  readonly approve: boolean;
  readonly reason?: string | null;
  /** What the person changed in the form before running; the approval holds for these arguments. */
  readonly patchbay?: {
    readonly arguments?: JsonObject;
    readonly decision?: string;
    readonly serverLabel?: string;
    readonly name?: string;
  };
};

export type InputItem = InputMessageItem | FunctionCallOutputItem | McpApprovalResponseItem;
export type OutputItem = OutputMessageItem | ReasoningItem | FunctionCallItem | McpListToolsItem | McpCallItem | McpApprovalRequestItem;
export type ConversationItem = InputItem | OutputItem;
