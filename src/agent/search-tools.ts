import type { ConversationItem, McpCallItem } from '../domain/items.ts';
import { isJsonObject, type JsonObject } from '../domain/json.ts';
import type { CatalogTool } from '../domain/tool.ts';
import type { ModelTool } from './model.ts';
import type { ToolNames } from './tool-names.ts';
import { createToolSearch } from './tool-search.ts';

/** Past this many attached tools, a model gets `search_tools` instead of all the schemas. */
export const mostToolsShown = 40;

/** Patchbay's own tools stand under this label. */
export const ownLabel = 'patchbay';
export const searchToolName = 'search_tools';

/** Which tools a step shows, and which are there to be found. */
export type ToolOffer = { readonly shown: readonly CatalogTool[]; readonly hidden: readonly CatalogTool[] };

/**
 * Decides what the model sees. Tools that it found or called before stay visible, so that
 * the offer only grows within a conversation.
 */
export function offerTools(offer: {
  readonly tools: readonly CatalogTool[];
  readonly deferred: ReadonlySet<CatalogTool>;
  readonly known: ReadonlySet<string>;
}): ToolOffer {
  const tooMany = offer.tools.length - offer.deferred.size > mostToolsShown;
  const isShown = (tool: CatalogTool) => offer.known.has(toolKey(tool)) || (!tooMany && !offer.deferred.has(tool));
  return { shown: offer.tools.filter(isShown), hidden: offer.tools.filter((tool) => !isShown(tool)) };
}

export const toolKey = (tool: CatalogTool) => `${tool.label}\0${tool.definition.name}`;

/** The tools that a conversation has found or called. */
export function knownTools(items: readonly ConversationItem[]): Set<string> {
  const known = new Set<string>();
  for (const item of items) {
    if (item.type !== 'mcp_call' && item.type !== 'mcp_approval_request') continue;
    if (item.server_label !== ownLabel) known.add(`${item.server_label}\0${item.name}`);
    else if (item.type === 'mcp_call') for (const key of foundKeys(item)) known.add(key);
  }
  return known;
}

/** `search_tools` as the model sees it. The servers are named, so that it knows what there is to look for. */
export function searchTool(hidden: readonly CatalogTool[]): ModelTool {
  const servers = [...new Set(hidden.map((tool) => tool.connectorName))].slice(0, 30).join(', ');
  return {
    name: searchToolName,
    description: `Finds tools among ${hidden.length} that are attached but not shown (${servers}). Use it before saying that something cannot be done. The tools found can be called in the next step.`,
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string', description: 'A few words: what to do, and with what. For example "create calendar event".' },
        limit: { type: 'integer', minimum: 1, maximum: 20, description: 'How many tools at most; 8 if left out.' },
      },
      required: ['query'],
      additionalProperties: false,
    },
    strict: false,
  };
}

/** Runs the search. The output is what the model reads, and what later turns take the found tools from. */
export function runToolSearch(
  input: JsonObject,
  { hidden, names }: { readonly hidden: readonly CatalogTool[]; readonly names: ToolNames },
): { readonly output: string; readonly found: readonly CatalogTool[] } {
  const query = typeof input.query === 'string' ? input.query : '';
  const limit = typeof input.limit === 'number' ? Math.min(20, Math.max(1, Math.trunc(input.limit))) : 8;
  const found = createToolSearch(hidden)
    .find(query, { limit })
    .map(({ tool }) => tool);
  const tools = found.map((tool) => ({
    name: names.nameOf(tool.label, tool.definition.name),
    server_label: tool.label,
    tool: tool.definition.name,
    description: (tool.definition.description ?? '').slice(0, 300),
  }));
  const note = found.length === 0 ? 'Nothing fits. Try other words.' : 'These tools can be called from the next step on.';
  return { output: JSON.stringify({ tools, note }), found };
}

function foundKeys(item: McpCallItem): readonly string[] {
  if (item.name !== searchToolName || typeof item.output !== 'string') return [];
  try {
    const parsed: unknown = JSON.parse(item.output);
    if (!isJsonObject(parsed) || !Array.isArray(parsed.tools)) return [];
    return parsed.tools.flatMap((tool: unknown) => (isJsonObject(tool) ? [`${tool.server_label}\0${tool.tool}`] : []));
  } catch {
    return [];
  }
}
