import { type Kysely, type Selectable, sql } from 'kysely';
import type { ConnectorId, ConversationId, UserId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Tables } from './schema.ts';

/** A conversation: a title, a model, the connectors attached to it. Its items are in the item store. */
export type Conversation = {
  readonly id: ConversationId;
  readonly userId: UserId;
  readonly title: string;
  readonly model: string | null;
  readonly attached: readonly ConnectorId[];
  /** What API callers put there (`/v1/conversations`). */
  readonly metadata: JsonObject;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** False for those made over the API: they are not in the chat's list. */
  readonly listed: boolean;
};

export type ConversationStore = {
  /** Newest first; `search` looks in titles and in what was said. */
  list(userId: UserId, options?: { readonly search?: string; readonly limit?: number }): Promise<readonly Conversation[]>;
  find(id: ConversationId, userId: UserId): Promise<Conversation | null>;
  insert(conversation: Conversation): Promise<void>;
  update(id: ConversationId, change: Partial<Pick<Conversation, 'title' | 'model' | 'attached' | 'metadata' | 'updatedAt'>>): Promise<void>;
  /** Removes it with its items and responses. */
  remove(id: ConversationId): Promise<void>;
};

export function createConversationStore(database: Kysely<Tables>): ConversationStore {
  return {
    list: async (userId, { search = '', limit = 200 } = {}) => {
      let query = database.selectFrom('conversations').selectAll().where('user_id', '=', userId).where('listed', '=', 1);
      if (search !== '') {
        const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
        query = query.where((where) =>
          where.or([
            sql<boolean>`lower(title) like ${pattern} escape '\\'`,
            where.exists(
              where
                .selectFrom('items')
                .select('items.id')
                .whereRef('items.conversation_id', '=', 'conversations.id')
                .where(sql<boolean>`lower(items.search_text) like ${pattern} escape '\\'`),
            ),
          ]),
        );
      }
      return (await query.orderBy('updated_at', 'desc').limit(limit).execute()).map(toConversation);
    },
    find: async (id, userId) => {
      const row = await database
        .selectFrom('conversations')
        .selectAll()
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row === undefined ? null : toConversation(row);
    },
    insert: async (conversation) => {
      await database
        .insertInto('conversations')
        .values({
          id: conversation.id,
          user_id: conversation.userId,
          title: conversation.title,
          model: conversation.model,
          attached: JSON.stringify(conversation.attached),
          metadata: JSON.stringify(conversation.metadata),
          created_at: conversation.createdAt,
          updated_at: conversation.updatedAt,
          listed: conversation.listed ? 1 : 0,
        })
        .execute();
    },
    update: async (id, change) => {
      const columns = {
        ...(change.title === undefined ? {} : { title: change.title }),
        ...(change.model === undefined ? {} : { model: change.model }),
        ...(change.attached === undefined ? {} : { attached: JSON.stringify(change.attached) }),
        ...(change.metadata === undefined ? {} : { metadata: JSON.stringify(change.metadata) }),
        ...(change.updatedAt === undefined ? {} : { updated_at: change.updatedAt }),
      };
      if (Object.keys(columns).length === 0) return;
      await database.updateTable('conversations').set(columns).where('id', '=', id).execute();
    },
    remove: (id) =>
      database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('items').where('conversation_id', '=', id).execute();
        await transaction.deleteFrom('responses').where('conversation_id', '=', id).execute();
        await transaction.deleteFrom('conversations').where('id', '=', id).execute();
      }),
  };
}

function toConversation(row: Selectable<Tables['conversations']>): Conversation {
  return {
    id: row.id as ConversationId,
    userId: row.user_id as UserId,
    title: row.title,
    model: row.model,
    attached: JSON.parse(row.attached),
    metadata: JSON.parse(row.metadata),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    listed: row.listed === 1,
  };
}
