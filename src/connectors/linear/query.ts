import { type GraphqlError, type GraphqlMeaning, type Http, readGraphql, type z } from '../../connector-kit/index.ts';

export type Query = { readonly document: string; readonly variables?: Readonly<Record<string, unknown>> };

/** Asks Linear (https://linear.app/developers/graphql); `document` is judged by Linear's own schema in tests. */
export function ask<Schema extends z.ZodType>(http: Http, schema: Schema, query: Query): Promise<z.output<Schema>> {
  return readGraphql(http, schema, { ...query, meaningOf });
}

/** `extensions.type`, as Linear's own client knows the types. */
const statuses = new Map([
  ['authentication error', 401],
  ['forbidden', 403],
  ['feature not accessible', 403],
  ['ratelimited', 429],
  ['usage limit exceeded', 429],
  ['lock timeout', 409],
  ['invalid input', 400],
  ['user error', 400],
  ['graphql error', 400],
]);

/** `extensions.code`, which says the same and is all that https://linear.app/developers/rate-limiting promises. */
const codes = new Map([
  ['RATELIMITED', 429],
  ['AUTHENTICATION_ERROR', 401],
  ['FORBIDDEN', 403],
  ['INPUT_ERROR', 400],
  ['GRAPHQL_VALIDATION_FAILED', 400],
]);

function meaningOf({ message, extensions }: GraphqlError, answer: Headers): GraphqlMeaning {
  const status = codes.get(String(extensions['code'])) ?? statuses.get(String(extensions['type'])) ?? 500;
  if (status === 429) return { status, headers: resetOf(answer) };
  if (status === 400 && /^Entity not found/i.test(message)) return { status: 404 };
  if (status === 403 && /invalid scope/i.test(message))
    return { status, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } };
  return { status };
}

/** Linear says in milliseconds of its clock when an emptied budget is full again. */
function resetOf(answer: Headers): Readonly<Record<string, string>> {
  const emptied = ['requests', 'complexity'].find((budget) => answer.get(`x-ratelimit-${budget}-remaining`) === '0');
  const reset = Number(answer.get(`x-ratelimit-${emptied}-reset`));
  return reset > 0 ? { 'retry-after': new Date(reset).toUTCString() } : {};
}
