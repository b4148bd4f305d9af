import { z } from 'zod';
import * as object from '../objects.ts';
import * as request from '../requests.ts';
import type { Route } from '../route.ts';

/** Models, conversations and their turns. */
export const chatRoutes = {
  listModels: {
    method: 'GET',
    path: '/models',
    summary: 'Models to chat with',
    access: 'member',
    answer: z.object({ models: z.array(object.modelView) }),
  },

  listConversations: {
    method: 'GET',
    path: '/conversations',
    summary: 'My conversations, newest first',
    access: 'member',
    query: z.object({ search: z.string().optional() }),
    answer: z.object({ conversations: z.array(object.conversationView) }),
  },
  createConversation: {
    method: 'POST',
    path: '/conversations',
    summary: 'Start a conversation',
    access: 'member',
    body: request.createConversation,
    answer: object.conversationDetail,
  },
  getConversation: {
    method: 'GET',
    path: '/conversations/{id}',
    summary: 'A conversation with its items',
    access: 'member',
    answer: object.conversationDetail,
  },
  changeConversation: {
    method: 'PATCH',
    path: '/conversations/{id}',
    summary: 'Rename, choose the model, attach connectors',
    access: 'member',
    body: request.changeConversation,
    answer: object.conversationView,
  },
  removeConversation: {
    method: 'DELETE',
    path: '/conversations/{id}',
    summary: 'Delete a conversation',
    access: 'member',
    answer: 'nothing',
  },
  startTurn: {
    method: 'POST',
    path: '/conversations/{id}/turns',
    summary: 'Say something, answer an approval, resume or regenerate',
    access: 'member',
    body: request.startTurn,
    answer: z.object({ responseId: z.string() }),
  },
  /** Server-sent events: `event` is the kind of the TurnEvent, `id` its sequence, `data` the event. Ends with `turn-ended`. */
  followTurn: {
    method: 'GET',
    path: '/turns/{id}/events',
    summary: 'Follow a turn',
    access: 'member',
    query: z.object({ after: z.coerce.number().int().min(0).default(0) }),
    answer: 'event-stream',
  },
  cancelTurn: { method: 'POST', path: '/turns/{id}/cancel', summary: 'Stop a turn', access: 'member', answer: 'nothing' },
  answerElicitation: {
    method: 'POST',
    path: '/elicitations/{id}',
    summary: 'Answer a question that a running tool asks',
    access: 'member',
    body: request.answerElicitation,
    answer: 'nothing',
  },
} as const satisfies Record<string, Route>;
