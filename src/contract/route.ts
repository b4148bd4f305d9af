import type { z } from 'zod';

/** Who may use a route. `public` is for signing in; all others need a session or an API key. */
export type Access = 'public' | 'member' | 'admin' | 'owner';

/** One operation of the JSON API: server, page, CLI and `/api/openapi.json` all read this row. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/api/v1`, with `{parameters}` as in OpenAPI. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A schema, or what is streamed instead. */
  readonly answer: z.ZodType | 'event-stream' | 'ndjson' | 'nothing';
};
