import type { ApprovalDecision } from '../../domain/approval.ts';
import type { ElicitationAnswer, ElicitationRequest, ToolCall } from '../../domain/tool.ts';

const words = new Map<unknown, ApprovalDecision>([
  ['Allow once', 'once'],
  ['Always allow', 'always'],
  ['Deny', 'deny'],
]);
const maxArguments = 2_000;

/** The question that a client puts to its person before a call that policy wants approved. */
export function approvalQuestion({ tool, input }: Pick<ToolCall, 'tool' | 'input'>): ElicitationRequest {
  const text = JSON.stringify(input, null, 1);
  const shown = text.length > maxArguments ? `${text.slice(0, maxArguments)} … (${text.length} characters in all)` : text;
  return {
    mode: 'form',
    message: `Patchbay asks before "${tool.definition.name}" of ${tool.connectorName} runs with:\n${shown}`,
    requestedSchema: {
      type: 'object',
      properties: { decision: { type: 'string', title: 'Decision', enum: [...words.keys()] as string[], default: 'Allow once' } },
      required: ['decision'],
    },
  };
}

/** Null: the person did not decide, so the request stays open. */
export function readDecision(answer: ElicitationAnswer): ApprovalDecision | null {
  if (answer.action === 'decline') return 'deny';
  if (answer.action !== 'accept') return null;
  return words.get(answer.content?.['decision']) ?? null;
}
