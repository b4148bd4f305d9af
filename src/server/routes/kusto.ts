import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError, findAppError } from '../../domain/errors.ts';
import { mayAdminister, type Principal } from '../../domain/principal.ts';
import type { AskLake } from '../lake-query.ts';
import { createStreamedText } from '../streamed-text.ts';
import { oneApiError } from '../wire/kusto/errors.ts';
import { type AnswerParts, frames, tables } from '../wire/kusto/frames.ts';
import { answerCommand, type ShownDatabase } from '../wire/kusto/show-commands.ts';
import { writeAnswer } from '../wire/write-answer.ts';
import type { LakeViews } from './lake.ts';

export type KustoDependencies = {
  readonly lake: LakeViews;
  readonly askLake: AskLake;
  readonly principalOf: (context: Context) => Promise<Principal | null>;
  readonly onInternalError: (error: unknown) => void;
};

const request = z.object({
  db: z.string().nullish(),
  csl: z.string().min(1),
  properties: z.unknown().optional(),
});
const parameters = z.object({ Parameters: z.record(z.string(), z.unknown()).optional() });

/** Kusto's own bound on a result. */
const maxRows = 500_000;

/**
 * The query and management endpoints of Kusto's REST API, so that its official clients read the lake; a workspace is a database.
 * https://learn.microsoft.com/kusto/api/rest/
 */
export function createKusto(dependencies: KustoDependencies): Hono {
  const { principalOf, onInternalError } = dependencies;
  const app = new Hono();
  app.onError((thrown, context) => {
    const error = findAppError(thrown) ?? new AppError('internal', { cause: thrown });
    if (error.code === 'internal') onInternalError(thrown);
    const status =
      error.code === 'identity.sign-in-required' ? 401 : error.code === 'identity.forbidden' ? 403 : error.status >= 500 ? 500 : 400;
    return context.json(oneApiError(error), status, status === 401 ? { 'www-authenticate': 'Bearer' } : {});
  });
  const signedIn = async (context: Context) => {
    const principal = await principalOf(context);
    if (principal === null) throw new AppError('identity.sign-in-required');
    return principal;
  };
  const query = (parts: AnswerParts) => async (context: Context) =>
    answerQuery(context, { ...dependencies, principal: await signedIn(context), parts });

  // Clients ask here which Entra to sign in at; none is named, so they keep the token that they were given.
  app.get('/v1/rest/auth/metadata', (context) => context.body(null, 404));
  app.post('/v2/rest/query', query(frames));
  app.post('/v1/rest/query', query(tables));
  app.post('/v1/rest/mgmt', async (context) => {
    return answerManagement(context, { lake: dependencies.lake, ownTables: mayAdminister(await signedIn(context)) });
  });
  return app;
}

async function answerQuery(
  context: Context,
  { lake, askLake, principal, parts }: KustoDependencies & { readonly principal: Principal; readonly parts: AnswerParts },
): Promise<Response> {
  const { csl, db, properties } = await readRequest(context);
  if (csl.trimStart().startsWith('.')) throw refused('A management command goes to /v1/rest/mgmt.');
  if (Object.keys(parameters.safeParse(properties).data?.Parameters ?? {}).length > 0)
    throw refused('Query parameters are not supported here; write their values into the query.');
  const gone = new AbortController();
  const stream = createStreamedText({
    headers: { 'content-type': 'application/json; charset=utf-8', ...echoed(context) },
    onGone: () => gone.abort(),
  });
  await writeAnswer({
    stream,
    parts,
    ask: (sink) =>
      workspaceOf(lake, db).then((workspace) =>
        askLake(
          principal,
          {
            query: csl,
            workspaceId: workspace.id,
            maxRows,
            front: 'api',
            signal: AbortSignal.any([context.req.raw.signal, gone.signal]),
          },
          sink,
        ),
      ),
  });
  return stream.response;
}

async function answerManagement(
  context: Context,
  { lake, ownTables }: { readonly lake: LakeViews; readonly ownTables: boolean },
): Promise<Response> {
  const { csl, db } = await readRequest(context);
  const current = await workspaceOf(lake, db);
  const databases = await Promise.all(
    (await lake.workspaces()).map(
      async ({ id, name }): Promise<ShownDatabase> => ({ id, name, tables: await lake.tables(id, { ownTables }) }),
    ),
  );
  const here = databases.find(({ id }) => id === current.id);
  if (here === undefined) throw new AppError('lake.workspace-not-found');
  const shown = answerCommand(csl, { current: here, databases });
  switch (shown.kind) {
    case 'not-found':
      throw new AppError('lake.table-not-found', { sentence: 'The command names a table or database that is not there.' });
    case 'unknown-command':
      throw refused('This management command is not supported here; there are .show databases, tables, table, schema and version.');
    case 'rows': {
      const { columns, rows } = shown.answer;
      const texts = rows.map((row) => JSON.stringify(row)).join(',');
      const whole = `${tables.head({ columns, visualization: null })}${texts}${tables.tail({ error: null, columns, empty: rows.length === 0 })}`;
      return context.body(whole, 200, { 'content-type': 'application/json; charset=utf-8', ...echoed(context) });
    }
  }
}

async function readRequest(context: Context): Promise<z.output<typeof request>> {
  const parsed = request.safeParse(await context.req.json().catch(() => null));
  if (!parsed.success) throw refused('The body is a JSON object with db and csl.');
  return parsed.data;
}

/** By id or name, or as the Sentinel lake names them: name, hyphen, id. Left out: the default one. */
async function workspaceOf(lake: LakeViews, named: string | null | undefined): Promise<{ readonly id: string }> {
  const wanted = (named ?? '') === '' ? 'default' : String(named);
  const found = (await lake.workspaces()).find(
    ({ id, name }) =>
      id === wanted || name.toLowerCase() === wanted.toLowerCase() || `${name}-${id}`.toLowerCase() === wanted.toLowerCase(),
  );
  if (found === undefined)
    throw new AppError('lake.workspace-not-found', {
      sentence: `Database '${wanted}' could not be found: a database is the id or name of a workspace here.`,
    });
  return found;
}

const refused = (sentence: string) => new AppError('request.invalid', { sentence });

function echoed(context: Context): Readonly<Record<string, string>> {
  const id = context.req.header('x-ms-client-request-id');
  return id === undefined ? {} : { 'x-ms-client-request-id': id };
}
