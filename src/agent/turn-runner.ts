import { AppError, errorCatalogue } from '../domain/errors.ts';
import type { Clock, ConversationId, NewId, ResponseId, UserId } from '../domain/ids.ts';
import type { ConversationItem } from '../domain/items.ts';
import type { JsonObject } from '../domain/json.ts';
import type { TurnEvent } from '../domain/turn-event.ts';
import type { Store } from '../store/store.ts';
import { createItemSaver } from './item-saver.ts';
import { readRecord, statusOf, toBody } from './response-record.ts';
import type { RunTurn } from './turn.ts';
import type { FollowOptions, SequencedEvent, TurnHub } from './turn-hub.ts';
import { asIncomplete } from './turn-output.ts';
import type { TurnRequest } from './turn-request.ts';

/** A turn that is ready to run. */
export type PreparedTurn = Omit<TurnRequest, 'responseId'> & {
  readonly previousResponseId: ResponseId | null;
  /** What `/v1` echoes; see ResponseRecord. */
  readonly echo: JsonObject;
  /** False: nothing of it is kept (`store: false`). */
  readonly stored: boolean;
  /** The input as it is kept, where ids had to change; else `input`. */
  readonly storedInput?: readonly ConversationItem[];
};

export type StartedTurn = { readonly responseId: ResponseId; readonly events: AsyncIterable<SequencedEvent> };

export type TurnRunner = {
  /** Starts a turn that outlives the request it came with. Throws `conversation.busy`. */
  begin(turn: PreparedTurn): Promise<StartedTurn>;
  follow(userId: UserId, responseId: ResponseId, options?: FollowOptions): AsyncIterable<SequencedEvent> | null;
  runningIn(conversationId: ConversationId): ResponseId | null;
  isRunning(responseId: ResponseId): boolean;
  cancel(userId: UserId, responseId: ResponseId): Promise<boolean>;
  /** Ends what a stopped process left in progress; called once, at the start. */
  closeUnfinished(startedBefore: string): Promise<number>;
  shutdown(): Promise<void>;
};

export type TurnRunnerDeps = {
  readonly runTurn: RunTurn;
  readonly hub: TurnHub;
  readonly store: Pick<Store, 'responses' | 'conversations'>;
  readonly newId: NewId;
  readonly clock: Clock;
};

export function createTurnRunner({ runTurn, hub, store, newId, clock }: TurnRunnerDeps): TurnRunner {
  const now = () => new Date(clock()).toISOString();
  const starting = new Set<ConversationId>();

  async function run(turn: PreparedTurn & { readonly responseId: ResponseId }, { signal, publish }: Running): Promise<void> {
    const owner = { id: turn.responseId, userId: turn.principal.userId, conversationId: turn.conversationId };
    const saver = turn.stored ? createItemSaver({ store: store.responses, owner, clock }) : null;
    for await (const event of runTurn(turn, signal)) {
      if (event.kind !== 'turn-ended') {
        saver?.take(event);
        publish(event);
        continue;
      }
      const fault = (await saver?.settled()) ?? null;
      const end: TurnEvent =
        fault === null
          ? event
          : { ...event, end: { kind: 'failed', code: 'store.write-failed', message: errorCatalogue['store.write-failed'].sentence } };
      await finish(turn, end).catch(() => {});
      publish(end);
    }
  }
  async function finish(turn: PreparedTurn & { readonly responseId: ResponseId }, event: TurnEvent): Promise<void> {
    if (event.kind !== 'turn-ended' || !turn.stored) return;
    const record = { request: turn.echo, end: event.end, usage: event.usage, endedAt: now() };
    await store.responses.update(turn.responseId, { status: statusOf(event.end), body: toBody(record) });
    if (turn.conversationId !== null) await store.conversations.update(turn.conversationId, { updatedAt: now() });
  }
  async function keep(turn: PreparedTurn & { readonly responseId: ResponseId }): Promise<void> {
    const at = now();
    try {
      await store.responses.insert(
        {
          id: turn.responseId,
          userId: turn.principal.userId,
          conversationId: turn.conversationId,
          previousResponseId: turn.previousResponseId,
          status: 'in_progress',
          model: turn.model.id,
          body: toBody({ request: turn.echo, end: null, usage: null, endedAt: null }),
          stored: true,
          createdAt: at,
        },
        turn.storedInput ?? turn.input,
      );
      if (turn.conversationId !== null) await store.conversations.update(turn.conversationId, { updatedAt: at });
    } catch (cause) {
      throw new AppError('store.write-failed', { cause });
    }
  }
  async function begin(turn: PreparedTurn): Promise<StartedTurn> {
    const { conversationId } = turn;
    if (conversationId !== null) {
      if (starting.has(conversationId) || hub.runningIn(conversationId) !== null) throw new AppError('conversation.busy');
      starting.add(conversationId);
    }
    try {
      const responseId = newId<ResponseId>('response');
      const controller = new AbortController();
      if (turn.stored) await keep({ ...turn, responseId });
      const channel = hub.open({
        responseId,
        userId: turn.principal.userId,
        conversationId,
        abort: () => controller.abort(new AppError('call.cancelled')),
      });
      run({ ...turn, responseId }, { signal: controller.signal, publish: channel.publish }).finally(channel.close);
      const events = hub.follow(turn.principal.userId, responseId);
      if (events === null) throw new Error('a turn that was just opened is gone');
      return { responseId, events };
    } finally {
      if (conversationId !== null) starting.delete(conversationId);
    }
  }
  return {
    begin,
    follow: hub.follow,
    runningIn: hub.runningIn,
    isRunning: hub.isRunning,
    cancel: hub.cancel,
    shutdown: hub.shutdown,
    closeUnfinished: async (startedBefore) => {
      const left = (await store.responses.listUnfinished(startedBefore)).filter(({ id }) => !hub.isRunning(id));
      for (const response of left) {
        for (const item of await store.responses.output(response.id)) {
          const closed = asIncomplete(item);
          if (closed !== item) await store.responses.saveOutput(response, closed);
        }
        const end = {
          kind: 'failed',
          code: 'call.interrupted',
          message: 'Patchbay stopped while this turn ran. What it had said and done by then is kept.',
        } as const;
        await store.responses.update(response.id, { status: 'failed', body: toBody({ ...readRecord(response), end, endedAt: now() }) });
      }
      return left.length;
    },
  };
}

type Running = { readonly signal: AbortSignal; readonly publish: (event: TurnEvent) => void };
