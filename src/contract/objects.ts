import { z } from 'zod';
import { connectionStatuses } from '../domain/connection.ts';
import type { ConversationItem } from '../domain/items.ts';
import type { ToolResult } from '../domain/tool.ts';
import type { TraceExchange } from '../domain/trace.ts';
import { queryDiagnostic } from './lake-objects.ts';

/** The objects that the JSON API answers with. */
const json = z.record(z.string(), z.unknown());
const time = z.iso.datetime();

export const role = z.enum(['owner', 'admin', 'member']);
export const person = z.object({ id: z.string(), email: z.string(), name: z.string(), role });

export const sessionState = z.object({
  /** Null: nobody is signed in. */
  person: person.nullable(),
  /** True until the owner exists: the page then shows how to get the set-up link. */
  setupNeeded: z.boolean(),
  developerMode: z.boolean(),
  /** Where sign-ins at other services return; it is registered there. */
  redirectAddress: z.string(),
  version: z.string(),
});

export const toolAnnotations = z.object({
  title: z.string().optional(),
  readOnlyHint: z.boolean().optional(),
  destructiveHint: z.boolean().optional(),
  idempotentHint: z.boolean().optional(),
  openWorldHint: z.boolean().optional(),
});

export const toolDefinition = z.object({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: json,
  outputSchema: json.optional(),
  annotations: toolAnnotations.optional(),
});

/** A tool of a connector with its switches. `effectivePermission` is what a call meets now. */
export const toolView = z.object({
  definition: toolDefinition,
  hash: z.string(),
  state: z.enum(['accepted', 'held', 'removed']),
  /** `added`, `changed` and `removed` wait for acceptance; `none` is settled. */
  change: z.enum(['none', 'added', 'changed', 'removed']),
  previous: toolDefinition.nullable(),
  enabled: z.boolean(),
  permission: z.enum(['ask', 'allow', 'deny']).nullable(),
  effectivePermission: z.enum(['ask', 'allow', 'deny']),
  readOnly: z.boolean(),
  firstSeenAt: time,
});

export const connectionView = z.object({
  id: z.string(),
  accountLabel: z.string(),
  status: z.enum(connectionStatuses),
  statusDetail: z.string().nullable(),
  scopes: z.array(z.string()),
  expiresAt: time.nullable(),
  createdAt: time,
  lastUsedAt: time.nullable(),
});

export const permissionLevel = z.enum(['always-ask', 'allow-reads', 'allow-all']);

export const oauthSettings = z.object({
  registration: z.enum(['auto', 'static', 'client-id-metadata', 'dynamic']).default('auto'),
  clientId: z.string().nullable().default(null),
  scopes: z.array(z.string()).default([]),
  omitResource: z.boolean().default(false),
  /** Asked instead of the one that the server names. */
  authorizationServer: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .optional(),
});

export const connectorView = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  iconUrl: z.string().nullable(),
  kind: z.enum(['builtin', 'remote', 'stdio', 'openapi']),
  /** The server's address, or the command with its arguments. */
  location: z.string(),
  origin: json,
  auth: z.object({
    kind: z.enum(['none', 'oauth', 'mixed', 'header']),
    headerName: z.string().optional(),
    prefix: z.string().optional(),
    /** How the value of a header goes out; left out: as it is, after the prefix. */
    form: z.enum(['basic', 'query']).optional(),
    oauth: oauthSettings.extend({ hasClientSecret: z.boolean() }).optional(),
  }),
  limits: z.object({
    callTimeoutSeconds: z.number().nullable(),
    maxResultBytes: z.number().nullable(),
    maxConcurrentCalls: z.number().nullable(),
  }),
  permission: permissionLevel,
  enabled: z.boolean(),
  /** My status word, over all my connections. */
  status: z.enum(connectionStatuses),
  statusDetail: z.string().nullable(),
  connections: z.array(connectionView),
  toolCount: z.number(),
  /** Tools that were added, changed or removed and wait for acceptance. */
  heldCount: z.number(),
  toolsRefreshedAt: time.nullable(),
  instructions: z.string().nullable(),
  mayEdit: z.boolean(),
  createdAt: time,
});

