import { z } from 'zod';
import * as object from '../objects.ts';
import * as offered from '../offered-objects.ts';
import * as request from '../requests.ts';
import type { Route } from '../route.ts';

/** Connectors, their tools and connections. */
export const connectorRoutes = {
  listConnectors: {
    method: 'GET',
    path: '/connectors',
    summary: 'All connectors without their settings, with my connections, and those that come ready-made',
    access: 'member',
    answer: z.object({ connectors: z.array(object.connectorView), offered: z.array(offered.offeredConnector) }),
  },
  createConnector: {
    method: 'POST',
    path: '/connectors',
    summary: 'Add a ready-made or a custom connector',
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
  listOperations: {
    method: 'GET',
    path: '/connectors/{id}/operations',
    summary: 'The operations of an API from which the settings of a connector choose; null: its settings choose none',
    access: 'member',
    answer: z.object({ api: z.string(), operations: z.array(offered.offeredOperation) }).nullable(),
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
    summary: 'Call a tool by hand, or try one that is switched off',
    access: 'member',
    body: request.callTool,
    answer: z.object({ callId: z.string(), outcome: z.custom<import('../../domain/tool.ts').ToolOutcome>() }),
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
} as const satisfies Record<string, Route>;
