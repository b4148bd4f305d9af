import type { ApprovalDecision } from '../domain/approval.ts';
import { AppError } from '../domain/errors.ts';
import type { ApprovalId, ToolCallId } from '../domain/ids.ts';
import type { McpApprovalRequestItem, McpApprovalResponseItem } from '../domain/items.ts';
import type { JsonObject } from '../domain/json.ts';
import { canonicalJson } from '../domain/json.ts';
import type { ApprovalAnswer } from '../runtime/approvals.ts';
import type { CatalogTool } from '../domain/tool.ts';
import { ownLabel } from './search-tools.ts';
import { type CallScene, newPlace, parseArguments, runCall } from './run-call.ts';

/** Carries out a person's answer to an approval request: the call runs, or the model is told that it may not. */
export async function continueApproval(
  scene: CallScene,
  answered: {
    readonly response: McpApprovalResponseItem;
    readonly request: McpApprovalRequestItem;
    readonly findTool: (label: string, name: string) => CatalogTool | null;
    readonly requestedApproval: (tool: CatalogTool) => 'always' | 'never' | null;
  },
): Promise<void> {
  const { response, request } = answered;
  const approvalId = request.id as ApprovalId;
  const decision = readDecision(response);
  const reason = response.reason ?? null;
  scene.emit({
    kind: 'item-done',
    index: -1,
    item: {
      ...request,
      ...(request.patchbay === undefined
        ? {}
        : { patchbay: { ...request.patchbay, answer: { approve: response.approve, decision, reason } } }),
    },
  });
  if (!response.approve) return answerApproval(scene, approvalId, { decision: 'deny', reason });

  const label = response.patchbay?.serverLabel ?? request.server_label;
  const name = response.patchbay?.name ?? request.name;
  const tool = answered.findTool(label, name);
  const input = response.patchbay?.arguments ?? parseArguments(request.arguments) ?? {};
  const text = JSON.stringify(input);
  const id = scene.deps.newId<ToolCallId>('toolCall');
  const fail = (message: string, code: number) => {
    const item = {
      type: 'mcp_call',
      id,
      server_label: label,
      name,
      arguments: text,
      output: null,
      approval_request_id: approvalId,
    } as const;
    scene.output.finish(scene.output.start({ ...item, error: null, status: 'in_progress' }), {
      ...item,
      status: 'failed',
      error: { type: 'http_error', code, message },
    });
  };
  if (tool === null)
    return fail(
      label === ownLabel
        ? 'There is no such tool.'
        : `The tool ${name} of ${label} is not attached now. Attach its connector and ask again.`,
      404,
    );
  try {
    await answerApproval(scene, approvalId, {
      decision,
      reason,
      ...(hasChanged(request, { label, name, input }) ? { changed: { tool, input } } : {}),
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return fail(error.message, error.status);
  }
  await runCall(scene, {
    id,
    callId: id,
    tool,
    arguments: text,
    approvalId,
    requestedApproval: answered.requestedApproval(tool),
    place: newPlace(scene.output),
  });
}

/** An answer that was given elsewhere before (on the approvals page) holds; the runtime looks at what it said. */
async function answerApproval({ deps, request }: CallScene, id: ApprovalId, answer: ApprovalAnswer): Promise<void> {
  try {
    await deps.approvals.answer(request.principal, id, answer);
  } catch (error) {
    if (error instanceof AppError && error.code === 'approval.already-answered') return;
    throw error;
  }
}

function readDecision(response: McpApprovalResponseItem): ApprovalDecision {
  if (!response.approve) return 'deny';
  const decision = response.patchbay?.decision;
  return decision === 'conversation' || decision === 'always' ? decision : 'once';
}

function hasChanged(
  request: McpApprovalRequestItem,
  wish: { readonly label: string; readonly name: string; readonly input: JsonObject },
): boolean {
  if (request.server_label !== wish.label || request.name !== wish.name) return true;
  return canonicalJson(parseArguments(request.arguments) ?? {}) !== canonicalJson(wish.input);
}
