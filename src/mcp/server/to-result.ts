import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ToolDefinition, ToolOutcome, ToolResult } from '../../domain/tool.ts';
import { unreachable } from '../../domain/unreachable.ts';

export type ResultContext = {
  readonly definition: ToolDefinition;
  readonly title: string;
  readonly publicUrl: string;
  readonly page: string;
};

/** What a client gets for an outcome. All but success is a tool error that the model reads: it says what happened and what to do. */
export function toCallToolResult(outcome: ToolOutcome, { definition, title, publicUrl, page }: ResultContext): CallToolResult {
  switch (outcome.kind) {
    case 'completed':
      return fromToolResult(outcome.result, definition);
    case 'failed':
      return refusal(`${outcome.message} [${outcome.code}]`);
    case 'denied':
      return refusal(outcome.reason);
    case 'approval_required':
      return refusal(
        `"${definition.name}" of ${title} needs a person's approval. Nothing was called. Answer it at ${publicUrl}/approvals, then call again with the same arguments.`,
      );
    case 'authorization_required':
      return refusal(`${outcome.message} Nothing was called. Open ${publicUrl}${page} to sign in, then call again.`);
    default:
      return unreachable(outcome);
  }
}

function fromToolResult(result: ToolResult, { outputSchema }: ToolDefinition): CallToolResult {
  // A tool with an output schema must give structured content unless it failed (server/tools › Output Schema); what was
  // left out of a result, for its size or its shape, is explained in its text, and clients would refuse it otherwise.
  const lacksStructure = outputSchema !== undefined && result.structuredContent === undefined && result.isError !== true;
  // Our blocks are MCP's, kept as they came.
  return { ...result, ...(lacksStructure ? { isError: true } : {}) } as unknown as CallToolResult;
}

function refusal(text: string): CallToolResult {
  return { content: [{ type: 'text', text }], isError: true };
}
