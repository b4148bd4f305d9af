import type { ToolCallId } from '../domain/ids.ts';
import { approvalRequestItem, titleOf } from './call-item.ts';
import type { Proposal } from './model.ts';
import type { CallScene } from './run-call.ts';

/** Puts a proposal before the person: a pending approval that lasts, and the item that shows it as a form. */
export async function proposeItem({ deps, request, output }: CallScene, { tool, input, missing, alternatives }: Proposal): Promise<void> {
  const id = await deps.proposeCall(request.principal, {
    id: deps.newId<ToolCallId>('toolCall'),
    front: request.front,
    tool,
    input,
    conversationId: request.conversationId,
    approvalId: null,
    requestedApproval: null,
  });
  const item = approvalRequestItem({
    id,
    tool,
    arguments: JSON.stringify(input),
    why: 'proposal',
    missing,
    alternatives: alternatives.map(({ tool: other, input: otherInput }) => ({
      serverLabel: other.label,
      name: other.definition.name,
      title: titleOf(other),
      connectorName: other.connectorName,
      arguments: otherInput,
      inputSchema: other.definition.inputSchema,
      description: other.definition.description ?? null,
      annotations: other.definition.annotations ?? null,
    })),
  });
  output.finish(output.start(item));
}