export const traceView = z.object({
  id: z.string(),
  purpose: z.enum(['connect', 'refresh-tools', 'refresh-token', 'disconnect', 'call']),
  startedAt: time,
  outcome: z.enum(['succeeded', 'failed', 'waiting']),
  steps: z.array(
    z.object({
      name: z.string(),
      outcome: z.enum(['succeeded', 'failed', 'skipped', 'waiting']),
      startedAt: time,
      milliseconds: z.number(),
      sentence: z.string(),
      code: z.string().nullable(),
      exchanges: z.array(z.custom<TraceExchange>()),
    }),
  ),
});

export const callView = z.object({
  id: z.string(),
  email: z.string(),
  front: z.enum(['chat', 'api', 'gateway', 'cli', 'developer', 'trial']),
  via: z.string(),
  connectorId: z.string().nullable(),
  connectorName: z.string(),
  label: z.string(),
  toolName: z.string(),
  conversationId: z.string().nullable(),
  input: json,
  result: z.custom<ToolResult>().nullable(),
  state: z.enum(['running', 'completed', 'failed', 'denied', 'approval_required', 'authorization_required', 'interrupted']),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  approver: z.string().nullable(),
  approval: z.string().nullable(),
  startedAt: time,
  milliseconds: z.number().nullable(),
  inputBytes: z.number(),
  resultBytes: z.number().nullable(),
  truncated: z.boolean(),
});

export const approvalView = z.object({
  id: z.string(),
  connectorId: z.string().nullable(),
  label: z.string(),
  toolName: z.string(),
  input: json,
  conversationId: z.string().nullable(),
  state: z.enum(['pending', 'approved', 'denied', 'used', 'expired']),
  requestedAt: time,
});

export const standingApprovalView = z.object({
  id: z.string(),
  connectorId: z.string(),
  connectorName: z.string(),
  toolName: z.string(),
  conversationId: z.string().nullable(),
  conversationTitle: z.string().nullable(),
  createdAt: time,
});

export const conversationView = z.object({
  id: z.string(),
  title: z.string(),
  model: z.string().nullable(),
  attached: z.array(z.string()),
  createdAt: time,
  updatedAt: time,
});

/** Items as stored: the Responses API's, with what the chat shows beyond them under `patchbay`. */
export const conversationDetail = conversationView.extend({
  items: z.array(z.custom<ConversationItem>()),
  /** The turn that runs now, to attach to; null when none does. */
  runningResponseId: z.string().nullable(),
});

export const modelView = z.object({
  id: z.string(),
  label: z.string(),
  provider: z.string(),
  /** `router`: the built-in router, which is not a language model. */
  kind: z.enum(['language-model', 'router']),
  isDefault: z.boolean(),
});

export const apiKeyView = z.object({ id: z.string(), name: z.string(), prefix: z.string(), createdAt: time, lastUsedAt: time.nullable() });

export const settingsView = z.object({
  developerMode: z.boolean(),
  /** Days that call records are kept; 0 keeps them for ever. */
  callRetentionDays: z.number().int().min(0).max(3650),
});

/** RFC 9457, with our stable code. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Of a KQL query that was refused. */
  diagnostics: z.array(queryDiagnostic).optional(),
});

export type SessionState = z.output<typeof sessionState>;
export type Person = z.output<typeof person>;
export type ToolView = z.output<typeof toolView>;
export type ToolDefinitionView = z.output<typeof toolDefinition>;
export type ConnectorView = z.output<typeof connectorView>;
export type ConnectionView = z.output<typeof connectionView>;
export type TraceView = z.output<typeof traceView>;
export type CallView = z.output<typeof callView>;
export type ApprovalView = z.output<typeof approvalView>;
export type StandingApprovalView = z.output<typeof standingApprovalView>;
export type ConversationView = z.output<typeof conversationView>;
export type ConversationDetail = z.output<typeof conversationDetail>;
export type ApiKeyView = z.output<typeof apiKeyView>;
export type SettingsView = z.output<typeof settingsView>;
export type Problem = z.output<typeof problem>;
export type { ConversationItem, McpApprovalRequestItem, McpCallItem, McpListToolsItem, OutputItem } from '../domain/items.ts';
export type { ContentBlock, ElicitationAnswer, PendingElicitation, ToolProgress, ToolResult } from '../domain/tool.ts';
export type { TurnEvent } from '../domain/turn-event.ts';
