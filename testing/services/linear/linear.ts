import {
  buildSchema,
  execute,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
  parse,
  validate,
} from 'graphql';
import { serve } from '../../servers/serve.ts';
import { createGate, type Gate } from '../gate.ts';
import { type Company, createCompany } from './company.ts';
import { createRoots, refusal } from './roots.ts';

export type Linear = {
  readonly url: string;
  readonly gate: Gate;
  readonly company: Company;
  close(): Promise<void>;
};

/**
 * Linear's GraphQL API over a company that lives in memory. `sdl` is the schema that judges each query: ours, which is small,
 * or Linear's own.
 */
export async function startLinear({
  sdl,
  gate = createGate(),
  before = async () => null,
}: {
  readonly sdl: string;
  readonly gate?: Gate;
  /** Answers first what is not the API: the sign-in. */
  readonly before?: (request: Request) => Promise<Response | null>;
}): Promise<Linear> {
  const schema = buildSchema(sdl);
  const company = createCompany();
  const served = await serve(async (request) => {
    const answered = await before(request);
    if (answered !== null) return answered;
    if (new URL(request.url).pathname !== '/graphql' || request.method !== 'POST') return new Response('not found', { status: 404 });
    const holder = gate.admit(request);
    if (holder instanceof Response) return holder;
    const viewer = company.users.find(({ email }) => email === holder?.email);
    if (holder === null || viewer === undefined) return unauthenticated();
    const { query, variables } = (await request.json()) as { query: string; variables?: Record<string, unknown> };
    return answer(schema, { query, variables, rootValue: createRoots(company, { viewer, scopes: holder.scopes }) });
  });
  return { url: served.url, gate, company, close: served.close };
}

async function answer(
  schema: GraphQLSchema,
  {
    query,
    variables,
    rootValue,
  }: { readonly query: string; readonly variables: Record<string, unknown> | undefined; readonly rootValue: unknown },
): Promise<Response> {
  const document = parse(query);
  const faults = validate(schema, document);
  if (faults.length > 0) {
    const errors = faults.map(({ message }) => ({ message, extensions: { type: 'graphql error', code: 'GRAPHQL_VALIDATION_FAILED' } }));
    return Response.json({ errors }, { status: 400 });
  }
  const result = await execute({ schema, document, rootValue, variableValues: variables ?? null, fieldResolver });
  return Response.json(result, { status: result.data === undefined ? 400 : 200 });
}

function unauthenticated(): Response {
  const error = refusal('Authentication required, not authenticated', {
    type: 'authentication error',
    code: 'AUTHENTICATION_ERROR',
    status: 401,
  });
  return Response.json({ errors: [error] }, { status: 401 });
}

/** https://linear.app/developers/rate-limiting: 400 and not 429, with the budgets in headers. */
export function rateLimited(resetAt: number): Response {
  const errors = [{ message: 'Rate limit exceeded', extensions: { type: 'ratelimited', code: 'RATELIMITED', statusCode: 400 } }];
  const headers = { 'x-ratelimit-requests-remaining': '0', 'x-ratelimit-requests-reset': String(resetAt) };
  return Response.json({ errors }, { status: 400, headers });
}

/** A field's value as it lies there; lists become connections where the schema has one, and functions are called. */
const fieldResolver: GraphQLFieldResolver<unknown, unknown> = (source, args, _context, { fieldName, returnType }) => {
  const held = (source as Record<string, unknown>)[fieldName];
  const value = typeof held === 'function' ? held(args) : held;
  const type = getNamedType(returnType).name;
  if (Array.isArray(value) && !isListType(isNonNullType(returnType) ? returnType.ofType : returnType)) return toConnection(value, args);
  if (value === undefined && type.endsWith('Connection')) return toConnection([], args);
  return value === undefined && isNonNullType(returnType) ? blank(returnType.ofType) : value;
};

function toConnection(all: readonly unknown[], { first = 50, after = null }: { readonly first?: number; readonly after?: string | null }) {
  if (after !== null && !/^\d+$/.test(after))
    throw refusal('Argument Validation Error: after', { type: 'invalid input', code: 'INPUT_ERROR', status: 400 });
  const start = after === null ? 0 : Number(after) + 1;
  const nodes = all.slice(start, start + first);
  const end = start + nodes.length;
  return {
    nodes,
    totalCount: all.length,
    pageInfo: {
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
      startCursor: nodes.length === 0 ? null : String(start),
      endCursor: nodes.length === 0 ? null : String(end - 1),
    },
  };
}

/** What the company does not say of a field that must have a value: the least there is. */
function blank(type: GraphQLOutputType): unknown {
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.value;
  if (!isScalarType(type)) return {};
  const blanks = new Map<string, unknown>([
    ['String', ''],
    ['ID', ''],
    ['Boolean', false],
    ['Int', 0],
    ['Float', 0],
    ['DateTime', '2026-01-06T08:00:00.000Z'],
  ]);
  return blanks.get(type.name) ?? {};
}
