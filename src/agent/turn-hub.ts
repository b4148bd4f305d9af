import type { ConversationId, ResponseId, UserId } from '../domain/ids.ts';
import type { TurnEvent } from '../domain/turn-event.ts';

/** A turn's event with its place, counted from 1. */
export type SequencedEvent = { readonly sequence: number; readonly event: TurnEvent };

/** Turns that run, and those that ended a while ago: anyone who may see one can follow it from any place. */
export type TurnHub = {
  open(turn: {
    readonly responseId: ResponseId;
    readonly userId: UserId;
    readonly conversationId: ConversationId | null;
    readonly abort: () => void;
  }): TurnChannel;
  /** Null: there is no such turn (any more), or it is somebody else's. */
  follow(userId: UserId, responseId: ResponseId, options?: FollowOptions): AsyncIterable<SequencedEvent> | null;
  runningIn(conversationId: ConversationId): ResponseId | null;
  isRunning(responseId: ResponseId): boolean;
  /** Stops a turn and waits until its end is written. False: it does not run. */
  cancel(userId: UserId, responseId: ResponseId): Promise<boolean>;
  /** Stops all turns and waits for their ends. */
  shutdown(): Promise<void>;
};

export type FollowOptions = { readonly after?: number; readonly signal?: AbortSignal };
export type TurnChannel = { publish(event: TurnEvent): void; close(): void };

type Turn = {
  readonly userId: UserId;
  readonly conversationId: ConversationId | null;
  readonly events: SequencedEvent[];
  readonly abort: () => void;
  readonly ended: Promise<void>;
  open: boolean;
  readonly waiting: Set<() => void>;
};

/** How long an ended turn can still be followed, in milliseconds: enough for a page that reloads or a line that breaks. */
const lingering = 5 * 60_000;

export function createTurnHub(): TurnHub {
  const turns = new Map<ResponseId, Turn>();

  async function* read(turn: Turn, { after = 0, signal }: FollowOptions): AsyncIterable<SequencedEvent> {
    for (let position = after; ; ) {
      while (position < turn.events.length) {
        if (signal?.aborted) return;
        const event = turn.events[position];
        position += 1;
        if (event !== undefined) yield event;
      }
      if (!turn.open || signal?.aborted) return;
      await new Promise<void>((resolve) => {
        turn.waiting.add(resolve);
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
  return {
    open: ({ responseId, userId, conversationId, abort }) => {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      const turn: Turn = { userId, conversationId, events: [], abort, ended, open: true, waiting: new Set() };
      turns.set(responseId, turn);
      const wake = () => {
        for (const resolve of turn.waiting) resolve();
        turn.waiting.clear();
      };
      return {
        publish: (event) => {
          turn.events.push({ sequence: turn.events.length + 1, event });
          wake();
        },
        close: () => {
          turn.open = false;
          wake();
          end();
          setTimeout(() => turns.delete(responseId), lingering).unref();
        },
      };
    },
    follow: (userId, responseId, options = {}) => {
      const turn = turns.get(responseId);
      return turn === undefined || turn.userId !== userId ? null : read(turn, options);
    },
    runningIn: (conversationId) => {
      for (const [id, turn] of turns) if (turn.open && turn.conversationId === conversationId) return id;
      return null;
    },
    isRunning: (responseId) => turns.get(responseId)?.open === true,
    cancel: async (userId, responseId) => {
      const turn = turns.get(responseId);
      if (turn === undefined || turn.userId !== userId || !turn.open) return false;
      turn.abort();
      await turn.ended;
      return true;
    },
    shutdown: async () => {
      const open = [...turns.values()].filter((turn) => turn.open);
      for (const turn of open) turn.abort();
      await Promise.all(open.map((turn) => turn.ended));
    },
  };
}
