import type { ItemId, ToolCallId } from '../domain/ids.ts';
import type { McpCallItem } from '../domain/items.ts';
import type { CatalogTool } from '../domain/tool.ts';
import type { TokenUsage } from '../domain/turn-event.ts';
import { unreachable } from '../domain/unreachable.ts';
import { approvalRequestItem, startedCallItem, titleOf } from './call-item.ts';
import type { Proposal, StepEnd, StepRequest } from './model.ts';
import { type CallPlace, type CallScene, newPlace, parseArguments, runCall } from './run-call.ts';
import { ownLabel, runToolSearch, searchToolName, toolKey } from './search-tools.ts';
import type { ToolNames } from './tool-names.ts';

/** What a step may call, and what comes of a name that the model says. */
export type StepTools = {
  readonly names: ToolNames;
  readonly functions: ReadonlySet<string>;
  readonly hidden: readonly CatalogTool[];
  /** Grows by what `search_tools` finds. */
  readonly known: Set<string>;
  readonly requestedApproval: (tool: CatalogTool) => 'always' | 'never' | null;
  /** Calls that may still be made; Infinity without `max_tool_calls`. */
  readonly budget: { left: number };
};

export type StepSummary = {
  readonly end: StepEnd;
  readonly usage: TokenUsage | null;
  readonly calls: number;
  readonly refusedCalls: number;
  readonly functionCalls: number;
};

type OpenCall =
  | { readonly kind: 'tool'; readonly id: ToolCallId; readonly tool: CatalogTool; readonly place: CallPlace }
  | { readonly kind: 'search'; readonly id: ToolCallId; readonly index: number }
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused' };

/**
 * One step of the model. Every call leaves as soon as its own arguments are whole, while the
 * model still writes the next; the step is over when the last of them has ended.
 */
