import type { Connections } from '../../connections/connections.ts';
import type { ApprovalRule, ToolFilter, ToolSet } from '../../agent/tool-set.ts';
import { AppError, findAppError } from '../../domain/errors.ts';
import type { ConversationItem, McpListToolsItem } from '../../domain/items.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Principal } from '../../domain/principal.ts';
import { Secret } from '../../domain/secret.ts';
import type { AttachedTools, CatalogTool, ToolCatalog, ToolDefinition, ToolSource } from '../../domain/tool.ts';
import { digestOf } from '../../runtime/digest.ts';
import { refuse } from './openai-error.ts';
import type { McpToolRequest } from './responses-request.ts';

export type McpToolsDeps = { readonly catalog: ToolCatalog; readonly adHocSource: Connections['adHocSource'] };

/** The tools of one `mcp` entry: of a connector of ours by its label, or of the server that the request names. */
export async function toToolSet(
  tool: McpToolRequest,
  request: {
    readonly deps: McpToolsDeps;
    readonly principal: Principal;
    readonly param: string;
    readonly context: readonly ConversationItem[];
  },
): Promise<ToolSet> {
  const { deps, principal, param } = request;
  if (tool.tunnel_id)
    throw refuse('Tunnels are not supported: Patchbay reaches private servers itself.', {
      param: `${param}.tunnel_id`,
      code: 'unsupported_parameter',
    });
  if (tool.allowed_callers && !tool.allowed_callers.includes('direct'))
    throw refuse('Only direct callers are supported.', { param: `${param}.allowed_callers`, code: 'unsupported_value' });
  const shared = {
    label: tool.server_label,
    allows: toFilter(tool.allowed_tools ?? null),
    approval: toApprovalRule(tool.require_approval ?? null),
    deferred: tool.defer_loading === true,
    description: tool.server_description ?? null,
  };
  if (tool.server_url !== undefined) {
    if (tool.connector_id !== undefined) throw refuse('Give server_url or connector_id, not both.', { param: `${param}.connector_id` });
    return { ...shared, connectorName: tool.server_label, ...adHocTools(tool, { ...request, url: tool.server_url }) };
  }
  if (tool.authorization || tool.headers)
    throw refuse('authorization and headers go with server_url. A connector of yours signs in by itself.', {
      param: `${param}.authorization`,
    });
  const connectorId = await deps.catalog.findByLabel(principal.userId, tool.connector_id ?? tool.server_label);
  if (connectorId === null)
    throw refuse(
      `No connector of yours is named '${tool.connector_id ?? tool.server_label}'. Use the slug of a connector, or give a server_url.`,
      {
        param: `${param}.${tool.connector_id === undefined ? 'server_label' : 'connector_id'}`,
      },
    );
  return {
    ...shared,
    connectorName: tool.server_label,
    list: async (signal) => relabel(await deps.catalog.attached(principal, connectorId, signal), tool.server_label),
  };
}

/** The request's own label stands in items and tool names, whatever the connector's slug is. */
function relabel(attached: AttachedTools, label: string): AttachedTools {
  if (attached.kind === 'unavailable') return attached;
  return { ...attached, tools: attached.tools.map((tool) => ({ ...tool, label })) };
}

/** A server that came with the request: opened when it is first used, closed with the turn. Its credentials are nowhere else. */
function adHocTools(
  tool: McpToolRequest,
  { deps, context, url }: { readonly deps: McpToolsDeps; readonly context: readonly ConversationItem[]; readonly url: string },
): Pick<ToolSet, 'list' | 'close'> {
  const label = tool.server_label;
  let source: ReturnType<McpToolsDeps['adHocSource']> | null = null;
  const open = () => {
    source ??= deps.adHocSource({
      url,
      label,
      headers: tool.headers ?? {},
      authorization: tool.authorization ? new Secret(tool.authorization) : null,
    });
    return source;
  };
  const toTools = (definitions: readonly ToolDefinition[]) =>
    definitions.map((definition) => toCatalogTool(definition, { label, source: open() }));
  return {
    close: async () => source?.close(),
    list: async (signal) => {
      // While a list is in context, the server is not asked again.
      const known = context.findLast(
        (item): item is McpListToolsItem => item.type === 'mcp_list_tools' && item.server_label === label && !item.error,
      );
      if (known !== undefined) return { kind: 'tools', tools: toTools(known.tools.map(fromListed)), instructions: null };
      try {
        const listing = await open().listTools(signal);
        return { kind: 'tools', tools: toTools(listing.tools), instructions: listing.instructions };
      } catch (error) {
        const ours = findAppError(error) ?? new AppError('upstream.protocol-error', { cause: error });
        return { kind: 'unavailable', code: ours.code, message: ours.message };
      }
    },
  };
}

function toCatalogTool(
  definition: ToolDefinition,
  { label, source }: { readonly label: string; readonly source: ToolSource },
): CatalogTool {
  const { name, description, inputSchema, annotations } = definition;
  return {
    connectorId: null,
    connectionId: null,
    connectorName: label,
    label,
    definition,
    // Over what an mcp_list_tools item keeps, so that an approval holds in the request that follows.
    hash: digestOf({ name, description: description ?? null, inputSchema, annotations: annotations ?? null }),
    limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
    // As OpenAI has it: what the request does not waive, asks.
    permission: 'ask',
    source,
  };
}

function fromListed(tool: McpListToolsItem['tools'][number]): ToolDefinition {
  return {
    name: tool.name,
    inputSchema: tool.input_schema,
    ...(tool.description === null || tool.description === undefined ? {} : { description: tool.description }),
    ...(tool.annotations === null || tool.annotations === undefined ? {} : { annotations: tool.annotations }),
  };
}

/** `allowed_tools` in both its forms. */
export function toFilter(
  allowed: readonly string[] | { readonly tool_names?: readonly string[] | undefined; readonly read_only?: boolean | undefined } | null,
): ToolFilter | null {
  if (allowed === null) return null;
  if ('length' in allowed) return { names: allowed, readOnly: null };
  return { names: allowed.tool_names ?? null, readOnly: allowed.read_only ?? null };
}

/** `require_approval` in all its forms. */
export function toApprovalRule(required: McpToolRequest['require_approval']): ApprovalRule {
  if (required === null || required === undefined) return { kind: 'policy' };
  if (typeof required === 'string') return { kind: required };
  return { kind: 'by-tool', always: toFilter(required.always ?? null), never: toFilter(required.never ?? null) };
}

/** What the response shows of the tool: no credential, and no path that could be one. */
export function echoMcpTool(tool: McpToolRequest): JsonObject {
  const url = tool.server_url === undefined ? null : new URL(tool.server_url);
  return {
    type: 'mcp',
    server_label: tool.server_label,
    ...(url === null ? {} : { server_url: url.pathname === '/' && url.search === '' ? `${url.origin}/` : `${url.origin}/<redacted>` }),
    ...(tool.connector_id === undefined ? {} : { connector_id: tool.connector_id }),
    ...(tool.server_description ? { server_description: tool.server_description } : {}),
    allowed_tools: (tool.allowed_tools as JsonObject | null | undefined) ?? null,
    require_approval: (tool.require_approval as JsonObject | null | undefined) ?? 'always',
    headers: null,
    ...(tool.defer_loading ? { defer_loading: true } : {}),
  };
}
