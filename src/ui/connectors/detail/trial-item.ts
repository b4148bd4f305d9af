import type { ConnectorView, McpCallItem, ToolView } from '../../../contract/objects.ts';
import type { RouteAnswer } from '../../../contract/routes.ts';

/** A call by hand: what was asked, when, and what came of it; null while it runs, and when it was stopped. */
export type Trial = {
  readonly input: Readonly<Record<string, unknown>>;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly answer: RouteAnswer<'callTool'> | null;
};
type Detail = NonNullable<McpCallItem['patchbay']>;
type Tried = { readonly connector: Pick<ConnectorView, 'name' | 'slug'>; readonly tool: Pick<ToolView, 'definition' | 'readOnly'> };

/** A trial as the item that a chat would have of it, so that both look alike. */
export function toItem({ input, startedAt, endedAt, answer }: Trial, { connector, tool }: Tried): McpCallItem {
  const { definition, readOnly } = tool;
  const detail: Detail = {
    connectorId: null,
    connectionId: null,
    connectorName: connector.name,
    toolTitle: definition.title ?? definition.annotations?.title ?? null,
    readOnly,
    result: null,
    truncated: false,
    milliseconds: endedAt === null ? null : endedAt - startedAt,
    errorCode: null,
  };
  const item = {
    type: 'mcp_call' as const,
    id: answer?.callId ?? 'trial',
    server_label: connector.slug,
    name: definition.name,
    arguments: JSON.stringify(input),
  };
  if (answer === null) return { ...item, status: endedAt === null ? 'calling' : 'incomplete', patchbay: detail };
  const { outcome } = answer;
  switch (outcome.kind) {
    case 'completed':
      return { ...item, status: 'completed', patchbay: { ...detail, result: outcome.result, truncated: outcome.truncated } };
    case 'failed':
      return failed(outcome.code, outcome.message);
    case 'denied':
      return failed('call.denied', outcome.reason);
    case 'approval_required':
      return { ...item, status: 'incomplete', patchbay: detail };
    case 'authorization_required': {
      const { connectorId, message, scopes } = outcome;
      return { ...item, status: 'incomplete', patchbay: { ...detail, needsSignIn: { connectorId, message, scopes } } };
    }
    default:
      return outcome satisfies never;
  }

  function failed(errorCode: string, message: string): McpCallItem {
    // JSON-RPC's number of an error inside; the code that people read is ours.
    const error = { type: 'mcp_protocol_error' as const, code: -32603, message };
    return { ...item, status: 'failed', error, patchbay: { ...detail, errorCode } };
  }
}
