import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError, findAppError } from '../../domain/errors.ts';
import type { Clock } from '../../domain/ids.ts';
import { mayAdminister, type Principal } from '../../domain/principal.ts';
import { findWorkspace } from '../find-workspace.ts';
import type { AskLake } from '../lake-query.ts';
import { createStreamedText } from '../streamed-text.ts';
import { logAnalyticsParts, toErrorInfo, toLogAnalyticsRow } from '../wire/log-analytics/answer.ts';
import { readTimespan } from '../wire/log-analytics/timespan.ts';
import { writeAnswer } from '../wire/write-answer.ts';
import type { LakeViews } from './lake.ts';

export type LogAnalyticsDependencies = {
  readonly lake: LakeViews;
  readonly askLake: AskLake;
  readonly principalOf: (context: Context) => Promise<Principal | null>;
  readonly clock: Clock;
  readonly onInternalError: (error: unknown) => void;
};

const query = z.object({
  query: z.string().min(1),
  timespan: z.string().nullish(),
  workspaces: z.array(z.string()).nullish(),
});
const batch = z.object({
  requests: z
    .array(
      z.object({
        id: z.string(),
        headers: z.record(z.string(), z.string()).nullish(),
        body: query,
        workspace: z.string(),
      }),
    )
    .max(100),
});

type Asked = { readonly body: z.output<typeof query>; readonly workspace: string; readonly prefer: string; readonly signal: AbortSignal };

/** What the service gives at most. https://learn.microsoft.com/azure/azure-monitor/service-limits */
const maxRows = 500_000;
const batchWidth = 4;

/**
 * The query API of Log Analytics, so that its official clients read the lake.
 * https://learn.microsoft.com/azure/azure-monitor/logs/api/overview
 */
export function createLogAnalytics(dependencies: LogAnalyticsDependencies): Hono {
  const { principalOf, onInternalError } = dependencies;
  const app = new Hono();
  app.onError((thrown, context) => {
    const error = findAppError(thrown) ?? new AppError('internal', { cause: thrown });
    if (error.code === 'internal') onInternalError(thrown);
    return context.json({ error: toErrorInfo(error) }, statusOf(error));
  });
  const signedIn = async (context: Context) => {
    const principal = await principalOf(context);
    if (principal === null) throw new AppError('identity.sign-in-required');
    return principal;
  };
  const answer = async (context: Context, body: unknown) =>
    answerQuery(dependencies, await signedIn(context), {
      body: readBody(query, body),
      workspace: context.req.param('workspace') ?? '',
      prefer: context.req.header('prefer') ?? '',
      signal: context.req.raw.signal,
    });

  app.post('/v1/workspaces/:workspace/query', async (context) => answer(context, await context.req.json().catch(() => null)));
  app.get('/v1/workspaces/:workspace/query', (context) => answer(context, context.req.query()));
  app.get('/v1/workspaces/:workspace/metadata', async (context) => {
    const ownTables = mayAdminister(await signedIn(context));
    const id = await findWorkspace(dependencies.lake, context.req.param('workspace'));
    const tables = (await dependencies.lake.tables(id, { ownTables })).map(({ name, description, columns }) => ({
      id: name,
      name,
      description: description ?? '',
      columns: columns.map((column) => ({ name: column.name, type: column.type })),
    }));
    return context.json({ tables });
  });
  app.post('/v1/$batch', async (context) => {
    const principal = await signedIn(context);
    const { requests } = readBody(batch, await context.req.json().catch(() => null));
    const responses: string[] = [];
    for (let index = 0; index < requests.length; index += batchWidth) {
      const group = requests.slice(index, index + batchWidth).map(async ({ id, headers, body, workspace }) => {
        const asked = { body, workspace, prefer: headers?.['prefer'] ?? '', signal: context.req.raw.signal };
        const response = await answerQuery(dependencies, principal, asked).catch((thrown: unknown) => {
          const error = findAppError(thrown) ?? new AppError('internal', { cause: thrown });
          return Response.json({ error: toErrorInfo(error) }, { status: statusOf(error) });
        });
        // The answer stays text, so that longs keep their digits.
        return `{"id":${JSON.stringify(id)},"status":${response.status},"headers":{},"body":${await response.text()}}`;
      });
      responses.push(...(await Promise.all(group)));
    }
    return context.body(`{"responses":[${responses.join(',')}]}`, 200, { 'content-type': 'application/json; charset=utf-8' });
  });
  return app;
}

async function answerQuery(
  { lake, askLake, clock }: LogAnalyticsDependencies,
  principal: Principal,
  { body, workspace, prefer, signal }: Asked,
): Promise<Response> {
  if ((body.workspaces ?? []).length > 0)
    throw new AppError('request.invalid', { sentence: 'A query over several workspaces is not supported here; ask each of them.' });
  const timeRange = typeof body.timespan === 'string' ? readTimespan(body.timespan, clock()) : undefined;
  const workspaceId = await findWorkspace(lake, workspace);
  const gone = new AbortController();
  const stream = createStreamedText({ headers: { 'content-type': 'application/json; charset=utf-8' }, onGone: () => gone.abort() });
  await writeAnswer({
    stream,
    parts: logAnalyticsParts({ render: /include-render=true/i.test(prefer), statistics: /include-statistics=true/i.test(prefer) }),
    row: toLogAnalyticsRow,
    ask: (sink) =>
      askLake(
        principal,
        { query: body.query, workspaceId, timeRange, maxRows, front: 'api', signal: AbortSignal.any([signal, gone.signal]) },
        sink,
      ),
  });
  return stream.response;
}

function readBody<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('request.invalid', {
    sentence: `The request does not fit at ${issue?.path.join('.') || 'its body'}: ${issue?.message}.`,
  });
}

function statusOf({ code, status }: AppError): 400 | 401 | 403 | 404 | 500 {
  if (code === 'identity.sign-in-required') return 401;
  if (code === 'identity.forbidden') return 403;
  if (code === 'lake.workspace-not-found') return 404;
  return status >= 500 ? 500 : 400;
}
