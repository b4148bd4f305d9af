import { Hono } from 'hono';
import type { ServerEnvironment } from '../context.ts';
import { type ConversationsRoutesDeps, createConversationsRoutes } from './conversations-v1.ts';
import { createModelsRoutes } from './models-v1.ts';
import { createResponsesRoutes, type ResponsesRoutesDeps } from './responses.ts';

/** All of `/v1`, to be mounted behind the middleware that sets `principal`. */
export function createV1(deps: ResponsesRoutesDeps & ConversationsRoutesDeps): Hono<ServerEnvironment> {
  const v1 = new Hono<ServerEnvironment>();
  v1.route('/responses', createResponsesRoutes(deps));
  v1.route('/conversations', createConversationsRoutes(deps));
  v1.route('/models', createModelsRoutes(deps));
  return v1;
}
