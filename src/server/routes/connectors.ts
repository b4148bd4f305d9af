import type { ConnectorView } from '../../contract/objects.ts';
import type { Connections } from '../../connections/connections.ts';
import { readServerFile } from '../../connections/import-file.ts';
import { type ConnectorRegistry, mayEdit } from '../../connections/registry.ts';
import type { Preset } from '../../domain/preset.ts';
import type { BuiltinConnectors } from '../../domain/builtin.ts';
import type { Connector } from '../../domain/connector.ts';
import { AppError, findAppError } from '../../domain/errors.ts';
import type { ApprovalId, ConnectionId, ConnectorId, NewId, ToolCallId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Principal } from '../../domain/principal.ts';
import { Secret } from '../../domain/secret.ts';
import type { InvokeTool } from '../../domain/tool.ts';
import type { ManagedToolCatalog } from '../../runtime/tool-catalog.ts';
import type { Store } from '../../store/store.ts';
import type { ApiHandlers } from '../api.ts';
import type { SessionCookies } from '../session-cookie.ts';
import type { Settings } from '../settings.ts';
import { viewConnection, viewConnector, viewOffered, viewPreset, viewTool } from './views.ts';

export type ConnectorRouteDependencies = {
  readonly registry: ConnectorRegistry;
  readonly builtins: BuiltinConnectors;
  readonly presets: ReadonlyMap<string, Preset>;
  readonly connections: Connections;
  readonly catalog: ManagedToolCatalog;
  readonly invokeTool: InvokeTool;
  readonly store: Pick<Store, 'connectors' | 'connections' | 'tools' | 'traces' | 'ledger'>;
  readonly settings: Settings;
  readonly cookies: SessionCookies;
  readonly newId: NewId;
};

type DefinitionNames = 'listConnectors' | 'createConnector' | 'importConnectors' | 'getConnector' | 'changeConnector' | 'removeConnector';

/** Definitions of connectors: list, create, import, change, remove. */
export function connectorHandlers(dependencies: ConnectorRouteDependencies): ApiHandlers<DefinitionNames> {
  const { registry, builtins, presets, connections, catalog, store, settings } = dependencies;

  const view = async (principal: Principal, connector: Connector) =>
    viewConnector(connector, {
      connections: (await store.connections.listForUser(principal.userId)).filter((connection) => connection.connectorId === connector.id),
      snapshots: await store.tools.list(connector.id),
      mayEdit: mayEdit(principal, connector),
    });

  /** Who holds the machine's data folder needs no switch. */
  const mayDevelop = async (principal: Principal) => principal.via.kind === 'cli' || (await settings.read()).developerMode;

  return {
    listConnectors: async ({ principal }) => {
      const connectors = await store.connectors.list();
      return {
        connectors: (await Promise.all(connectors.map((connector) => view(principal, connector)))).map(withoutSettings),
        offered: [...[...presets.values()].map(viewPreset), ...(await builtins.all()).map((builtin) => viewOffered(builtin, connectors))],
      };
    },
    getConnector: async ({ principal, path }) => view(principal, await registry.get(path.id)),
    createConnector: async ({ principal, body }) =>
      view(principal, await registry.create(principal, body, { developerMode: await mayDevelop(principal) })),
    importConnectors: async ({ principal, body, signal }) => {
      const created: Connector[] = [];
      const skipped: { name: string; reason: string }[] = [];
      const developerMode = await mayDevelop(principal);
      for (const server of readServerFile(body.text, body)) {
        if (server.kind === 'skipped') {
          skipped.push({ name: server.name, reason: server.reason });
          continue;
        }
        try {
          const connector = await registry.create(principal, server.connector, { developerMode });
          created.push(connector);
          if (server.header !== null)
            await connections.setHeader(principal, connector.id, { value: new Secret(server.header.value) }, signal);
        } catch (error) {
          const known = findAppError(error);
          // What refuses them all is the answer to the request, not to one server.
          if (known === null || known.code === 'connector.trust-required' || known.code === 'connector.developer-mode-off') throw error;
          skipped.push({ name: server.connector.name, reason: known.message });
        }
      }
      return { created: await Promise.all(created.map((connector) => view(principal, connector))), skipped };
    },
    changeConnector: async ({ principal, path, body }) => {
      const connector = await registry.get(path.id);
      const changed = await registry.change(principal, connector.id, body);
      catalog.tellChanged(connector.id);
      return view(principal, changed);
    },
    removeConnector: async ({ principal, path, signal }) => {
      const connector = await registry.get(path.id);
      if (!mayEdit(principal, connector)) throw new AppError('identity.forbidden');
      for (const connection of await store.connections.listForConnector(connector.id))
        await connections.disconnect(principal, connection.id, signal);
      await registry.remove(principal, connector.id);
      catalog.tellChanged(connector.id);
      return undefined;
    },
  };
}

/** Settings can be long, such as the description of an API, and a list is read often. */
function withoutSettings({ origin: { settings: _, ...origin }, ...connector }: ConnectorView): ConnectorView {
  return { ...connector, origin };
}

