import type { ElicitationId, NewId, ToolCallId, UserId } from '../domain/ids.ts';
import type { ElicitationAnswer, ElicitationRequest, PendingElicitation } from '../domain/tool.ts';

/** Questions that servers ask a person while their calls run. They live as long as the call does. */
export type Elicitations = {
  ask(question: {
    readonly userId: UserId;
    readonly callId: ToolCallId;
    readonly connectorName: string;
    readonly request: ElicitationRequest;
    /** The question closes with its call. */
    readonly signal: AbortSignal;
  }): { readonly pending: PendingElicitation; readonly answer: Promise<ElicitationAnswer> };
  /** False: the question is not open any more, or is somebody else's. */
  answer(userId: UserId, id: ElicitationId, answer: ElicitationAnswer): boolean;
  /** What a person is being asked now. */
  listPending(userId: UserId): readonly PendingElicitation[];
};

export function createElicitations({ newId }: { readonly newId: NewId }): Elicitations {
  const open = new Map<
    ElicitationId,
    { readonly userId: UserId; readonly pending: PendingElicitation; settle(answer: ElicitationAnswer): void }
  >();
  return {
    ask: ({ userId, callId, connectorName, request, signal }) => {
      const pending: PendingElicitation = { id: newId<ElicitationId>('elicitation'), callId, connectorName, request };
      const { promise, resolve } = Promise.withResolvers<ElicitationAnswer>();
      const settle = (answer: ElicitationAnswer) => {
        open.delete(pending.id);
        resolve(answer);
      };
      open.set(pending.id, { userId, pending, settle });
      if (signal.aborted) settle({ action: 'cancel' });
      signal.addEventListener('abort', () => settle({ action: 'cancel' }), { once: true });
      return { pending, answer: promise };
    },
    answer: (userId, id, answer) => {
      const question = open.get(id);
      if (question === undefined || question.userId !== userId) return false;
      question.settle(answer);
      return true;
    },
    listPending: (userId) => [...open.values()].filter((question) => question.userId === userId).map(({ pending }) => pending),
  };
}
