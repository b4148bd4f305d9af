import { z } from 'zod';
import type { Json } from '../domain/json.ts';
import type { ElicitationAnswer } from '../domain/tool.ts';
import { oauthSettings, permissionLevel, settingsView } from './objects.ts';

/** The bodies that the JSON API takes. */
export const setUpOwner = z.object({
  token: z.string(),
  email: z.email(),
  name: z.string().min(1).max(200),
  password: z.string().min(10).max(200),
});
export const signIn = z.object({ email: z.string(), password: z.string() });

const secretOAuthSettings = oauthSettings.extend({ clientSecret: z.string().min(1).optional() });

export const connectorAuth = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('oauth'), oauth: secretOAuthSettings.prefault({}) }),
  z.object({ kind: z.literal('mixed'), oauth: secretOAuthSettings.prefault({}) }),
  /** `prefix` goes before the value each person enters: "Bearer " by default for Authorization. */
  z.object({
    kind: z.literal('header'),
    headerName: z
      .string()
      .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/)
      .default('Authorization'),
    prefix: z.string().default('Bearer '),
  }),
]);

// Plain JSON: the connector's own schema judges it.
const builtinSettings = z.record(z.string(), z.custom<Json>());

export const connectorOrigin = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('remote'),
    url: z.url({ protocol: /^https?$/ }),
    transport: z.enum(['auto', 'streamable-http', 'sse']).default('auto'),
  }),
  z.object({
    kind: z.literal('stdio'),
    command: z.string().min(1),
    arguments: z.array(z.string()).default([]),
    environment: z.record(z.string(), z.string()).default({}),
    workingDirectory: z.string().nullable().default(null),
  }),
  /** One that comes with the program; `listConnectors` says under `offered` what its settings are. */
  z.object({ kind: z.literal('builtin'), builtin: z.string(), settings: builtinSettings.default({}) }),
]);

const limits = z.object({
  callTimeoutSeconds: z.number().int().min(1).max(3600).nullable().default(null),
  maxResultBytes: z.number().int().min(1024).nullable().default(null),
  maxConcurrentCalls: z.number().int().min(1).max(256).nullable().default(null),
});

/** `data:` images up to about 64 kB, or an https address. */
const iconUrl = z
  .string()
  .max(90_000)
  .regex(/^(https:\/\/|data:image\/(png|jpeg|gif|webp|svg\+xml);)/)
  .nullable();

export const createConnector = z.object({
  name: z.string().trim().min(1).max(100),
  slug: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
    .optional(),
  description: z.string().max(2000).default(''),
  iconUrl: iconUrl.default(null),
  origin: connectorOrigin,
  /** Of a connector that comes with the program only the registered client counts. */
  auth: connectorAuth.prefault({ kind: 'none' }),
  limits: limits.prefault({}),
  /** "I trust this application": without it nothing is created. */
  trusted: z.boolean().default(false),
});

export const changeConnector = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  description: z.string().max(2000).optional(),
  iconUrl: iconUrl.optional(),
  auth: connectorAuth.optional(),
  /** Of a connector that comes with the program. */
  settings: builtinSettings.optional(),
  limits: limits.optional(),
  permission: permissionLevel.optional(),
  enabled: z.boolean().optional(),
});

/** The text of claude_desktop_config.json, .mcp.json or VS Code's mcp.json; `names` picks some of it. */
export const importConnectors = z.object({
  text: z.string().max(1_000_000),
  names: z.array(z.string()).optional(),
  trusted: z.boolean().default(false),
});

export const connect = z.object({
  /** Sign in again on this connection, or leave out for a new account. */
  connectionId: z.string().optional(),
  /** More scopes than before (step-up). */
  scopes: z.array(z.string()).optional(),
  /** Where the page wants to be afterwards: a path of ours. */
  returnTo: z
    .string()
    .regex(/^\/(?!\/)/)
    .default('/connectors'),
});
export const setHeader = z.object({ value: z.string().min(1).max(16_384), accountLabel: z.string().max(200).optional() });
export const changeTool = z.object({ enabled: z.boolean().optional(), permission: z.enum(['ask', 'allow', 'deny']).nullable().optional() });
/** Names of held tools to accept; leave out to accept all. */
export const acceptTools = z.object({ names: z.array(z.string()).optional() });
export const callTool = z.object({
  tool: z.string(),
  input: z.record(z.string(), z.unknown()).default({}),
  approvalId: z.string().optional(),
  /** Tried by hand, as the log then says. Whoever may switch the tool on may try it while it is off. */
  trial: z.boolean().default(false),
});

export const createConversation = z.object({
  title: z.string().max(300).optional(),
  model: z.string().nullable().default(null),
  attached: z.array(z.string()).default([]),
});
export const changeConversation = z.object({
  title: z.string().min(1).max(300).optional(),
  model: z.string().nullable().optional(),
  attached: z.array(z.string()).optional(),
});

/** What a person does to make a turn run. */
export const startTurn = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('say'),
    text: z.string().min(1).max(400_000),
    images: z.array(z.string().startsWith('data:image/')).max(10).default([]),
  }),
  /** Answers an `mcp_approval_request`. With `arguments` (and `label` and `tool`, for an alternative) the person changed the form. */
  z.object({
    kind: z.literal('answer-approval'),
    approvalId: z.string(),
    decision: z.enum(['deny', 'once', 'conversation', 'always']),
    reason: z.string().max(2000).optional(),
    arguments: z.record(z.string(), z.unknown()).optional(),
    label: z.string().optional(),
    tool: z.string().optional(),
  }),
  /** Runs the call that waited for a sign-in. */
  z.object({ kind: z.literal('resume'), itemId: z.string() }),
  z.object({ kind: z.literal('regenerate') }),
]);

export const answerApproval = z.object({
  decision: z.enum(['deny', 'once', 'conversation', 'always']),
  reason: z.string().max(2000).optional(),
});
export const answerElicitation = z.custom<ElicitationAnswer>(
  (value) =>
    typeof value === 'object' && value !== null && 'action' in value && ['accept', 'decline', 'cancel'].includes(String(value.action)),
);
export const createApiKey = z.object({ name: z.string().trim().min(1).max(100) });
export const changeSettings = settingsView.partial();

export const callQuery = z.object({
  connectorId: z.string().optional(),
  tool: z.string().optional(),
  state: z.string().optional(),
  front: z.string().optional(),
  search: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  before: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** Admins: everyone's calls, not only mine. */
  everyone: z.stringbool().default(false),
});
