import { AppError } from '../domain/errors.ts';
import type { ConnectorId, ConversationId, ItemId, NewId } from '../domain/ids.ts';
import type { ConversationItem, InputItem, McpCallItem } from '../domain/items.ts';
import type { Principal } from '../domain/principal.ts';
import type { ToolCatalog } from '../domain/tool.ts';
import type { Conversation } from '../store/conversations.ts';
import type { Store } from '../store/store.ts';
import { titleFrom } from './conversation-title.ts';
import { defaultSampling, type Model } from './model.ts';
import type { Models } from './models/models.ts';
import { pairAnswers } from './pending.ts';
import type { ToolSet } from './tool-set.ts';
import { defaultMaxSteps } from './turn-request.ts';
import type { StartedTurn, TurnRunner } from './turn-runner.ts';

/** What a person does in the chat to make a turn run. */
export type ChatRequest = {
  readonly conversationId: ConversationId;
  /** Null: the conversation's model, else the default. */
  readonly modelId?: string | null;
  /** Left out: the connectors that are attached to the conversation. */
  readonly attached?: readonly ConnectorId[];
  readonly action: /** A message, or answers to approval requests. */
    | { readonly kind: 'say'; readonly input: readonly InputItem[] }
    /** Runs the call that waited for a sign-in, then goes on. */
    | { readonly kind: 'resume'; readonly itemId: string }
    /** Drops what came after the last message and answers it anew. */
    | { readonly kind: 'regenerate' };
};

export type ChatTurns = { start(principal: Principal, request: ChatRequest): Promise<StartedTurn> };

export type ChatTurnsDeps = {
  readonly runner: TurnRunner;
  readonly store: Pick<Store, 'responses' | 'conversations' | 'connectors'>;
  readonly catalog: ToolCatalog;
  readonly models: Models;
  readonly newId: NewId;
};

export function createChatTurns({ runner, store, catalog, models, newId }: ChatTurnsDeps): ChatTurns {
  async function findModel(request: ChatRequest, conversation: Conversation): Promise<Model> {
    const id = request.modelId ?? conversation.model;
    if (id === null) return models.default();
    const model = await models.find(id);
    if (model === null) throw new AppError('model.not-found');
    return model;
  }
  async function toToolSet(principal: Principal, connectorId: ConnectorId): Promise<ToolSet> {
    const connector = await store.connectors.find(connectorId);
    return {
      label: connector?.slug ?? connectorId,
      connectorName: connector?.name ?? 'A removed connector',
      list: (signal) => catalog.attached(principal, connectorId, signal),
      allows: null,
      approval: { kind: 'policy' },
      deferred: false,
      description: null,
    };
  }
  /** Removes the turns after the last message and gives back that message. */
  async function takeBack(conversation: Conversation): Promise<readonly InputItem[]> {
    for (;;) {
      const newest = await store.responses.newestOf(conversation.id);
      if (newest === null) throw new AppError('request.conflict', { sentence: 'There is nothing to answer anew in this conversation.' });
      const said = (await store.responses.input(newest.id)).flatMap((item) =>
        item.type === 'message' && item.role !== 'assistant' ? [{ ...item, id: newId<ItemId>('message') }] : [],
      );
      await store.responses.remove(newest.id);
      if (said.length > 0) return said;
    }
  }
  return {
    start: async (principal, request) => {
      const { conversationId, action } = request;
      const conversation = await store.conversations.find(conversationId, principal.userId);
      if (conversation === null) throw new AppError('conversation.not-found');
      if (runner.runningIn(conversationId) !== null) throw new AppError('conversation.busy');
      const model = await findModel(request, conversation);
      const input = action.kind === 'say' ? action.input : action.kind === 'regenerate' ? await takeBack(conversation) : [];
      const history = await store.responses.conversationItems(conversationId);
      if (pairAnswers(history, input).some((answered) => answered.request === null)) throw new AppError('approval.not-found');
      const title = conversation.title === '' ? titleFrom([...history, ...input]) : null;
      if (title !== null) await store.conversations.update(conversationId, { title });
      const connectorIds = [...new Set(request.attached ?? conversation.attached)];
      return runner.begin({
        principal,
        front: 'chat',
        model,
        conversationId,
        history,
        input,
        resume: action.kind === 'resume' ? findWaiting(history, action.itemId) : null,
        toolSets: await Promise.all(connectorIds.map((id) => toToolSet(principal, id))),
        functions: [],
        instructions: null,
        toolChoice: { kind: 'auto' },
        parallelToolCalls: true,
        maxToolCalls: null,
        maxSteps: defaultMaxSteps,
        sampling: defaultSampling,
        previousResponseId: (await store.responses.newestOf(conversationId))?.id ?? null,
        echo: {},
        stored: true,
      });
    },
  };
}

function findWaiting(history: readonly ConversationItem[], itemId: string): McpCallItem {
  const item = history.find((candidate) => candidate.id === itemId);
  if (item?.type !== 'mcp_call' || item.status !== 'incomplete' || item.patchbay?.needsSignIn === undefined)
    throw new AppError('request.conflict', { sentence: 'This call does not wait for a sign-in any more.' });
  return item;
}
