import type { PersonName } from './people.ts';

/** One request to the double, after its token was read. */
export type Call = {
  readonly person: PersonName;
  /** Of its token. */
  readonly scopes: readonly string[];
  readonly url: URL;
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: Headers;
  json(): Promise<Row>;
  bytes(): Promise<Uint8Array>;
  /** Changes when the test lets page tokens expire. */
  readonly epoch: number;
};
export type Row = Readonly<Record<string, unknown>>;

/** A route and the permissions of which one is enough. */
export type Route = {
  readonly method: string;
  /** Such as `/me/messages/:id`. */
  readonly path: string;
  readonly scopes: readonly string[];
  run(call: Call): Response | Promise<Response>;
};

/** Graph's error (https://learn.microsoft.com/graph/errors). */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export function toErrorResponse({ status, code, message }: GraphError, headers: Record<string, string> = {}): Response {
  const innerError = { date: '2026-11-20T08:00:00', 'request-id': '00000000-0000-4000-8000-000000000000' };
  return Response.json({ error: { code, message, innerError } }, { status, headers });
}

export const notFound = () => new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
export const badRequest = (message: string) => new GraphError(400, 'BadRequest', message);

export function parameter(call: Call, name: string): string {
  const value = call.parameters[name];
  if (value === undefined) throw new Error(`the route has no :${name}`);
  return value;
}

export function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw notFound();
  return value;
}

export const entity = (context: string, row: Row, status = 200) =>
  Response.json({ '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#${context}`, ...row }, { status });
export const nothing = (status: number) => new Response(null, { status });
