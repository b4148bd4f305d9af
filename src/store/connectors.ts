import type { Kysely, Selectable } from 'kysely';
import type { Connector } from '../domain/connector.ts';
import type { ConnectorId, UserId } from '../domain/ids.ts';
import { prepareRead } from './prepared.ts';
import type { Tables } from './schema.ts';

/** Connector definitions. Client secrets and environment values are one sealed text beside them. */
export type ConnectorStore = {
  list(): Promise<readonly Connector[]>;
  find(id: ConnectorId): Promise<Connector | null>;
  findBySlug(slug: string): Promise<Connector | null>;
  insert(connector: Connector, sealedSecrets: string | null): Promise<void>;
  update(id: ConnectorId, change: Partial<Omit<Connector, 'id'>>): Promise<void>;
  sealedSecrets(id: ConnectorId): Promise<string | null>;
  setSealedSecrets(id: ConnectorId, sealed: string | null): Promise<void>;
  remove(id: ConnectorId): Promise<void>;
};

export function createConnectorStore(database: Kysely<Tables>): ConnectorStore {
  const rows = () => database.selectFrom('connectors').selectAll();
  const byId = prepareRead(database, ['id'], ({ id }: { readonly id: ConnectorId }) => rows().where('id', '=', id));
  const bySlug = prepareRead(database, ['slug'], ({ slug }: { readonly slug: string }) => rows().where('slug', '=', slug));
  const secretsById = prepareRead(database, ['id'], ({ id }: { readonly id: ConnectorId }) =>
    database.selectFrom('connectors').select('sealed_secrets').where('id', '=', id),
  );
  return {
    list: async () => (await rows().orderBy('name').execute()).map(toConnector),
    find: async (id) => toConnectorOrNull((await byId({ id }))[0]),
    findBySlug: async (slug) => toConnectorOrNull((await bySlug({ slug }))[0]),
    insert: async (connector, sealedSecrets) => {
      await database
        .insertInto('connectors')
        .values({
          id: connector.id,
          ...toColumns(connector),
          owner_id: connector.ownerId,
          created_at: connector.createdAt,
          sealed_secrets: sealedSecrets,
        })
        .execute();
    },
    update: async (id, change) => {
      const current = toConnectorOrNull(await rows().where('id', '=', id).executeTakeFirst());
      if (current === null) return;
      await database
        .updateTable('connectors')
        .set(toColumns({ ...current, ...change }))
        .where('id', '=', id)
        .execute();
    },
    sealedSecrets: async (id) => (await secretsById({ id }))[0]?.sealed_secrets ?? null,
    setSealedSecrets: async (id, sealed) => {
      await database.updateTable('connectors').set({ sealed_secrets: sealed }).where('id', '=', id).execute();
    },
    remove: async (id) => {
      await database.deleteFrom('connectors').where('id', '=', id).execute();
    },
  };
}

function toColumns(connector: Connector) {
  return {
    slug: connector.slug,
    name: connector.name,
    description: connector.description,
    icon_url: connector.iconUrl,
    origin: JSON.stringify(connector.origin),
    auth: JSON.stringify(connector.auth),
    limits: JSON.stringify(connector.limits),
    permission: connector.permission,
    enabled: connector.enabled ? 1 : 0,
    instructions: connector.instructions,
    tools_refreshed_at: connector.toolsRefreshedAt,
  };
}

const toConnectorOrNull = (row: Selectable<Tables['connectors']> | undefined) => (row === undefined ? null : toConnector(row));

function toConnector(row: Selectable<Tables['connectors']>): Connector {
  return {
    id: row.id as ConnectorId,
    slug: row.slug,
    name: row.name,
    description: row.description,
    iconUrl: row.icon_url,
    origin: JSON.parse(row.origin),
    auth: JSON.parse(row.auth),
    limits: JSON.parse(row.limits),
    permission: row.permission as Connector['permission'],
    enabled: row.enabled === 1,
    ownerId: row.owner_id as UserId,
    createdAt: row.created_at,
    instructions: row.instructions,
    toolsRefreshedAt: row.tools_refreshed_at,
  };
}