type ToolNames = 'listOperations' | 'listTools' | 'refreshTools' | 'acceptTools' | 'changeTool' | 'callTool';

/** Tools of a connector: their switches, what changed, and a call by hand. */
export function toolHandlers({
  registry,
  builtins,
  catalog,
  invokeTool,
  store,
  newId,
}: ConnectorRouteDependencies): ApiHandlers<ToolNames> {
  const editable = async (principal: Principal, id: string) => {
    const connector = await registry.get(id);
    if (!mayEdit(principal, connector)) throw new AppError('identity.forbidden');
    return connector;
  };
  const views = async (connector: Connector) => (await store.tools.list(connector.id)).map((snapshot) => viewTool(snapshot, connector));

  return {
    listOperations: async ({ principal, path }) => {
      const { origin } = await editable(principal, path.id);
      const builtin = origin.kind === 'builtin' ? await builtins.find(origin.builtin) : null;
      const offered = origin.kind === 'builtin' ? builtin?.operationsOf(origin.settings) : null;
      if (offered === null || offered === undefined) return null;
      const operations = offered.operations.map(({ tags, fields, ...operation }) => ({
        ...operation,
        tags: [...tags],
        fields: [...fields],
      }));
      return { ...offered, operations };
    },
    listTools: async ({ path }) => ({ tools: await views(await registry.get(path.id)) }),
    refreshTools: async ({ principal, path, signal }) => {
      const { added, changed, removed, snapshots } = await catalog.refresh(principal, await registry.get(path.id), signal);
      const connector = await registry.get(path.id);
      return { tools: snapshots.map((snapshot) => viewTool(snapshot, connector)), added, changed, removed };
    },
    acceptTools: async ({ principal, path, body }) => {
      const connector = await editable(principal, path.id);
      const accepted = await catalog.accept(principal, connector.id, body.names);
      return { tools: accepted.map((snapshot) => viewTool(snapshot, connector)) };
    },
    changeTool: async ({ principal, path, body }) => {
      const connector = await editable(principal, path.id);
      await store.tools.update(connector.id, path.tool, body);
      catalog.tellChanged(connector.id);
      await store.ledger.append({
        kind: 'tool-changed',
        actor: principal.email,
        data: { connector: connector.slug, tool: path.tool, ...body },
      });
      const changed = (await views(connector)).find((tool) => tool.definition.name === path.tool);
      if (changed === undefined) throw new AppError('tool.not-found');
      return changed;
    },
    callTool: async ({ principal, path, body, signal }) => {
      const callId = newId<ToolCallId>('toolCall');
      const connector = await registry.get(path.id);
      const evenIfOff = body.trial && mayEdit(principal, connector);
      const outcome = await invokeTool(
        principal,
        {
          id: callId,
          front: body.trial ? 'trial' : principal.via.kind === 'cli' ? 'cli' : 'developer',
          tool: await catalog.tool(principal, connector, { name: body.tool, evenIfOff }),
          input: body.input as JsonObject,
          conversationId: null,
          approvalId: (body.approvalId ?? null) as ApprovalId | null,
          requestedApproval: null,
        },
        { signal },
      );
      return { callId, outcome };
    },
  };
}

type ConnectionNames = 'listTraces' | 'connect' | 'setHeader' | 'disconnect';

/** A person's own connections, and the traces of their attempts. */
export function connectionHandlers({
  registry,
  connections,
  catalog,
  store,
  cookies,
}: ConnectorRouteDependencies): ApiHandlers<ConnectionNames> {
  return {
    listTraces: async ({ principal, path }) => {
      const connector = await registry.get(path.id);
      const traces = await store.traces.list(connector.id);
      const own = traces.filter((trace) => trace.userId === principal.userId || mayEdit(principal, connector));
      return {
        traces: own.map(({ connectorId, connectionId, userId, steps, ...trace }) => ({
          ...trace,
          steps: steps.map((step) => ({ ...step, exchanges: [...step.exchanges] })),
        })),
      };
    },
    connect: async ({ principal, path, body, context, signal }) => {
      const connector = await registry.get(path.id);
      const result = await connections.connect(
        principal,
        connector.id,
        {
          connectionId: body.connectionId as ConnectionId | undefined,
          scopes: body.scopes,
          returnTo: body.returnTo,
          browserToken: cookies.browserToken(context),
        },
        signal,
      );
      if (result.kind === 'connected') await catalog.refresh(principal, connector, signal);
      const connection = viewConnection(result.connection);
      return result.kind === 'connected' ? { kind: 'connected', connection } : { kind: 'redirect', url: result.url, connection };
    },
    setHeader: async ({ principal, path, body, signal }) => {
      const connector = await registry.get(path.id);
      const connection = await connections.setHeader(
        principal,
        connector.id as ConnectorId,
        { value: new Secret(body.value), accountLabel: body.accountLabel },
        signal,
      );
      await catalog.refresh(principal, connector, signal);
      return viewConnection(connection);
    },
    disconnect: async ({ principal, path, signal }) => {
      await connections.disconnect(principal, path.id as ConnectionId, signal);
      return undefined;
    },
  };
}
