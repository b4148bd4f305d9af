import type { Connector } from '../domain/connector.ts';
import { AppError, errorCatalogue, findAppError } from '../domain/errors.ts';
import type { Clock, ConnectorId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import { type CatalogTool, isReadOnly, type ToolCatalog, type ToolListing, type ToolSnapshot, type ToolSource } from '../domain/tool.ts';
import type { Store } from '../store/store.ts';
import { permissionFor } from './permission.ts';
import { acceptSnapshots, changeOf, planSnapshots } from './tool-snapshots.ts';

export type RefreshSummary = {
  readonly snapshots: readonly ToolSnapshot[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
};

/** The catalogue with its upkeep: reading listings, holding what changed, accepting it. */
export type ManagedToolCatalog = ToolCatalog & {
  /** Reads the server's tools now. Throws AppError when it cannot. */
  refresh(principal: Principal, connector: Connector, signal: AbortSignal): Promise<RefreshSummary>;
  accept(principal: Principal, connectorId: ConnectorId, names?: readonly string[]): Promise<readonly ToolSnapshot[]>;
  /** Calls `listener` when what may be called of a connector has changed. */
  onChanged(listener: (connectorId: ConnectorId) => void): () => void;
  /** Says so: for those who change a connector's or a tool's settings themselves. */
  tellChanged(connectorId: ConnectorId): void;
  /** One accepted tool, for a call by hand. Throws `tool.not-found`, `tool.held` or, unless it may be off, `tool.disabled`. */
  tool(principal: Principal, connector: Connector, wanted: { readonly name: string; readonly evenIfOff?: boolean }): Promise<CatalogTool>;
};

export type ToolCatalogDependencies = {
  readonly store: Pick<Store, 'connectors' | 'tools' | 'ledger' | 'connections'>;
  /** Opens the person's own connection; throws `connection.*` where sign-in is needed. */
  readonly openSource: (principal: Principal, connector: Connector) => Promise<ToolSource>;
  readonly listTools: (principal: Principal, connector: Connector, signal: AbortSignal) => Promise<ToolListing>;
  readonly clock: Clock;
  /** Listings older than this are read again when their connector is used, in milliseconds. */
  readonly maxListingAge: number;
};

export function createToolCatalog(dependencies: ToolCatalogDependencies): ManagedToolCatalog {
  const { store, openSource, listTools, clock, maxListingAge } = dependencies;
  const refreshing = new Map<ConnectorId, Promise<RefreshSummary>>();
  const listeners = new Set<(connectorId: ConnectorId) => void>();
  const tellChanged = (connectorId: ConnectorId) => {
    for (const listener of listeners) listener(connectorId);
  };

  async function readListing(principal: Principal, connector: Connector, signal: AbortSignal): Promise<RefreshSummary> {
    const listing = await listTools(principal, connector, signal);
    const now = new Date(clock()).toISOString();
    const current = await store.tools.list(connector.id);
    const isBuiltin = connector.origin.kind === 'builtin';
    const planned = planSnapshots(current, {
      connectorId: connector.id,
      tools: listing.tools,
      first: connector.toolsRefreshedAt === null,
      now,
      ...(isBuiltin ? { enables: isReadOnly } : {}),
    });
    // What came with an update of the program is trusted as the program is; writes stay off until somebody wants them.
    const snapshots = isBuiltin ? acceptSnapshots(planned) : planned;
    await store.tools.replaceAll(connector.id, snapshots);
    await store.connectors.update(connector.id, { toolsRefreshedAt: now, instructions: listing.instructions });
    const count = (change: ReturnType<typeof changeOf>) => snapshots.filter((snapshot) => changeOf(snapshot) === change).length;
    if (callable(current) !== callable(snapshots)) tellChanged(connector.id);
    const summary = { snapshots, added: count('added'), changed: count('changed'), removed: count('removed') };
    await store.ledger.append({
      kind: 'tools-refreshed',
      actor: principal.email,
      data: {
        connector: connector.slug,
        tools: listing.tools.length,
        added: summary.added,
        changed: summary.changed,
        removed: summary.removed,
      },
    });
    return summary;
  }

  /** One refresh at a time per connector: two would plan from the same snapshots. */
  function refresh(principal: Principal, connector: Connector, signal: AbortSignal): Promise<RefreshSummary> {
    const running = refreshing.get(connector.id);
    if (running !== undefined) return running;
    const work = readListing(principal, connector, signal).finally(() => refreshing.delete(connector.id));
    refreshing.set(connector.id, work);
    return work;
  }

  async function toCatalogTools(
    principal: Principal,
    connector: Connector,
    snapshots: readonly ToolSnapshot[],
  ): Promise<readonly CatalogTool[]> {
    const connection = (await store.connections.listForUser(principal.userId)).find((candidate) => candidate.connectorId === connector.id);
    const source = lazySource(() => openSource(principal, connector));
    return snapshots.map((snapshot) => ({
      connectorId: connector.id,
      connectionId: connection?.id ?? null,
      connectorName: connector.name,
      label: connector.slug,
      definition: snapshot.definition,
      hash: snapshot.hash,
      limits: connector.limits,
      permission: permissionFor(snapshot, connector.permission),
      source,
    }));
  }

  return {
    refresh,
    tellChanged,
    onChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    attached: async (principal, connectorId, signal) => {
      const connector = await store.connectors.find(connectorId);
      if (connector === null) return unavailable('connector.not-found');
      if (!connector.enabled) return unavailable('connector.disabled');
      const age = connector.toolsRefreshedAt === null ? Number.POSITIVE_INFINITY : clock() - Date.parse(connector.toolsRefreshedAt);
      if (age > maxListingAge) {
        const failure = await refresh(principal, connector, signal).then(() => null, explain);
        // An old listing still serves: the call itself will tell if the server is gone.
        if (failure !== null && connector.toolsRefreshedAt === null) return failure;
      }
      const snapshots = (await store.tools.list(connectorId)).filter((snapshot) => snapshot.state === 'accepted' && snapshot.enabled);
      const tools = await toCatalogTools(principal, connector, snapshots);
      return { kind: 'tools', tools, instructions: connector.instructions };
    },
    findByLabel: async (_userId, label) => {
      const connector = (await store.connectors.findBySlug(label)) ?? (await store.connectors.find(label as ConnectorId));
      return connector?.id ?? null;
    },
    accept: async (principal, connectorId, names) => {
      const accepted = acceptSnapshots(await store.tools.list(connectorId), names);
      await store.tools.replaceAll(connectorId, accepted);
      tellChanged(connectorId);
      await store.ledger.append({ kind: 'tools-accepted', actor: principal.email, data: { connectorId, names: names ?? 'all' } });
      return accepted;
    },
    tool: async (principal, connector, { name, evenIfOff = false }) => {
      const snapshot = await store.tools.find(connector.id, name);
      if (snapshot === null || snapshot.state === 'removed') throw new AppError('tool.not-found');
      if (snapshot.state === 'held') throw new AppError('tool.held');
      if (!snapshot.enabled && !evenIfOff) throw new AppError('tool.disabled');
      const [tool] = await toCatalogTools(principal, connector, [snapshot]);
      if (tool === undefined) throw new AppError('tool.not-found');
      return tool;
    },
  };
}

/** What of the snapshots may be called, as one text to compare. */
const callable = (snapshots: readonly ToolSnapshot[]) =>
  JSON.stringify(snapshots.filter(({ state, enabled }) => state === 'accepted' && enabled).map(({ hash }) => hash));

const unavailable = (code: 'connector.not-found' | 'connector.disabled') => ({
  kind: 'unavailable' as const,
  code,
  message: errorCatalogue[code].sentence,
});

function explain(error: unknown) {
  const known = findAppError(error) ?? new AppError('internal', { cause: error });
  return { kind: 'unavailable' as const, code: known.code, message: known.message };
}

/** Opens the connection at the first call, so that listing tools needs none. */
function lazySource(open: () => Promise<ToolSource>): ToolSource {
  return {
    listTools: async (signal) => (await open()).listTools(signal),
    callTool: async (tool, input, context) => (await open()).callTool(tool, input, context),
  };
}