export async function runStep(scene: CallScene, step: { readonly request: StepRequest; readonly tools: StepTools }): Promise<StepSummary> {
  const { output, deps } = scene;
  const { tools } = step;
  const blocks = new Map<string, number>();
  const calls = new Map<string, OpenCall>();
  const running: Promise<void>[] = [];
  let previous: Promise<void> = Promise.resolve();
  let summary: StepSummary = { end: 'stop', usage: null, calls: 0, refusedCalls: 0, functionCalls: 0 };

  function run(work: () => Promise<void>): void {
    previous = step.request.parallelToolCalls ? work() : previous.then(work);
    running.push(previous);
  }
  function openReasoning(block: string): number {
    const index =
      blocks.get(block) ?? output.start({ type: 'reasoning', id: deps.newId<ItemId>('reasoning'), summary: [], status: 'in_progress' });
    blocks.set(block, index);
    return index;
  }
  function openCall(name: string): OpenCall {
    if (step.request.toolChoice.kind === 'none') return { kind: 'refused' };
    if (tools.functions.has(name)) {
      const item = {
        type: 'function_call' as const,
        id: deps.newId<ItemId>('functionCall'),
        call_id: `call_${deps.newId<ItemId>('functionCall').slice(3)}`,
        name,
        arguments: '',
        status: 'in_progress' as const,
      };
      return { kind: 'function', index: output.start(item) };
    }
    const tool = tools.names.find(name);
    const isSearch = name === searchToolName && tools.hidden.length > 0;
    if (!isSearch && tools.budget.left <= 0) return { kind: 'refused' };
    if (!isSearch) tools.budget.left -= 1;
    const id = deps.newId<ToolCallId>('toolCall');
    if (tool !== null) {
      const place = newPlace(output);
      // A call that nothing asks about is shown while its arguments are still written.
      if (tool.permission === 'allow' && tools.requestedApproval(tool) !== 'always')
        place.start(startedCallItem({ id, tool, arguments: '', approvalRequestId: null }));
      return { kind: 'tool', id, tool, place };
    }
    if (isSearch) return { kind: 'search', id, index: output.start(ownCall(id, name)) };
    return { kind: 'unknown' };
  }
  function finishCall(call: OpenCall, { name, text }: { readonly name: string; readonly text: string }): void {
    switch (call.kind) {
      case 'tool':
        completeArguments(call.place.index(), text);
        run(() =>
          runCall(scene, {
            id: call.id,
            callId: call.id,
            tool: call.tool,
            arguments: text,
            approvalId: null,
            requestedApproval: tools.requestedApproval(call.tool),
            place: call.place,
          }),
        );
        return;
      case 'search': {
        completeArguments(call.index, text);
        const { output: found, found: foundTools } = runToolSearch(parseArguments(text) ?? {}, tools);
        for (const tool of foundTools) tools.known.add(toolKey(tool));
        output.finish(call.index, { ...ownCall(call.id, name), arguments: text, status: 'completed', output: found });
        return;
      }
      case 'function': {
        completeArguments(call.index, text);
        const item = output.itemAt(call.index);
        if (item.type === 'function_call') output.finish(call.index, { ...item, arguments: text, status: 'completed' });
        return;
      }
      case 'unknown': {
        const item = ownCall(deps.newId<ToolCallId>('toolCall'), name);
        const index = output.start(item);
        completeArguments(index, text);
        const message = `There is no tool named ${name}. Use only the tools that are listed.`;
        output.finish(index, { ...item, arguments: text, status: 'failed', error: { type: 'mcp_protocol_error', code: -32601, message } });
        return;
      }
      case 'refused':
        return;
      default:
        return unreachable(call);
    }
  }
  /** Providers that give the arguments in one piece still make one delta. */
  function completeArguments(index: number | null, text: string): void {
    if (index === null) return;
    const item = output.itemAt(index);
    if ((item.type === 'mcp_call' || item.type === 'function_call') && item.arguments === '') output.arguments(index, text);
  }
  async function propose(proposal: Proposal): Promise<void> {
    const { tool, input } = proposal;
    const { request } = scene;
    const id = await deps.proposeCall(request.principal, {
      id: deps.newId<ToolCallId>('toolCall'),
      front: request.front,
      tool,
      input,
      conversationId: request.conversationId,
      approvalId: null,
      requestedApproval: null,
    });
    const alternatives = proposal.alternatives.map((alternative) => ({
      serverLabel: alternative.tool.label,
      name: alternative.tool.definition.name,
      title: titleOf(alternative.tool),
      connectorName: alternative.tool.connectorName,
      arguments: alternative.input,
      inputSchema: alternative.tool.definition.inputSchema,
      description: alternative.tool.definition.description ?? null,
      annotations: alternative.tool.definition.annotations ?? null,
    }));
    const item = approvalRequestItem({
      id,
      tool,
      arguments: JSON.stringify(input),
      why: 'proposal',
      missing: proposal.missing,
      alternatives,
    });
    output.finish(output.start(item));
  }

  try {
    for await (const event of scene.request.model.step(step.request, scene.signal)) {
      switch (event.kind) {
        case 'text-started':
          break;
        case 'text-delta': {
          const index = blocks.get(event.block) ?? output.start(emptyMessage(deps.newId<ItemId>('message')));
          blocks.set(event.block, index);
          output.text(index, event.delta);
          break;
        }
        case 'text-ended': {
          const index = blocks.get(event.block);
          blocks.delete(event.block);
          const item = index === undefined ? null : output.itemAt(index);
          if (index !== undefined && item?.type === 'message') output.finish(index, { ...item, status: 'completed' });
          break;
        }
        case 'reasoning-started':
          break;
        case 'reasoning-delta':
          output.reasoning(openReasoning(event.block), event.delta);
          break;
        case 'reasoning-ended': {
          // Some models think without telling; then there is nothing to keep but what the provider wants back.
          if (!blocks.has(event.block) && event.token === null) break;
          const index = openReasoning(event.block);
          const item = output.itemAt(index);
          blocks.delete(event.block);
          if (item.type === 'reasoning')
            output.finish(index, { ...item, status: 'completed', ...(event.token === null ? {} : { encrypted_content: event.token }) });
          break;
        }
        case 'call-started':
          calls.set(event.call, openCall(event.name));
          break;
        case 'call-delta': {
          const call = calls.get(event.call);
          if (call?.kind === 'function' || call?.kind === 'search') output.arguments(call.index, event.delta);
          else if (call?.kind === 'tool') call.place.arguments(event.delta);
          break;
        }
        case 'call-ready': {
          const call = calls.get(event.call) ?? openCall(event.name);
          finishCall(call, { name: event.name, text: event.arguments === '' ? '{}' : event.arguments });
          summary = {
            ...summary,
            calls: summary.calls + (call.kind === 'refused' || call.kind === 'function' ? 0 : 1),
            refusedCalls: summary.refusedCalls + (call.kind === 'refused' ? 1 : 0),
            functionCalls: summary.functionCalls + (call.kind === 'function' ? 1 : 0),
          };
          break;
        }
        case 'call-proposed':
          await propose(event.proposal);
          break;
        case 'step-ended':
          summary = { ...summary, end: event.end, usage: event.usage };
          break;
        default:
          return unreachable(event);
      }
    }
  } finally {
    // Calls that have left are waited for also when the model broke off: what they did must be seen.
    await Promise.all(running);
  }
  return summary;
}

const emptyMessage = (id: ItemId) => ({
  type: 'message' as const,
  id,
  role: 'assistant' as const,
  status: 'in_progress' as const,
  content: [],
});

function ownCall(id: ToolCallId, name: string): McpCallItem {
  return {
    type: 'mcp_call',
    id,
    server_label: ownLabel,
    name,
    arguments: '',
    output: null,
    error: null,
    approval_request_id: null,
    status: 'in_progress',
  };
}
