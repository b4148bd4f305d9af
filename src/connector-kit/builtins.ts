import type { BuiltinConnector, BuiltinConnectors } from '../domain/builtin.ts';
import { toBuiltin } from './builtin.ts';
import type { ConnectorDefinition } from './connector.ts';
import { atEndpoints, type Endpoints } from './endpoints.ts';

/** Connectors by id, each behind an import, so that a start does not wait for those that nobody uses. */
export type ConnectorModules = Readonly<Record<string, () => Promise<{ readonly default: ConnectorDefinition }>>>;

/** Loads each connector once, when it is first asked for, at the addresses that the owner gave for it. */
export function createBuiltins(
  modules: ConnectorModules,
  endpoints: Readonly<Record<string, Endpoints | undefined>> = {},
): BuiltinConnectors {
  const loaded = new Map<string, Promise<BuiltinConnector>>();

  function load(id: string, open: ConnectorModules[string]): Promise<BuiltinConnector> {
    const known = loaded.get(id);
    if (known !== undefined) return known;
    const loading = open().then((module) => toBuiltin(atEndpoints(module.default, endpoints[id] ?? {})));
    loaded.set(id, loading);
    // One that could not be loaded is tried again.
    loading.catch(() => loaded.delete(id));
    return loading;
  }

  return {
    find: async (id) => {
      const open = Object.hasOwn(modules, id) ? modules[id] : undefined;
      return open === undefined ? null : load(id, open);
    },
    all: () => Promise.all(Object.entries(modules).map(([id, open]) => load(id, open))),
  };
}

/** Those that are loaded already. */
export function loadedModules(connectors: readonly ConnectorDefinition[]): ConnectorModules {
  return Object.fromEntries(connectors.map((connector) => [connector.id, async () => ({ default: connector })]));
}
