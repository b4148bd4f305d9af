import type { Kysely, Selectable } from 'kysely';
import type { ConnectorId } from '../domain/ids.ts';
import type { ToolSnapshot } from '../domain/tool.ts';
import { prepareRead } from './prepared.ts';
import type { Tables } from './schema.ts';

/** The pinned tool definitions of connectors. */
export type ToolStore = {
  /** In the order of their names. */
  list(connectorId: ConnectorId): Promise<readonly ToolSnapshot[]>;
  /** One of them; null where there is none of the name. */
  find(connectorId: ConnectorId, name: string): Promise<ToolSnapshot | null>;
  /** Writes what a refresh or an acceptance decided, in one transaction: these snapshots are the whole list afterwards. */
  replaceAll(connectorId: ConnectorId, snapshots: readonly ToolSnapshot[]): Promise<void>;
  update(connectorId: ConnectorId, name: string, change: Partial<Pick<ToolSnapshot, 'enabled' | 'permission'>>): Promise<void>;
};

export function createToolStore(database: Kysely<Tables>): ToolStore {
  const byName = prepareRead(
    database,
    ['connectorId', 'name'],
    ({ connectorId, name }: { readonly connectorId: ConnectorId; readonly name: string }) =>
      database.selectFrom('tools').selectAll().where('connector_id', '=', connectorId).where('name', '=', name),
  );
  return {
    list: async (connectorId) =>
      (await database.selectFrom('tools').selectAll().where('connector_id', '=', connectorId).orderBy('name').execute()).map(toSnapshot),
    find: async (connectorId, name) => {
      const [row] = await byName({ connectorId, name });
      return row === undefined ? null : toSnapshot(row);
    },
    replaceAll: (connectorId, snapshots) =>
      database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('tools').where('connector_id', '=', connectorId).execute();
        for (const snapshot of snapshots) await transaction.insertInto('tools').values(toRow(connectorId, snapshot)).execute();
      }),
    update: async (connectorId, name, change) => {
      await database
        .updateTable('tools')
        .set({
          ...(change.enabled === undefined ? {} : { enabled: change.enabled ? 1 : 0 }),
          ...(change.permission === undefined ? {} : { permission: change.permission }),
        })
        .where('connector_id', '=', connectorId)
        .where('name', '=', name)
        .execute();
    },
  };
}

function toRow(connectorId: ConnectorId, snapshot: ToolSnapshot): Tables['tools'] {
  return {
    connector_id: connectorId,
    name: snapshot.definition.name,
    definition: JSON.stringify(snapshot.definition),
    hash: snapshot.hash,
    state: snapshot.state,
    previous: snapshot.previous === null ? null : JSON.stringify(snapshot.previous),
    enabled: snapshot.enabled ? 1 : 0,
    permission: snapshot.permission,
    first_seen_at: snapshot.firstSeenAt,
  };
}

function toSnapshot(row: Selectable<Tables['tools']>): ToolSnapshot {
  return {
    connectorId: row.connector_id as ConnectorId,
    definition: JSON.parse(row.definition),
    hash: row.hash,
    state: row.state as ToolSnapshot['state'],
    previous: row.previous === null ? null : JSON.parse(row.previous),
    enabled: row.enabled === 1,
    permission: row.permission as ToolSnapshot['permission'],
    firstSeenAt: row.first_seen_at,
  };
}
