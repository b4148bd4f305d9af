import { type Context, Hono } from 'hono';
import type { TurnRunner } from '../../agent/turn-runner.ts';
import { AppError } from '../../domain/errors.ts';
import type { Clock, ConversationId, NewId } from '../../domain/ids.ts';
import type { ConversationItem } from '../../domain/items.ts';
import type { Conversation } from '../../store/conversations.ts';
import type { Store } from '../../store/store.ts';
import type { ServerEnvironment } from '../context.ts';
import { idKindOf, toItems, toWireItem } from '../wire/input-items.ts';
import { toPage } from '../wire/list-page.ts';
import { seconds } from '../wire/response.ts';
import { conversationChange, conversationItemsRequest, conversationRequest, parseWire } from '../wire/responses-request.ts';

export type ConversationsRoutesDeps = {
  readonly store: Pick<Store, 'responses' | 'conversations'>;
  readonly turns: Pick<TurnRunner, 'runningIn' | 'cancel'>;
  readonly newId: NewId;
  readonly clock: Clock;
};

/** `/v1/conversations` and their items. Those of the chat can be read here too. */
export function createConversationsRoutes({ store, turns, newId, clock }: ConversationsRoutesDeps): Hono<ServerEnvironment> {
  const routes = new Hono<ServerEnvironment>();
  const now = () => new Date(clock()).toISOString();
  const include = { encryptedReasoning: false };

  async function find(context: Context<ServerEnvironment>): Promise<Conversation> {
    const id = context.req.param('id') as ConversationId;
    const conversation = await store.conversations.find(id, context.get('principal').userId);
    if (conversation === null) throw new AppError('conversation.not-found', { sentence: `Conversation with id '${id}' not found.` });
    return conversation;
  }
  async function findItem(context: Context<ServerEnvironment>, conversation: Conversation): Promise<ConversationItem> {
    const id = context.req.param('item') ?? '';
    const found = await store.responses.findItem(conversation.userId, id);
    if (found?.conversationId !== conversation.id)
      throw new AppError('request.not-found', {
        sentence: `Item with id '${id}' not found in this conversation.`,
        detail: { param: 'item_id' },
      });
    return found.item;
  }
  /** Items get ids of ours: those that a caller replays may be taken. */
  async function add(conversation: Conversation, given: Parameters<typeof toItems>[0]): Promise<readonly ConversationItem[]> {
    const resolve = async (id: string) => (await store.responses.findItem(conversation.userId, id))?.item ?? null;
    const items = (await toItems(given, { newId, resolve })).map((item) => ({ ...item, id: newId<string>(idKindOf(item)) }));
    await store.responses.addItems({ userId: conversation.userId, conversationId: conversation.id }, items);
    return items;
  }

  routes.post('/', async (context) => {
    const body = parseWire(conversationRequest, await context.req.json().catch(() => ({})));
    const at = now();
    const conversation: Conversation = {
      id: newId<ConversationId>('conversation'),
      userId: context.get('principal').userId,
      title: '',
      model: null,
      attached: [],
      metadata: body.metadata ?? {},
      createdAt: at,
      updatedAt: at,
      listed: false,
    };
    await store.conversations.insert(conversation);
    if (body.items && body.items.length > 0) await add(conversation, body.items);
    return context.json(toWire(conversation));
  });
  routes.get('/:id', async (context) => context.json(toWire(await find(context))));
  routes.post('/:id', async (context) => {
    const conversation = await find(context);
    const { metadata } = parseWire(conversationChange, await context.req.json().catch(() => ({})));
    await store.conversations.update(conversation.id, { metadata: metadata ?? {}, updatedAt: now() });
    return context.json(toWire(await find(context)));
  });
  routes.delete('/:id', async (context) => {
    const { id, userId } = await find(context);
    const running = turns.runningIn(id);
    if (running !== null) await turns.cancel(userId, running);
    await store.conversations.remove(id);
    return context.json({ id, object: 'conversation.deleted', deleted: true });
  });

  routes.post('/:id/items', async (context) => {
    const conversation = await find(context);
    const { items } = parseWire(conversationItemsRequest, await context.req.json().catch(() => ({})));
    const added = await add(conversation, items);
    const data = added.map((item) => toWireItem(item, include));
    return context.json({ object: 'list', data, first_id: added[0]?.id ?? null, last_id: added.at(-1)?.id ?? null, has_more: false });
  });
  routes.get('/:id/items', async (context) => {
    const page = toPage(await store.responses.conversationItems((await find(context)).id), context.req.query());
    return context.json({ ...page, data: page.data.map((item) => toWireItem(item, include)) });
  });
  routes.get('/:id/items/:item', async (context) => context.json(toWireItem(await findItem(context, await find(context)), include)));
  routes.delete('/:id/items/:item', async (context) => {
    const conversation = await find(context);
    const { id } = await findItem(context, conversation);
    await store.responses.removeItem(conversation.userId, id);
    return context.json(toWire(conversation));
  });
  return routes;
}

const toWire = ({ id, createdAt, metadata }: Conversation) => ({ id, object: 'conversation', created_at: seconds(createdAt), metadata });
