import { type Context, Hono } from 'hono';
import type { z } from 'zod';
import type { Access, Route } from '../contract/route.ts';
import { type RouteAnswer, type RouteBody, type RouteName, type RouteParameters, type RouteQuery, routes } from '../contract/routes.ts';
import { AppError } from '../domain/errors.ts';
import { isOwner, mayAdminister, type Principal } from '../domain/principal.ts';
import { InvalidRequest } from './problem.ts';

/** What a handler gets: everything parsed, nothing of HTTP but the context for cookies and streams. */
export type ApiRequest<Name extends RouteName> = {
  readonly path: RouteParameters<Name>;
  readonly query: RouteQuery<Name>;
  readonly body: RouteBody<Name>;
  readonly signal: AbortSignal;
  readonly context: Context;
} & ((typeof routes)[Name]['access'] extends 'public' ? { readonly principal: Principal | null } : { readonly principal: Principal });

export type ApiHandler<Name extends RouteName> = (request: ApiRequest<Name>) => Promise<RouteAnswer<Name> | Response>;
export type ApiHandlers<Name extends RouteName = RouteName> = { readonly [Key in Name]: ApiHandler<Key> };

/** Binds each row of the contract to its handler: access first, then the schemas, then the work. */
export function createApi({
  handlers,
  principalOf,
}: {
  readonly handlers: ApiHandlers;
  readonly principalOf: (context: Context) => Promise<Principal | null>;
}): Hono {
  const api = new Hono();
  // Fixed paths before those with parameters, so that /calls/events is not taken for a call's id.
  const rows = Object.entries(routes).sort(([, left], [, right]) => Number(left.path.includes('{')) - Number(right.path.includes('{')));
  for (const [name, row] of rows) {
    const route: Route = row;
    // The table pairs each name with its own types; TypeScript cannot follow that through a loop.
    const handler = handlers[name as RouteName] as unknown as (request: unknown) => Promise<unknown>;
    api.on(route.method, route.path.replace(/\{(\w+)\}/g, ':$1'), async (context) => {
      const principal = await principalOf(context);
      refuseUnless(route.access, principal);
      const answer = await handler({
        principal,
        path: context.req.param(),
        query: route.query === undefined ? {} : parsePart(route.query, context.req.query()),
        body: route.body === undefined ? undefined : parsePart(route.body, await readJson(context)),
        signal: context.req.raw.signal,
        context,
      });
      if (answer instanceof Response) return answer;
      return answer === undefined ? context.body(null, 204) : context.json(answer as object);
    });
  }
  return api;
}

function refuseUnless(access: Access, principal: Principal | null): void {
  if (access === 'public') return;
  if (principal === null) throw new AppError('identity.sign-in-required');
  if (access === 'admin' && !mayAdminister(principal)) throw new AppError('identity.forbidden');
  if (access === 'owner' && !isOwner(principal)) throw new AppError('identity.forbidden');
}

function parsePart(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidRequest(parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })));
}

async function readJson(context: Context): Promise<unknown> {
  const text = await context.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('request.invalid', { sentence: 'The body is not valid JSON.', cause });
  }
}
