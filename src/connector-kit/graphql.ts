import { z } from 'zod';
import { AppError } from '../domain/errors.ts';
import type { Http } from './http.ts';
import { restated } from './restate.ts';

/** An error of a GraphQL answer (https://spec.graphql.org/October2021/#sec-Errors); `extensions` is the service's own. */
export type GraphqlError = { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> };

export type GraphqlRequest = {
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly to?: string;
  /** What an error means in HTTP's words: a status, and headers that go with it. */
  readonly meaningOf: (error: GraphqlError, answer: Headers) => GraphqlMeaning;
};
export type GraphqlMeaning = { readonly status: number; readonly headers?: Readonly<Record<string, string>> };

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()).default({}) })).optional(),
});

/** The `data` of a GraphQL answer. An answer with errors is one that failed, whatever its status: it is thrown or repeated as HTTP's are. */
export async function readGraphql<Schema extends z.ZodType>(
  http: Http,
  schema: Schema,
  { document, variables = {}, to = '/graphql', meaningOf }: GraphqlRequest,
): Promise<z.output<Schema>> {
  const { data } = await http.read(answerSchema, to, {
    json: { query: document, variables },
    restate: (answer) => restate(answer, meaningOf),
  });
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new AppError('upstream.invalid-response', {
    sentence: 'The service answered in a form that is not known here. The connector may need an update.',
    cause: parsed.error,
  });
}

async function restate(answer: Response, meaningOf: GraphqlRequest['meaningOf']): Promise<Response> {
  const text = await answer.text();
  const error = firstError(text);
  return restated(answer, { text, ...(error === null ? {} : meaningOf(error, answer.headers)) });
}

function firstError(text: string): GraphqlError | null {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data?.errors?.[0] ?? null;
  } catch {
    return null;
  }
}
