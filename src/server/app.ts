import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { AppError } from '../domain/errors.ts';
import type { NewId } from '../domain/ids.ts';
import { type ApiHandlers, createApi } from './api.ts';
import type { ServerEnvironment } from './context.ts';
import { limitBody } from './limit-body.ts';
import { describeApi } from './openapi.ts';
import { problemResponse, toProblem } from './problem.ts';
import { guardOrigin, isMcp, pageHeaders } from './security.ts';
import type { SessionCookies } from './session-cookie.ts';
import { servePage } from './static-page.ts';

export type AppDependencies = {
  readonly publicUrl: string;
  /** True when it listens on all addresses and no public URL was given: then any Host is taken. */
  readonly anyHost: boolean;
  readonly version: string;
  readonly cookies: SessionCookies;
  readonly handlers: ApiHandlers;
  /** `/v1`: speaks OpenAI's error shape, authenticated here. */
  readonly v1: Hono<ServerEnvironment>;
  /** OpenAI's error shape for what fails before `/v1` is reached. */
  readonly v1Error: (error: unknown) => Response;
  /** `/mcp`: speaks JSON-RPC, authenticated there. */
  readonly mcp: Hono;
  readonly mcpError: (error: unknown) => Response;
  /** `/dataCollectionRules`: the Logs Ingestion API, authenticated there. */
  readonly logsIngestion: Hono;
  /** The query APIs of other services that the lake answers, under `/v1` and `/v2`; authenticated there. */
  readonly queryApis: readonly Hono[];
  readonly signInReturn: Hono;
  /** `/oauth/client-metadata.json`: our client ID metadata document. */
  readonly clientMetadata: () => object;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** Throws when the store does not answer. */
  readonly ready: () => Promise<void>;
  /** The folder of the built page; null serves none (the command line's own app). */
  readonly pageFolder: string | null;
  readonly newId: NewId;
  readonly onInternalError: (error: unknown, logId: string) => void;
};

const maxBodyBytes = 32 * 1024 * 1024;

/** The whole server as one Hono app: addresses as in the contracts, errors in the words of each front. */
export function createApp(dependencies: AppDependencies): Hono {
  const { cookies, newId, onInternalError } = dependencies;
  const app = new Hono();

  app.onError((error, context) => {
    const logId = newId<string>('trace');
    if (!(error instanceof AppError) || error.code === 'internal') onInternalError(error, logId);
    if (isMcp(context.req.path)) return dependencies.mcpError(error);
    return context.req.path.startsWith('/v1/') ? dependencies.v1Error(error) : problemResponse(toProblem(error, logId));
  });
  app.use(pageHeaders);
  app.use(guardOrigin(dependencies));
  app.use(limitBody(maxBodyBytes));

  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  app.get('/readyz', async (context) => {
    await dependencies.ready();
    return context.json({ status: 'ready' });
  });
  app.get('/metrics', async (context) => {
    const { contentType, text } = await dependencies.metrics();
    return context.body(text, 200, { 'content-type': contentType });
  });
  app.get('/api/openapi.json', (context) => context.json(describeApi(dependencies)));
  app.get('/oauth/client-metadata.json', (context) =>
    context.json(dependencies.clientMetadata(), 200, { 'cache-control': 'public, max-age=3600' }),
  );

  app.route('/api/v1', createApi({ handlers: dependencies.handlers, principalOf: cookies.principalOf }));
  app.all('/api/*', () => {
    throw new AppError('request.not-found');
  });
  for (const queryApi of dependencies.queryApis) app.route('/', queryApi);
  app.use('/v1/*', requirePrincipal(cookies));
  app.route('/v1', dependencies.v1 as unknown as Hono);
  app.all('/v1/*', () => {
    throw new AppError('request.not-found');
  });
  app.route('/mcp', dependencies.mcp);
  app.route('/', dependencies.logsIngestion);
  app.route('/', dependencies.signInReturn);
  if (dependencies.pageFolder !== null) app.use(servePage(dependencies.pageFolder));
  return app;
}

function requirePrincipal(cookies: SessionCookies): MiddlewareHandler<ServerEnvironment> {
  return async (context, next) => {
    const principal = await cookies.principalOf(context as unknown as Context);
    if (principal === null) throw new AppError('identity.sign-in-required');
    context.set('principal', principal);
    await next();
  };
}
