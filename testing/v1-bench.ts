import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import OpenAI from 'openai';
import type { Connections } from '../src/connections/connections.ts';
import type { ModelSettings } from '../src/agent/models/models.ts';
import { AppError } from '../src/domain/errors.ts';
import type { UserId } from '../src/domain/ids.ts';
import type { Principal } from '../src/domain/principal.ts';
import type { ServerEnvironment } from '../src/server/context.ts';
import { createV1 } from '../src/server/routes/v1.ts';
import { openAIErrorResponse } from '../src/server/wire/openai-error.ts';
import { newId, samplePrincipal } from './sample.ts';
import { benchSource, type BenchTool, createTurnBench } from './turn-bench.ts';

/** `/v1` on a loopback port with the official SDK as its caller; `sk-ada` and `sk-eve` are two people's keys. */
export async function createV1Bench({
  models,
  adHocSource,
}: {
  readonly models?: Partial<ModelSettings>;
  /** The real one, where servers are reached over the network. */
  readonly adHocSource?: Connections['adHocSource'];
} = {}) {
  const bench = await createTurnBench({ models });
  const adHoc = new Map<string, readonly BenchTool[] | (() => never)>();
  const opened: Parameters<Connections['adHocSource']>[0][] = [];
  const closed: string[] = [];
  const listed: string[] = [];
  const app = new Hono<ServerEnvironment>();
  const eve: Principal = { ...samplePrincipal, userId: 'usr_eve' as UserId, email: 'eve@example.com', name: 'Eve' };
  const principals = new Map([
    ['Bearer sk-ada', samplePrincipal],
    ['Bearer sk-eve', eve],
  ]);
  app.onError((error) => openAIErrorResponse(error));
  app.use('/v1/*', async (context, next) => {
    const principal = principals.get(context.req.header('authorization') ?? '');
    if (principal === undefined) throw new AppError('identity.sign-in-required');
    context.set('principal', principal);
    await next();
  });
  app.route(
    '/v1',
    createV1({
      ...bench,
      clock: Date.now,
      newId,
      adHocSource: (server) => {
        opened.push(server);
        if (adHocSource !== undefined) return adHocSource(server);
        const source = benchSource(adHoc.get(server.url) ?? []);
        return {
          ...source,
          close: async () => {
            closed.push(server.url);
          },
          listTools: (signal) => {
            listed.push(server.url);
            return source.listTools(signal);
          },
        };
      },
    }),
  );
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    ...bench,
    baseURL,
    client: new OpenAI({ apiKey: 'sk-ada', baseURL, maxRetries: 0 }),
    stranger: new OpenAI({ apiKey: 'sk-eve', baseURL, maxRetries: 0 }),
    /** Servers that requests brought, in order. */
    opened,
    closed,
    /** Whose tools were listed. */
    listed,
    addServer: (url: string, tools: readonly BenchTool[] | (() => never)) => adHoc.set(url, tools),
    close: async () => {
      await bench.turns.shutdown();
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
      await bench.store.close();
    },
  };
}

export type V1Bench = Awaited<ReturnType<typeof createV1Bench>>;
