import { z } from 'zod';
import { problem } from '../contract/objects.ts';
import type { Route } from '../contract/route.ts';
import { routes } from '../contract/routes.ts';

/** `/api/openapi.json`: OpenAPI 3.1, printed from the table of routes. */
export function describeApi({ publicUrl, version }: { readonly publicUrl: string; readonly version: string }) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries(routes)) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describe(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Patchbay', version, description: 'The JSON API of Patchbay: what its page and its command line use.' },
    servers: [{ url: publicUrl }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'An API key from Settings > API keys' } } },
    paths,
  };
}

const contentTypes = { 'event-stream': 'text/event-stream', ndjson: 'application/x-ndjson' } as const;

function describe(name: string, route: Route) {
  const pathParameters = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => ({
    name: parameter,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const queryParameters = Object.entries(route.query?.shape ?? {}).map(([parameter, schema]) => ({
    name: parameter,
    in: 'query',
    required: false,
    schema: toJsonSchema(schema as z.ZodType, 'input'),
  }));
  return {
    operationId: name,
    summary: route.summary,
    ...(route.access === 'public' ? { security: [] } : {}),
    parameters: [...pathParameters, ...queryParameters],
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: toJsonSchema(route.body, 'input') } } } }),
    responses: {
      ...describeAnswer(route.answer),
      default: { description: 'What went wrong', content: { 'application/problem+json': { schema: toJsonSchema(problem, 'output') } } },
    },
  };
}

function describeAnswer(answer: Route['answer']) {
  if (answer === 'nothing') return { 204: { description: 'Done' } };
  if (typeof answer === 'string')
    return { 200: { description: 'A stream', content: { [contentTypes[answer]]: { schema: { type: 'string' } } } } };
  return { 200: { description: 'The answer', content: { 'application/json': { schema: toJsonSchema(answer, 'output') } } } };
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output') {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return rest;
}
