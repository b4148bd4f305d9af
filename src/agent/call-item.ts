import type { ApprovalId, ToolCallId } from '../domain/ids.ts';
import type { ApprovalRequestDetail, McpApprovalRequestItem, McpCallDetail, McpCallError, McpCallItem } from '../domain/items.ts';
import type { Json } from '../domain/json.ts';
import { type CatalogTool, isReadOnly, type ToolOutcome } from '../domain/tool.ts';
import { unreachable } from '../domain/unreachable.ts';
import { outputText } from './tool-output.ts';

/** A call that begins. */
export function startedCallItem(call: {
  readonly id: ToolCallId;
  readonly tool: CatalogTool;
  readonly arguments: string;
  readonly approvalRequestId: ApprovalId | null;
}): McpCallItem {
  return {
    type: 'mcp_call',
    id: call.id,
    server_label: call.tool.label,
    name: call.tool.definition.name,
    arguments: call.arguments,
    output: null,
    error: null,
    approval_request_id: call.approvalRequestId,
    status: 'in_progress',
    patchbay: callDetail(call.tool),
  };
}

/** The item after its outcome. `approval_required` is no end of a call but an item of its own: see `approvalRequestItem`. */
export function endedCallItem(
  item: McpCallItem,
  end: {
    readonly outcome: Exclude<ToolOutcome, { kind: 'approval_required' }>;
    readonly milliseconds: number;
    /** In chat a call can wait for the person to sign in; an API caller is told at once. */
    readonly waitsForSignIn: boolean;
  },
): McpCallItem {
  const { outcome, milliseconds } = end;
  const detail = { ...emptyDetail, ...item.patchbay, milliseconds };
  const failed = (error: McpCallError, errorCode: string): McpCallItem => ({
    ...item,
    status: 'failed',
    error,
    patchbay: { ...detail, errorCode },
  });
  switch (outcome.kind) {
    case 'completed': {
      const { result, truncated } = outcome;
      const output = outputText(result);
      const patchbay: McpCallDetail = { ...detail, result, truncated };
      if (result.isError !== true) return { ...item, status: 'completed', output, error: null, patchbay };
      // ContentBlock is JSON by its protocol; its type only lacks the index signature.
      const content = result.content as unknown as Json;
      return { ...item, status: 'failed', output: null, error: { type: 'mcp_tool_execution_error', content }, patchbay };
    }
    case 'failed':
      return failed(toCallError(outcome), outcome.code);
    case 'denied':
      return failed({ type: 'http_error', code: 403, message: outcome.reason }, 'approval.denied');
    case 'authorization_required':
      if (!end.waitsForSignIn) return failed({ type: 'http_error', code: 401, message: outcome.message }, 'connection.sign-in-required');
      return {
        ...item,
        status: 'incomplete',
        patchbay: {
          ...detail,
          errorCode: 'connection.sign-in-required',
          needsSignIn: { connectorId: outcome.connectorId, message: outcome.message, scopes: outcome.scopes },
        },
      };
    default:
      return unreachable(outcome);
  }
}

/** What a failed outcome is called on the wire; the numbers are MCP's (JSON-RPC). */
export function toCallError(outcome: Extract<ToolOutcome, { kind: 'failed' }>): McpCallError {
  if (outcome.httpStatus !== null) return { type: 'http_error', code: outcome.httpStatus, message: outcome.message };
  return { type: 'mcp_protocol_error', code: protocolCodes.get(outcome.code) ?? -32603, message: outcome.message };
}

const protocolCodes = new Map([
  ['tool.not-found', -32602],
  ['tool.input-invalid', -32602],
  ['call.timed-out', -32001],
  ['upstream.closed', -32000],
]);

/** The card that asks the person. */
export function approvalRequestItem(request: {
  readonly id: ApprovalId;
  readonly tool: CatalogTool;
  readonly arguments: string;
  readonly why: ApprovalRequestDetail['why'];
  readonly missing?: ApprovalRequestDetail['missing'];
  readonly alternatives?: ApprovalRequestDetail['alternatives'];
}): McpApprovalRequestItem {
  const { tool } = request;
  return {
    type: 'mcp_approval_request',
    id: request.id,
    server_label: tool.label,
    name: tool.definition.name,
    arguments: request.arguments,
    patchbay: {
      connectorId: tool.connectorId,
      connectorName: tool.connectorName,
      toolTitle: titleOf(tool),
      description: tool.definition.description ?? null,
      inputSchema: tool.definition.inputSchema,
      annotations: tool.definition.annotations ?? null,
      why: request.why,
      ...(request.missing === undefined ? {} : { missing: request.missing }),
      ...(request.alternatives === undefined ? {} : { alternatives: request.alternatives }),
    },
  };
}

export const titleOf = (tool: CatalogTool) => tool.definition.title ?? tool.definition.annotations?.title ?? null;

const emptyDetail: McpCallDetail = {
  connectorId: null,
  connectionId: null,
  connectorName: '',
  toolTitle: null,
  readOnly: false,
  result: null,
  truncated: false,
  milliseconds: null,
  errorCode: null,
};

export function callDetail(tool: CatalogTool): McpCallDetail {
  return {
    ...emptyDetail,
    connectorId: tool.connectorId,
    connectionId: tool.connectionId,
    connectorName: tool.connectorName,
    toolTitle: titleOf(tool),
    readOnly: isReadOnly(tool.definition),
  };
}
