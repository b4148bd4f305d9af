import type { ConversationItem, McpListToolsItem } from '../domain/items.ts';
import { type AttachedTools, type CatalogTool, isReadOnly } from '../domain/tool.ts';

/** The tools of one server in a turn: how to get them, and what the request says about them. */
export type ToolSet = {
  readonly label: string;
  readonly connectorName: string;
  /** Never throws: `unavailable` says why there are none. */
  list(signal: AbortSignal): Promise<AttachedTools>;
  /** Ends what was opened for this turn only. */
  readonly close?: () => Promise<void>;
  /** `allowed_tools`. */
  readonly allows: ToolFilter | null;
  /** `require_approval`. */
  readonly approval: ApprovalRule;
  /** `defer_loading`: the model finds these tools only by searching. */
  readonly deferred: boolean;
  /** `server_description`, for the model. */
  readonly description: string | null;
};

export type ToolFilter = { readonly names: readonly string[] | null; readonly readOnly: boolean | null };

/** Which calls the request itself wants asked, or not asked; null leaves it to policy. */
export type ApprovalRule =
  | { readonly kind: 'policy' }
  | { readonly kind: 'always' }
  | { readonly kind: 'never' }
  | { readonly kind: 'by-tool'; readonly always: ToolFilter | null; readonly never: ToolFilter | null };

export function matchesFilter(filter: ToolFilter, tool: CatalogTool): boolean {
  if (filter.names !== null && !filter.names.includes(tool.definition.name)) return false;
  return filter.readOnly === null || isReadOnly(tool.definition) === filter.readOnly;
}

/** What `requestedApproval` a call gets. By tool: `always` wins over `never`, and what neither names asks. */
export function requestedApproval(rule: ApprovalRule, tool: CatalogTool): 'always' | 'never' | null {
  if (rule.kind === 'policy') return null;
  if (rule.kind !== 'by-tool') return rule.kind;
  if (rule.always !== null && matchesFilter(rule.always, tool)) return 'always';
  if (rule.never !== null && matchesFilter(rule.never, tool)) return 'never';
  return rule.never === null ? null : 'always';
}

export type ListedSet = { readonly set: ToolSet; readonly attached: AttachedTools };

/** The tools of a set after `allowed_tools`. */
export function allowedTools({ set, attached }: ListedSet): readonly CatalogTool[] {
  if (attached.kind === 'unavailable') return [];
  const { allows } = set;
  return allows === null ? attached.tools : attached.tools.filter((tool) => matchesFilter(allows, tool));
}

/** The `mcp_list_tools` item of a set. */
export function listToolsItem(id: string, listed: ListedSet): McpListToolsItem {
  const { label, connectorName } = listed.set;
  const item = { type: 'mcp_list_tools', id, server_label: label, patchbay: { connectorName } } as const;
  if (listed.attached.kind === 'unavailable') return { ...item, tools: [], error: listed.attached.message };
  return {
    ...item,
    tools: allowedTools(listed).map(({ definition }) => ({
      name: definition.name,
      description: definition.description ?? null,
      input_schema: definition.inputSchema,
      annotations: definition.annotations ?? null,
    })),
    error: null,
  };
}

/** The labels whose list is in context already: it is not said again. */
export function labelsInContext(items: readonly ConversationItem[]): ReadonlySet<string> {
  return new Set(items.flatMap((item) => (item.type === 'mcp_list_tools' && !item.error ? [item.server_label] : [])));
}
