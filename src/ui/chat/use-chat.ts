import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import { ApiError } from '../../contract/client.ts';
import type { RouteBodyInput } from '../../contract/routes.ts';
import { api, refreshRoutes, useRoute } from '../app/api.ts';
import { useToast } from '../kit/toast.tsx';
import { type ChatAction, emptyChat, isBusy } from './chat-state.ts';
import { type Message, useFirstMessages } from './first-message.tsx';
import { followTurn } from './follow-turn.ts';
import { reduceChat } from './reduce-chat.ts';

export type AnswerApproval = Extract<RouteBodyInput<'startTurn'>, { kind: 'answer-approval' }>;
/** What a card in the conversation can do. */
export type ChatActions = {
  readonly say: (message: Message) => void;
  readonly answerApproval: (answer: Omit<AnswerApproval, 'kind'>) => void;
  readonly resume: (itemId: string) => void;
  readonly regenerate: () => void;
  readonly stop: () => void;
};

/** A conversation with its running turn. Mount it once per conversation (`key`). */
export function useChat(conversationId: string) {
  const conversation = useRoute('getConversation', { path: { id: conversationId } });
  const [state, dispatch] = useReducer(reduceChat, emptyChat);
  const client = useQueryClient();
  const toast = useToast();
  const firstMessages = useFirstMessages();
  const runningId = useRef<string | null>(null);

  const actions = useMemo<ChatActions>(() => {
    const start = async (action: ChatAction, body: RouteBodyInput<'startTurn'>) => {
      dispatch(action);
      try {
        const { responseId } = await api.call('startTurn', { path: { id: conversationId }, body });
        dispatch({ kind: 'turn-accepted', responseId });
        void refreshRoutes(client, ['listApprovals']);
      } catch (error) {
        dispatch({ kind: 'turn-refused' });
        toast.complain(error);
        await refreshRoutes(client, ['getConversation']);
      }
    };
    return {
      say: ({ text, images }) => void start({ kind: 'turn-requested', said: { text, images } }, { kind: 'say', text, images: [...images] }),
      answerApproval: (answer) =>
        void start(
          { kind: 'approval-answered', itemId: answer.approvalId, decision: answer.decision },
          { kind: 'answer-approval', ...answer },
        ),
      resume: (itemId) => void start({ kind: 'turn-requested' }, { kind: 'resume', itemId }),
      regenerate: () => void start({ kind: 'regenerate-requested' }, { kind: 'regenerate' }),
      stop: () => {
        const id = runningId.current;
        if (id !== null) api.call('cancelTurn', { path: { id } }).catch(toast.complain);
      },
    };
  }, [conversationId, client, toast]);

  useEffect(() => {
    if (conversation.data !== undefined) dispatch({ kind: 'loaded', conversation: conversation.data });
  }, [conversation.data]);

  const loaded = conversation.data !== undefined;
  useEffect(() => {
    if (!loaded) return;
    const message = firstMessages.take(conversationId);
    if (message !== null) actions.say(message);
  }, [loaded, conversationId, firstMessages, actions]);

  const responseId = state.turn.kind === 'running' ? state.turn.responseId : null;
  useEffect(() => {
    runningId.current = responseId;
  }, [responseId]);
  useEffect(() => {
    if (responseId === null) return;
    const controller = new AbortController();
    followTurn(responseId, { signal: controller.signal, onEvent: (event) => dispatch({ kind: 'event', event, at: Date.now() }) })
      .catch((error: unknown) => {
        dispatch({ kind: 'turn-refused' });
        // A turn that the server has forgotten is over; what it stored is read below.
        if (!(error instanceof ApiError && error.problem.status === 404)) toast.complain(error);
      })
      .finally(() => {
        if (!controller.signal.aborted) {
          void refreshRoutes(client, ['getConversation', 'listConversations', 'listApprovals', 'listConnectors', 'getConnector']);
        }
      });
    return () => controller.abort();
  }, [responseId, client, toast]);

  return { conversation, state, actions, busy: isBusy(state) };
}
