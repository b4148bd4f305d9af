import type { ItemId, ToolCallId } from '../domain/ids.ts';
import type { McpCallItem } from '../domain/items.ts';
import type { CatalogTool } from '../domain/tool.ts';
import { unreachable } from '../domain/unreachable.ts';
import { startedCallItem } from './call-item.ts';
import type { StepRequest } from './model.ts';
import { type CallPlace, type CallScene, newPlace, parseArguments, runCall } from './run-call.ts';
import { ownLabel, runToolSearch, searchToolName, toolKey } from './search-tools.ts';
import type { ToolNames } from './tool-names.ts';

/** What a step may call, and what comes of a name that the model says. */
export type StepTools = {
  readonly names: ToolNames;
  /** Tools that may be called in this step, shown or hidden. */
  readonly callable: ReadonlySet<CatalogTool>;
  readonly functions: ReadonlySet<string>;
  readonly hidden: readonly CatalogTool[];
  /** Grows by what `search_tools` finds. */
  readonly known: Set<string>;
  readonly requestedApproval: (tool: CatalogTool) => 'always' | 'never' | null;
  /** Calls that may still be made; Infinity without `max_tool_calls`. */
  readonly budget: { left: number };
};

export type CallCounts = {
  readonly calls: number;
  /** Wanted beyond `max_tool_calls`. */
  readonly refusedCalls: number;
  readonly functionCalls: number;
};

type OpenCall =
  | { readonly kind: 'tool'; readonly id: ToolCallId; readonly tool: CatalogTool; readonly place: CallPlace }
  | { readonly kind: 'search'; readonly id: ToolCallId; readonly index: number }
  | { readonly kind: 'function'; readonly index: number }
  | { readonly kind: 'unknown' }
  /** Beyond `max_tool_calls`, or although the choice was to call nothing: ignored. */
  | { readonly kind: 'refused' | 'unasked' };

/** The calls of one step, from the first word of each to its end. */
export function createStepCalls(scene: CallScene, { request, tools }: { readonly request: StepRequest; readonly tools: StepTools }) {
  const { output, deps } = scene;
  const open = new Map<string, OpenCall>();
  const finished: OpenCall['kind'][] = [];
  const running: Promise<void>[] = [];
  let previous: Promise<void> = Promise.resolve();

  function run(work: () => Promise<void>): void {
    previous = request.parallelToolCalls ? work() : previous.then(work);
    running.push(previous);
  }
  function begin(name: string): OpenCall {
    if (request.toolChoice.kind === 'none') return { kind: 'unasked' };
    if (tools.functions.has(name)) return { kind: 'function', index: output.start(functionCall(deps.newId, name)) };
    const id = deps.newId<ToolCallId>('toolCall');
    if (name === searchToolName && tools.hidden.length > 0) return { kind: 'search', id, index: output.start(ownCall(id, name)) };
    if (tools.budget.left <= 0) return { kind: 'refused' };
    tools.budget.left -= 1;
    const tool = tools.names.find(name);
    if (tool === null || !tools.callable.has(tool)) return { kind: 'unknown' };
    const place = newPlace(output);
    // A call that nothing asks about is shown while its arguments are still written.
    if (tool.permission === 'allow' && tools.requestedApproval(tool) !== 'always')
      place.start(startedCallItem({ id, tool, arguments: '', approvalRequestId: null }));
    return { kind: 'tool', id, tool, place };
  }
  function end(call: OpenCall, { name, text }: { readonly name: string; readonly text: string }): void {
    switch (call.kind) {
      case 'tool': {
        const { id, tool, place } = call;
        completeArguments(place.index(), text);
        const requestedApproval = tools.requestedApproval(tool);
        return run(() => runCall(scene, { id, callId: id, tool, arguments: text, approvalId: null, requestedApproval, place }));
      }
      case 'search': {
        completeArguments(call.index, text);
        const { output: answer, found } = runToolSearch(parseArguments(text) ?? {}, tools);
        for (const tool of found) tools.known.add(toolKey(tool));
        return output.finish(call.index, { ...ownCall(call.id, name), arguments: text, status: 'completed', output: answer });
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
        const message = `There is no tool named ${name} to call now. Use only the tools that are listed.`;
        return output.finish(index, {
          ...item,
          arguments: text,
          status: 'failed',
          error: { type: 'mcp_protocol_error', code: -32601, message },
        });
      }
      case 'refused':
      case 'unasked':
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
  return {
    start: (key: string, name: string): void => {
      open.set(key, begin(name));
    },
    write: (key: string, delta: string): void => {
      const call = open.get(key);
      if (call?.kind === 'function' || call?.kind === 'search') output.arguments(call.index, delta);
      else if (call?.kind === 'tool') call.place.arguments(delta);
    },
    finish: (key: string, { name, arguments: text }: { readonly name: string; readonly arguments: string }): void => {
      const call = open.get(key) ?? begin(name);
      finished.push(call.kind);
      end(call, { name, text: text === '' ? '{}' : text });
    },
    settled: async (): Promise<void> => {
      await Promise.all(running);
    },
    counts: (): CallCounts => ({
      calls: finished.filter((kind) => kind === 'tool' || kind === 'search' || kind === 'unknown').length,
      refusedCalls: finished.filter((kind) => kind === 'refused').length,
      functionCalls: finished.filter((kind) => kind === 'function').length,
    }),
  };
}

const functionCall = (newId: CallScene['deps']['newId'], name: string) => ({
  type: 'function_call' as const,
  id: newId<ItemId>('functionCall'),
  // OpenAI's prefix for the id that joins a call and its output; it is no item's.
  call_id: newId<string>('functionCall').replace(/^fc_/, 'call_'),
  name,
  arguments: '',
  status: 'in_progress' as const,
});

/** A call of a tool of ours, or of a name that no server has. */
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
