import type { Connections } from '../connections/connections.ts';
import type { ConnectorRegistry } from '../connections/registry.ts';
import type { Principal } from '../domain/principal.ts';
import type { ManagedToolCatalog } from '../runtime/tool-catalog.ts';
import type { Store } from '../store/store.ts';

export type AddReadyMade = (
  principal: Principal,
  connector: { readonly builtin: string; readonly name: string },
  signal: AbortSignal,
) => Promise<void>;

/** Adds a connector that comes with the program and needs no sign-in, and connects it; one that is there already stays. */
export function createAddReadyMade({
  registry,
  connections,
  catalog,
  store,
}: {
  readonly registry: ConnectorRegistry;
  readonly connections: Connections;
  readonly catalog: ManagedToolCatalog;
  readonly store: Pick<Store, 'connectors'>;
}): AddReadyMade {
  return async (principal, { builtin, name }, signal) => {
    const isThere = (await store.connectors.list()).some(({ origin }) => origin.kind === 'builtin' && origin.builtin === builtin);
    if (isThere) return;
    const connector = await registry.create(
      principal,
      {
        name,
        slug: builtin,
        description: '',
        iconUrl: null,
        origin: { kind: 'builtin', builtin, settings: {} },
        auth: { kind: 'none' },
        limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
        trusted: true,
      },
      { developerMode: false },
    );
    await connections.connect(principal, connector.id, { returnTo: '/connectors', browserToken: '' }, signal);
    await catalog.refresh(principal, connector, signal);
  };
}
