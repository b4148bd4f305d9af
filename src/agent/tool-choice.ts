import type { CatalogTool } from '../domain/tool.ts';
import type { ToolChoice } from './model.ts';
import type { ToolNames } from './tool-names.ts';
import { matchesFilter } from './tool-set.ts';
import type { FunctionTool, RequestedToolChoice } from './turn-request.ts';

export type ChosenTools = {
  readonly choice: ToolChoice;
  readonly tools: readonly CatalogTool[];
  readonly functions: readonly FunctionTool[];
};

/**
 * What `tool_choice` means for one step. A choice that forces a call forces only the first step:
 * after its result the model must be free to answer.
 */
export function chooseTools(
  requested: RequestedToolChoice,
  offer: {
    readonly firstStep: boolean;
    readonly tools: readonly CatalogTool[];
    readonly functions: readonly FunctionTool[];
    readonly names: ToolNames;
  },
): ChosenTools {
  const { tools, functions, firstStep } = offer;
  const all = (choice: ToolChoice): ChosenTools => ({ choice, tools, functions });
  switch (requested.kind) {
    case 'auto':
    case 'none':
      return all({ kind: requested.kind });
    case 'required':
      return all({ kind: firstStep ? 'required' : 'auto' });
    case 'function':
      return all(firstStep ? { kind: 'tool', name: requested.name } : { kind: 'auto' });
    case 'mcp': {
      const { label, name } = requested;
      if (!firstStep) return all({ kind: 'auto' });
      if (name !== null) return all({ kind: 'tool', name: offer.names.nameOf(label, name) });
      return { choice: { kind: 'required' }, tools: tools.filter((tool) => tool.label === label), functions: [] };
    }
    case 'allowed-tools': {
      const mayUse = (tool: CatalogTool) =>
        requested.servers.some(({ label, filter }) => label === tool.label && (filter === null || matchesFilter(filter, tool)));
      return {
        choice: { kind: requested.mode === 'required' && firstStep ? 'required' : 'auto' },
        tools: tools.filter(mayUse),
        functions: functions.filter(({ name }) => requested.functions.includes(name)),
      };
    }
    default:
      return requested satisfies never;
  }
}
