import { z } from 'zod';
import * as object from './objects.ts';
import * as request from './requests.ts';
import type { Route } from './route.ts';

/** Every operation of `/api/v1`. Path parameters are strings. */
export const routes = {
  getSession: { method: 'GET', path: '/session', summary: 'Who is signed in', access: 'public', answer: object.sessionState },
  signIn: {
    method: 'POST',
    path: '/session',
    summary: 'Sign in with e-mail and password',
    access: 'public',
    body: request.signIn,
    answer: object.sessionState,
  },
  signOut: { method: 'DELETE', path: '/session', summary: 'Sign out', access: 'member', answer: 'nothing' },
  setUpOwner: {
    method: 'POST',
    path: '/setup',
    summary: 'Create the owner with the one-time set-up link',
    access: 'public',
    body: request.setUpOwner,
    answer: object.sessionState,
  },

  listModels: {
    method: 'GET',
    path: '/models',
    summary: 'Models to chat with',
    access: 'member',
    answer: z.object({ models: z.array(object.modelView) }),
  },

  listConnectors: {
    method: 'GET',
    path: '/connectors',
    summary: 'All connectors, with my connections',
    access: 'member',
    answer: z.object({ connectors: z.array(object.connectorView) }),
  },
  createConnector: {
    method: 'POST',
    path: '/connectors',
    summary: 'Add a custom connector',
    access: 'member',
    body: request.createConnector,
    answer: object.connectorView,
  },
  importConnectors: {
    method: 'POST',
    path: '/connectors/import',
    summary: 'Add the servers of an MCP configuration file',
    access: 'owner',
    body: request.importConnectors,
    answer: z.object({ created: z.array(object.connectorView), skipped: z.array(z.object({ name: z.string(), reason: z.string() })) }),
  },
  getConnector: {
    method: 'GET',
    path: '/connectors/{id}',
    summary: 'One connector, by id or slug',
    access: 'member',
    answer: object.connectorView,
  },
  changeConnector: {
    method: 'PATCH',
    path: '/connectors/{id}',
    summary: 'Change a connector',
    access: 'member',
    body: request.changeConnector,
    answer: object.connectorView,
  },
  removeConnector: {
    method: 'DELETE',
    path: '/connectors/{id}',
    summary: 'Remove a connector and its connections',
    access: 'member',
    answer: 'nothing',
  },
  listTools: {
    method: 'GET',
    path: '/connectors/{id}/tools',
    summary: 'The tools of a connector, with what waits for acceptance',
    access: 'member',
    answer: z.object({ tools: z.array(object.toolView) }),
  },
  refreshTools: {
    method: 'POST',
    path: '/connectors/{id}/refresh',
    summary: "Read the server's tools again and show what changed",
    access: 'member',
    answer: z.object({ tools: z.array(object.toolView), added: z.number(), changed: z.number(), removed: z.number() }),
  },
  acceptTools: {
    method: 'POST',
    path: '/connectors/{id}/tools/accept',
    summary: 'Accept added, changed and removed tools',
    access: 'member',
    body: request.acceptTools,
    answer: z.object({ tools: z.array(object.toolView) }),
  },
  changeTool: {
    method: 'PATCH',
    path: '/connectors/{id}/tools/{tool}',
    summary: 'Switch a tool, or change its permission',
    access: 'member',
    body: request.changeTool,
    answer: object.toolView,
  },
  callTool: {
    method: 'POST',
    path: '/connectors/{id}/call',
    summary: 'Call a tool by hand (developer mode)',
    access: 'member',
    body: request.callTool,
    answer: z.object({ callId: z.string(), outcome: z.custom<import('../domain/tool.ts').ToolOutcome>() }),
  },
  listTraces: {
    method: 'GET',
    path: '/connectors/{id}/traces',
    summary: 'Connection attempts, step by step',
    access: 'member',
    answer: z.object({ traces: z.array(object.traceView) }),
  },
  connect: {
    method: 'POST',
    path: '/connectors/{id}/connect',
    summary: 'Connect: signed in at once, or the address to sign in at',
    access: 'member',
    body: request.connect,
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('connected'), connection: object.connectionView }),
      z.object({ kind: z.literal('redirect'), url: z.string(), connection: object.connectionView }),
    ]),
  },
  setHeader: {
    method: 'PUT',
    path: '/connectors/{id}/header',
    summary: 'Store my API key or header value',
    access: 'member',
    body: request.setHeader,
    answer: object.connectionView,
  },
  disconnect: {
    method: 'DELETE',
    path: '/connections/{id}',
    summary: 'Disconnect: revoke and forget the credentials',
    access: 'member',
    answer: 'nothing',
  },

  listConversations: {
    method: 'GET',
    path: '/conversations',
    summary: 'My conversations, newest first',
    access: 'member',
    query: z.object({ search: z.string().optional() }),
    answer: z.object({ conversations: z.array(object.conversationView) }),
  },
  createConversation: {
    method: 'POST',
    path: '/conversations',
    summary: 'Start a conversation',
    access: 'member',
    body: request.createConversation,
    answer: object.conversationDetail,
  },
  getConversation: {
    method: 'GET',
    path: '/conversations/{id}',
    summary: 'A conversation with its items',
    access: 'member',
    answer: object.conversationDetail,
  },
  changeConversation: {
    method: 'PATCH',
    path: '/conversations/{id}',
    summary: 'Rename, choose the model, attach connectors',
    access: 'member',
    body: request.changeConversation,
    answer: object.conversationView,
  },
  removeConversation: {
    method: 'DELETE',
    path: '/conversations/{id}',
    summary: 'Delete a conversation',
    access: 'member',
    answer: 'nothing',
  },
  startTurn: {
    method: 'POST',
    path: '/conversations/{id}/turns',
    summary: 'Say something, answer an approval, resume or regenerate',
    access: 'member',
    body: request.startTurn,
    answer: z.object({ responseId: z.string() }),
  },
  /** Server-sent events: `event` is the kind of the TurnEvent, `id` its sequence, `data` the event. Ends with `turn-ended`. */
  followTurn: {
    method: 'GET',
    path: '/turns/{id}/events',
    summary: 'Follow a turn',
    access: 'member',
    query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
    answer: 'event-stream',
  },
  cancelTurn: { method: 'POST', path: '/turns/{id}/cancel', summary: 'Stop a turn', access: 'member', answer: 'nothing' },
  answerElicitation: {
    method: 'POST',
    path: '/elicitations/{id}',
    summary: 'Answer a question that a running tool asks',
    access: 'member',
    body: request.answerElicitation,
    answer: 'nothing',
  },

  listApprovals: {
    method: 'GET',
    path: '/approvals',
    summary: 'What waits for my answer, and what I allowed for longer',
    access: 'member',
    answer: z.object({ pending: z.array(object.approvalView), standing: z.array(object.standingApprovalView) }),
  },
  answerApproval: {
    method: 'POST',
    path: '/approvals/{id}',
    summary: 'Answer an approval request',
    access: 'member',
    body: request.answerApproval,
    answer: object.approvalView,
  },
  revokeApproval: {
    method: 'DELETE',
    path: '/approvals/standing/{id}',
    summary: 'Revoke a standing approval',
    access: 'member',
    answer: 'nothing',
  },

  listCalls: {
    method: 'GET',
    path: '/calls',
    summary: 'The call log',
    access: 'member',
    query: request.callQuery,
    answer: z.object({ calls: z.array(object.callView) }),
  },
  getCall: { method: 'GET', path: '/calls/{id}', summary: 'One call', access: 'member', answer: object.callView },
  exportCalls: {
    method: 'GET',
    path: '/calls.ndjson',
    summary: 'The call log as NDJSON',
    access: 'member',
    query: request.callQuery,
    answer: 'ndjson',
  },
  /** Server-sent events `call`, each a call record, whenever one starts or ends. */
  followCalls: {
    method: 'GET',
    path: '/calls/events',
    summary: 'The call log, live',
    access: 'member',
    query: z.object({ everyone: z.stringbool().default(false) }),
    answer: 'event-stream',
  },
  verifyAudit: {
    method: 'GET',
    path: '/audit/verify',
    summary: 'Recompute the hash chain of the audit log',
    access: 'admin',
    answer: z.object({ intact: z.boolean(), events: z.number(), sentence: z.string() }),
  },

  listApiKeys: {
    method: 'GET',
    path: '/api-keys',
    summary: 'My API keys',
    access: 'member',
    answer: z.object({ keys: z.array(object.apiKeyView) }),
  },
  createApiKey: {
    method: 'POST',
    path: '/api-keys',
    summary: 'Make an API key; it is shown once',
    access: 'member',
    body: request.createApiKey,
    answer: object.apiKeyView.extend({ secret: z.string() }),
  },
  revokeApiKey: { method: 'DELETE', path: '/api-keys/{id}', summary: 'Revoke an API key', access: 'member', answer: 'nothing' },
  getSettings: { method: 'GET', path: '/settings', summary: 'Settings', access: 'member', answer: object.settingsView },
  changeSettings: {
    method: 'PATCH',
    path: '/settings',
    summary: 'Change settings',
    access: 'owner',
    body: request.changeSettings,
    answer: object.settingsView,
  },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
type RouteOf<Name extends RouteName> = (typeof routes)[Name];
/** The path parameters of an operation, read from its path. */
export type PathParameters<Path extends string> = Path extends `${string}{${infer Parameter}}${infer Rest}`
  ? { readonly [Key in Parameter | keyof PathParameters<Rest>]: string }
  : {};
export type RouteParameters<Name extends RouteName> = PathParameters<RouteOf<Name>['path']>;
export type RouteBodyInput<Name extends RouteName> =
  RouteOf<Name> extends { readonly body: infer Body extends z.ZodType } ? z.input<Body> : undefined;
export type RouteBody<Name extends RouteName> =
  RouteOf<Name> extends { readonly body: infer Body extends z.ZodType } ? z.output<Body> : undefined;
export type RouteQueryInput<Name extends RouteName> =
  RouteOf<Name> extends { readonly query: infer Query extends z.ZodType } ? z.input<Query> : {};
export type RouteQuery<Name extends RouteName> =
  RouteOf<Name> extends { readonly query: infer Query extends z.ZodType } ? z.output<Query> : {};
export type RouteAnswer<Name extends RouteName> = RouteOf<Name>['answer'] extends z.ZodType ? z.output<RouteOf<Name>['answer']> : undefined;
