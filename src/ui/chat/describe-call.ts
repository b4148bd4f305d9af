import type { McpCallItem } from '../../contract/objects.ts';

export type CallPhase = 'preparing' | 'running' | 'waiting' | 'done' | 'failed' | 'stopped';

/** Where a call stands, from the item alone. */
export function phaseOf(item: McpCallItem): CallPhase {
  if (item.patchbay?.needsSignIn !== undefined) return 'waiting';
  switch (item.status) {
    case 'in_progress':
      return 'preparing';
    case 'calling':
      return 'running';
    case 'failed':
      return 'failed';
    case 'incomplete':
      return 'stopped';
    case 'completed':
      return item.error || item.patchbay?.result?.isError ? 'failed' : 'done';
    default:
      return item.status satisfies never;
  }
}

/** The failed call's code and sentence; null when it did not fail or the tool's own result says it. */
export function failureOf({ error, patchbay }: McpCallItem): { readonly code: string; readonly sentence: string } | null {
  if (!error) return null;
  if (error.type === 'mcp_tool_execution_error') {
    return { code: patchbay?.errorCode ?? 'tool.failed', sentence: readContent(error.content) || 'The tool says that it failed.' };
  }
  return { code: patchbay?.errorCode ?? `${error.type === 'http_error' ? 'http' : 'mcp'}.${error.code}`, sentence: error.message };
}

/** The call's arguments, or the text they are while still arriving. */
export function readArguments(text: string): unknown {
  try {
    return JSON.parse(text || '{}') as unknown;
  } catch {
    return text;
  }
}

function readContent(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((block: unknown) => (typeof block === 'object' && block !== null && 'text' in block ? String(block.text) : ''))
    .filter(Boolean)
    .join('\n');
}
