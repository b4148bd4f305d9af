import { Hono } from 'hono';
import type { ModelInfo } from '../../agent/model.ts';
import type { Models } from '../../agent/models/models.ts';
import { AppError } from '../../domain/errors.ts';
import type { ServerEnvironment } from '../context.ts';

/** `/v1/models`: those that may be named in a request, the built-in router among them. */
export function createModelsRoutes({ models }: { readonly models: Models }): Hono<ServerEnvironment> {
  const routes = new Hono<ServerEnvironment>();
  routes.get('/', async (context) => context.json({ object: 'list', data: (await models.list()).map(toWireModel) }));
  // Our ids have a slash, which clients send either as it is or as %2F.
  routes.get('/:id{.+}', async (context) => {
    const id = decodeURIComponent(context.req.param('id'));
    const model = await models.find(id);
    if (model === null) throw new AppError('model.not-found', { sentence: `The model '${id}' does not exist here.` });
    return context.json(toWireModel(model));
  });
  return routes;
}

// OpenAI's type wants a time; when a provider made its model is not known here.
const toWireModel = ({ id, provider }: ModelInfo) => ({ id, object: 'model', created: 0, owned_by: provider });
