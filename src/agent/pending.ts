import type { ConversationItem, McpApprovalRequestItem, McpApprovalResponseItem } from '../domain/items.ts';

/** What of a conversation's last exchange still waits for the person. */
export type Pending = { readonly approval: boolean; readonly signIn: boolean };

/** Looks behind the last thing the person said: a new message takes back what was open before it. */
export function findPending(items: readonly ConversationItem[]): Pending {
  const recent = items.slice(items.findLastIndex((item) => item.type === 'message' && item.role === 'user') + 1);
  const settled = new Set(
    recent.flatMap((item) => {
      if (item.type === 'mcp_approval_response') return [item.approval_request_id];
      return item.type === 'mcp_call' && item.approval_request_id ? [item.approval_request_id] : [];
    }),
  );
  return {
    approval: recent.some((item) => item.type === 'mcp_approval_request' && !settled.has(item.id)),
    signIn: recent.some((item) => item.type === 'mcp_call' && item.status === 'incomplete' && item.patchbay?.needsSignIn !== undefined),
  };
}

export type AnsweredRequest = { readonly response: McpApprovalResponseItem; readonly request: McpApprovalRequestItem | null };

/** The approval answers of an input, each with the request that it answers; null: there is no such request in context. */
export function pairAnswers(history: readonly ConversationItem[], input: readonly ConversationItem[]): readonly AnsweredRequest[] {
  const requests = new Map(
    [...history, ...input].flatMap((item) => (item.type === 'mcp_approval_request' ? [[item.id, item] as const] : [])),
  );
  return input.flatMap((item) =>
    item.type === 'mcp_approval_response' ? [{ response: item, request: requests.get(item.approval_request_id) ?? null }] : [],
  );
}
