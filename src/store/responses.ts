import type { Kysely, Selectable } from 'kysely';
import type { ConversationId, ResponseId, UserId } from '../domain/ids.ts';
import type { ConversationItem, OutputItem } from '../domain/items.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Tables } from './schema.ts';

export type ResponseStatus = 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled';

/** One turn as stored. `body` is what `/v1` echoes of the request and the end of it: usage, error, incomplete_details, tools … */
export type StoredResponse = {
  readonly id: ResponseId;
  readonly userId: UserId;
  readonly conversationId: ConversationId | null;
  readonly previousResponseId: ResponseId | null;
  readonly status: ResponseStatus;
  readonly model: string;
  readonly body: JsonObject;
  readonly stored: boolean;
  readonly createdAt: string;
};

/** Responses and the items they are made of, in order. Chat turns and `/v1/responses` are the same rows. */
export type ResponseStore = {
  /** `input` may hold items of any kind: API callers replay what earlier turns said. */
  insert(response: StoredResponse, input: readonly ConversationItem[]): Promise<void>;
  update(id: ResponseId, change: Partial<Pick<StoredResponse, 'status' | 'body'>>): Promise<void>;
  find(id: ResponseId, userId: UserId): Promise<StoredResponse | null>;
  newestOf(conversationId: ConversationId): Promise<StoredResponse | null>;
  /** Adds an output item, or replaces the one with the same id. */
  saveOutput(response: Pick<StoredResponse, 'id' | 'userId' | 'conversationId'>, item: OutputItem): Promise<void>;
  /** Replaces an item wherever it is; false: there is none. */
  replaceItem(userId: UserId, item: ConversationItem): Promise<boolean>;
  findItem(
    userId: UserId,
    id: string,
  ): Promise<{
    readonly item: ConversationItem;
    readonly responseId: ResponseId | null;
    readonly conversationId: ConversationId | null;
  } | null>;
  input(id: ResponseId): Promise<readonly ConversationItem[]>;
  output(id: ResponseId): Promise<readonly OutputItem[]>;
  /** Everything said in a conversation, in order. */
  conversationItems(id: ConversationId): Promise<readonly ConversationItem[]>;
  /** Items put into a conversation directly (`/v1/conversations/{id}/items`). */
  addItems(owner: { readonly userId: UserId; readonly conversationId: ConversationId }, items: readonly ConversationItem[]): Promise<void>;
  removeItem(userId: UserId, id: string): Promise<boolean>;
  /** Removes a response with its items. */
  remove(id: ResponseId): Promise<void>;
  /** Turns that a stopped process left in progress, so that the next start can close them. */
  listUnfinished(startedBefore: string): Promise<readonly StoredResponse[]>;
};

export function createResponseStore(database: Kysely<Tables>): ResponseStore {
  const items = () => database.selectFrom('items').selectAll();
  return {
    insert: (response, input) =>
      database.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('responses')
          .values({
            id: response.id,
            user_id: response.userId,
            conversation_id: response.conversationId,
            previous_response_id: response.previousResponseId,
            status: response.status,
            model: response.model,
            body: JSON.stringify(response.body),
            stored: response.stored ? 1 : 0,
            created_at: response.createdAt,
          })
          .execute();
        for (const item of input)
          await transaction
            .insertInto('items')
            .values(itemRow(response, { item, direction: 'input' }))
            .execute();
      }),
    update: async (id, change) => {
      await database
        .updateTable('responses')
        .set({
          ...(change.status === undefined ? {} : { status: change.status }),
          ...(change.body === undefined ? {} : { body: JSON.stringify(change.body) }),
        })
        .where('id', '=', id)
        .execute();
    },
    find: async (id, userId) =>
      toResponseOrNull(
        await database.selectFrom('responses').selectAll().where('id', '=', id).where('user_id', '=', userId).executeTakeFirst(),
      ),
    newestOf: async (conversationId) =>
      toResponseOrNull(
        await database
          .selectFrom('responses')
          .selectAll()
          .where('conversation_id', '=', conversationId)
          .orderBy('sequence', 'desc')
          .limit(1)
          .executeTakeFirst(),
      ),
    saveOutput: async (response, item) => {
      const row = itemRow(response, { item, direction: 'output' });
      await database
        .insertInto('items')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ body: row.body, search_text: row.search_text }))
        .execute();
    },
    replaceItem: async (userId, item) => {
      const done = await database
        .updateTable('items')
        .set({ body: JSON.stringify(item), search_text: searchText(item) })
        .where('id', '=', item.id)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return done.numUpdatedRows === 1n;
    },
    findItem: async (userId, id) => {
      const row = await items().where('id', '=', id).where('user_id', '=', userId).executeTakeFirst();
      if (row === undefined) return null;
      return {
        item: JSON.parse(row.body),
        responseId: row.response_id as ResponseId | null,
        conversationId: row.conversation_id as ConversationId | null,
      };
    },
    input: async (id) =>
      (await items().where('response_id', '=', id).where('direction', '=', 'input').orderBy('sequence').execute()).map((row) =>
        JSON.parse(row.body),
      ),
    output: async (id) =>
      (await items().where('response_id', '=', id).where('direction', '=', 'output').orderBy('sequence').execute()).map((row) =>
        JSON.parse(row.body),
      ),
    conversationItems: async (id) =>
      (await items().where('conversation_id', '=', id).orderBy('sequence').execute()).map((row) => JSON.parse(row.body)),
    addItems: (owner, added) =>
      database.transaction().execute(async (transaction) => {
        for (const item of added)
          await transaction
            .insertInto('items')
            .values(itemRow({ id: null, ...owner }, { item, direction: 'input' }))
            .execute();
      }),
    removeItem: async (userId, id) => {
      const done = await database.deleteFrom('items').where('id', '=', id).where('user_id', '=', userId).executeTakeFirst();
      return done.numDeletedRows === 1n;
    },
    remove: (id) =>
      database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('items').where('response_id', '=', id).execute();
        await transaction.deleteFrom('responses').where('id', '=', id).execute();
      }),
    listUnfinished: async (startedBefore) =>
      (
        await database
          .selectFrom('responses')
          .selectAll()
          .where('status', 'in', ['in_progress', 'queued'])
          .where('created_at', '<=', startedBefore)
          .execute()
      ).map(toResponse),
  };
}

function itemRow(
  owner: { readonly id: ResponseId | null; readonly userId: UserId; readonly conversationId: ConversationId | null },
  { item, direction }: { readonly item: ConversationItem; readonly direction: 'input' | 'output' },
) {
  return {
    id: item.id,
    user_id: owner.userId,
    conversation_id: owner.conversationId,
    response_id: owner.id,
    direction,
    type: item.type,
    body: JSON.stringify(item),
    search_text: searchText(item),
  };
}

/** What a person would look for: what was said, not what tools answered. */
function searchText(item: ConversationItem): string {
  if (item.type !== 'message') return '';
  return item.content.map((part) => ('text' in part ? part.text : '')).join('\n');
}

const toResponseOrNull = (row: Selectable<Tables['responses']> | undefined) => (row === undefined ? null : toResponse(row));

function toResponse(row: Selectable<Tables['responses']>): StoredResponse {
  return {
    id: row.id as ResponseId,
    userId: row.user_id as UserId,
    conversationId: row.conversation_id as ConversationId | null,
    previousResponseId: row.previous_response_id as ResponseId | null,
    status: row.status as ResponseStatus,
    model: row.model,
    body: JSON.parse(row.body),
    stored: row.stored === 1,
    createdAt: row.created_at,
  };
}
