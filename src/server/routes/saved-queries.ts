import { type ConnectorRegistry, mayEdit } from '../../connections/registry.ts';
import type { Connector } from '../../domain/connector.ts';
import { AppError } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Principal } from '../../domain/principal.ts';
import type { SavedQuery } from '../../domain/saved-query.ts';
import type { ManagedToolCatalog } from '../../runtime/tool-catalog.ts';
import type { Store } from '../../store/store.ts';
import type { ApiHandlers } from '../api.ts';

export type SavedQueryDependencies = {
  readonly registry: ConnectorRegistry;
  readonly catalog: ManagedToolCatalog;
  readonly store: Pick<Store, 'connectors'>;
  /** Throws what is wrong with a query, in Kusto's words. */
  readonly checkSaved: (saved: SavedQuery, signal: AbortSignal) => Promise<void>;
};

/** The connector that comes with the program and stands behind each collection. */
const builtin = 'saved-queries';

/** Saved queries: kept as the settings of a connector, so that chat, API, MCP clients and the log have them as they have any tool. */
export function savedQueryHandlers({
  registry,
  catalog,
  store,
  checkSaved,
}: SavedQueryDependencies): ApiHandlers<'listSavedQueries' | 'createSavedQuery' | 'changeSavedQuery' | 'removeSavedQuery'> {
  const writing = new Map<string, Promise<unknown>>();

  /** Changes of one collection come one after another: each is made from all of its queries. */
  function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = writing.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined).finally(() => writing.get(key) === settled && writing.delete(key));
    writing.set(key, settled);
    return mine;
  }

  const view = (principal: Principal, connector: Connector) => {
    const { id, slug, name } = connector;
    return { id, slug, name, mayEdit: mayEdit(principal, connector), queries: [...queriesOf(connector)] };
  };

  async function collectionOf(idOrSlug: string): Promise<Connector> {
    const connector = await registry.get(idOrSlug);
    if (!isCollection(connector)) throw new AppError('connector.not-found');
    return connector;
  }

  async function ensure(principal: Principal, name: string): Promise<Connector> {
    const found = (await store.connectors.list()).find((connector) => isCollection(connector) && isCalled(connector, name));
    if (found !== undefined) return found;
    return registry.create(
      principal,
      {
        name,
        description: '',
        iconUrl: null,
        origin: { kind: 'builtin', builtin, settings: {} },
        auth: { kind: 'none' },
        limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
        trusted: true,
      },
      { developerMode: false },
    );
  }

  async function write(
    principal: Principal,
    connector: Connector,
    { queries, signal }: { readonly queries: readonly SavedQuery[]; readonly signal: AbortSignal },
  ): Promise<Connector> {
    // Saved queries are plain JSON.
    const settings = { queries } as unknown as JsonObject;
    const changed = await registry.change(principal, connector.id, { settings });
    await catalog.refresh(principal, changed, signal);
    catalog.tellChanged(connector.id);
    return changed;
  }

  return {
    listSavedQueries: async ({ principal }) => ({
      collections: (await store.connectors.list()).filter(isCollection).map((connector) => view(principal, connector)),
    }),
    createSavedQuery: async ({ principal, body: { collection, ...saved }, signal }) => {
      await checkSaved(saved, signal);
      return inTurn(collection.toLowerCase(), async () => {
        const connector = await ensure(principal, collection);
        const queries = queriesOf(connector);
        if (queries.some(({ name }) => name === saved.name))
          throw new AppError('request.invalid', {
            sentence: `"${connector.name}" has a query named ${saved.name} already. Choose another name, or change that one.`,
          });
        return view(principal, await write(principal, connector, { queries: [...queries, saved], signal }));
      });
    },
    changeSavedQuery: async ({ principal, path, body, signal }) => {
      await checkSaved(body, signal);
      const { name: collection } = await collectionOf(path.collection);
      return inTurn(collection.toLowerCase(), async () => {
        const connector = await collectionOf(path.collection);
        const queries = queriesOf(connector);
        if (!queries.some(({ name }) => name === path.name)) throw new AppError('tool.not-found');
        const changed = queries.map((saved) => (saved.name === path.name ? body : saved));
        return view(principal, await write(principal, connector, { queries: changed, signal }));
      });
    },
    removeSavedQuery: async ({ principal, path, signal }) => {
      const { name: collection } = await collectionOf(path.collection);
      return inTurn(collection.toLowerCase(), async () => {
        const connector = await collectionOf(path.collection);
        const kept = queriesOf(connector).filter(({ name }) => name !== path.name);
        return view(principal, await write(principal, connector, { queries: kept, signal }));
      });
    },
  };
}

const isCollection = ({ origin }: Connector) => origin.kind === 'builtin' && origin.builtin === builtin;
const isCalled = (connector: Connector, name: string) => connector.slug === name || connector.name.toLowerCase() === name.toLowerCase();

function queriesOf({ origin }: Connector): readonly SavedQuery[] {
  // The connector's own schema has judged its settings when they were written.
  return origin.kind === 'builtin' ? ((origin.settings['queries'] ?? []) as unknown as readonly SavedQuery[]) : [];
}
