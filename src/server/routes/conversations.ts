import type { Elicitations } from '../../agent/elicitations.ts';
import type { Models } from '../../agent/models/models.ts';
import type { SequencedEvent } from '../../agent/turn-hub.ts';
import type { Turns } from '../../agent/turns.ts';
import type { RouteBody } from '../../contract/routes.ts';
import { AppError } from '../../domain/errors.ts';
import type { Clock, ConnectorId, ConversationId, ElicitationId, ItemId, NewId, ResponseId } from '../../domain/ids.ts';
import type { InputItem } from '../../domain/items.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Conversation } from '../../store/conversations.ts';
import type { Store } from '../../store/store.ts';
import type { ApiHandlers } from '../api.ts';
import { eventStream, type ServerEvent } from '../event-stream.ts';
import { viewConversation } from './views.ts';

export type ConversationRouteDependencies = {
  readonly turns: Turns;
  readonly models: Models;
  readonly elicitations: Elicitations;
  readonly store: Pick<Store, 'conversations' | 'responses'>;
  readonly clock: Clock;
  readonly newId: NewId;
};

type ConversationNames =
  | 'listModels'
  | 'listConversations'
  | 'createConversation'
  | 'getConversation'
  | 'changeConversation'
  | 'removeConversation';

/** Conversations of the chat page, and the models to hold them with. */
export function conversationHandlers({
  turns,
  models,
  store,
  clock,
  newId,
}: ConversationRouteDependencies): ApiHandlers<ConversationNames> {
  const now = () => new Date(clock()).toISOString();
  const find = async (principal: Principal, id: string) => {
    const conversation = await store.conversations.find(id as ConversationId, principal.userId);
    if (conversation === null) throw new AppError('conversation.not-found');
    return conversation;
  };
  const detail = async (conversation: Conversation) => ({
    ...viewConversation(conversation),
    items: [...(await store.responses.conversationItems(conversation.id))],
    runningResponseId: turns.runningIn(conversation.id),
  });

  return {
    listModels: async () => {
      const preferred = await models.default();
      return { models: (await models.list()).map((model) => ({ ...model, isDefault: model.id === preferred.id })) };
    },
    listConversations: async ({ principal, query }) => ({
      conversations: (await store.conversations.list(principal.userId, query)).map(viewConversation),
    }),
    createConversation: async ({ principal, body }) => {
      const at = now();
      const conversation: Conversation = {
        id: newId<ConversationId>('conversation'),
        userId: principal.userId,
        title: body.title ?? '',
        model: body.model,
        attached: body.attached as ConnectorId[],
        metadata: {},
        createdAt: at,
        updatedAt: at,
        listed: true,
      };
      await store.conversations.insert(conversation);
      return detail(conversation);
    },
    getConversation: async ({ principal, path }) => detail(await find(principal, path.id)),
    changeConversation: async ({ principal, path, body }) => {
      const { id } = await find(principal, path.id);
      await store.conversations.update(id, { ...body, attached: body.attached as ConnectorId[] | undefined, model: body.model });
      return viewConversation(await find(principal, path.id));
    },
    removeConversation: async ({ principal, path }) => {
      const { id } = await find(principal, path.id);
      const running = turns.runningIn(id);
      if (running !== null) await turns.cancel(principal.userId, running);
      await store.conversations.remove(id);
      return undefined;
    },
  };
}

type TurnNames = 'startTurn' | 'followTurn' | 'cancelTurn' | 'answerElicitation';

/** Turns of a conversation: started, followed from any place, stopped; and the questions that tools ask meanwhile. */
export function turnHandlers({ turns, elicitations, newId }: ConversationRouteDependencies): ApiHandlers<TurnNames> {
  return {
    startTurn: async ({ principal, path, body }) => {
      const started = await turns.start(principal, { conversationId: path.id as ConversationId, action: toAction(body, newId) });
      return { responseId: started.responseId };
    },
    followTurn: async ({ principal, path, query, context, signal }) => {
      // What a browser's EventSource sends when it comes back (WHATWG HTML §9.2.4).
      const after = Math.max(query.after, Number(context.req.header('last-event-id') ?? 0) || 0);
      const events = turns.follow(principal.userId, path.id as ResponseId, { after, signal });
      if (events === null) throw new AppError('response.not-found');
      return eventStream(toServerEvents(events));
    },
    cancelTurn: async ({ principal, path }) => {
      await turns.cancel(principal.userId, path.id as ResponseId);
      return undefined;
    },
    answerElicitation: async ({ principal, path, body }) => {
      if (!elicitations.answer(principal.userId, path.id as ElicitationId, body)) throw new AppError('elicitation.not-found');
      return undefined;
    },
  };
}

type TurnAction = Parameters<Turns['start']>[1]['action'];

function toAction(body: RouteBody<'startTurn'>, newId: NewId): TurnAction {
  switch (body.kind) {
    case 'resume':
      return { kind: 'resume', itemId: body.itemId };
    case 'regenerate':
      return { kind: 'regenerate' };
    case 'say': {
      const content = [
        { type: 'input_text' as const, text: body.text },
        ...body.images.map((image) => ({ type: 'input_image' as const, image_url: image, detail: 'auto' })),
      ];
      return { kind: 'say', input: [{ type: 'message', id: newId<ItemId>('message'), role: 'user', status: 'completed', content }] };
    }
    case 'answer-approval':
      return answerAction(body, newId);
  }
}

/** A person's answer to an approval request, as something said in the conversation. */
export function answerAction(answer: Omit<Extract<RouteBody<'startTurn'>, { kind: 'answer-approval' }>, 'kind'>, newId: NewId): TurnAction {
  const item: InputItem = {
    type: 'mcp_approval_response',
    id: newId<ItemId>('approvalResponse'),
    approval_request_id: answer.approvalId,
    approve: answer.decision !== 'deny',
    reason: answer.reason ?? null,
    patchbay: {
      decision: answer.decision,
      arguments: answer.arguments as JsonObject | undefined,
      serverLabel: answer.label,
      name: answer.tool,
    },
  };
  return { kind: 'say', input: [item] };
}

async function* toServerEvents(events: AsyncIterable<SequencedEvent>): AsyncGenerator<ServerEvent> {
  for await (const { sequence, event } of events) yield { event: event.kind, id: String(sequence), data: JSON.stringify(event) };
}
