import type { ConnectorId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import { type AttachedTools, isReadOnly, type ToolCatalog, type ToolSource } from '../domain/tool.ts';
import type { Store } from '../store/store.ts';
import { hashTool } from './digest.ts';

/** Tools that the program itself brings under a name of their own: one row. */
export type OwnCollection = {
  /** Under `/mcp`, and the label in the log. */
  readonly name: string;
  readonly title: string;
  /** Where a person looks after it: a path of the page. */
  readonly page: string;
  readonly source: ToolSource;
};

export type NamedCollection = {
  readonly key: string;
  readonly title: string;
  readonly instructions: string | null;
  readonly page: string;
  attached(principal: Principal, signal: AbortSignal): Promise<AttachedTools>;
};

export type Collections = { find(principal: Principal, name: string): Promise<NamedCollection | null> };

/** What a name under `/mcp` stands for: a row of our own first, else a connector by slug or id. */
export function createCollections({
  store,
  catalog,
  own,
}: {
  readonly store: Pick<Store, 'connectors'>;
  readonly catalog: ToolCatalog;
  readonly own: readonly OwnCollection[];
}): Collections {
  const rows = new Map(own.map((row) => [row.name, toCollection(row)]));

  async function connectorCollection(id: ConnectorId): Promise<NamedCollection | null> {
    const connector = await store.connectors.find(id);
    if (connector === null) return null;
    return {
      key: id,
      title: connector.name,
      instructions: connector.instructions,
      page: `/connectors/${id}`,
      attached: (principal, signal) => catalog.attached(principal, id, signal),
    };
  }

  return {
    find: async (principal, name) => {
      const row = rows.get(name);
      if (row !== undefined) return row;
      const id = await catalog.findByLabel(principal.userId, name);
      return id === null ? null : connectorCollection(id);
    },
  };
}

function toCollection({ name, title, page, source }: OwnCollection): NamedCollection {
  return {
    key: name,
    title,
    page,
    instructions: null,
    attached: async (_principal, signal) => {
      const { tools, instructions } = await source.listTools(signal);
      return {
        kind: 'tools',
        instructions,
        tools: tools.map((definition) => ({
          connectorId: null,
          connectionId: null,
          connectorName: title,
          label: name,
          definition,
          hash: hashTool(definition),
          limits: { callTimeoutSeconds: null, maxResultBytes: null, maxConcurrentCalls: null },
          permission: isReadOnly(definition) ? 'allow' : 'ask',
          source,
        })),
      };
    },
  };
}
