import { type JsonSchema, z } from '../../../connector-kit/index.ts';

/** Of a longer document, those that somebody wants are kept. */
export const maxOperations = 1_000;

const places = ['path', 'query', 'header'] as const;
export const methods = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete'] as const;
export type Method = (typeof methods)[number];

const schema = z.custom<JsonSchema>((value) => typeof value === 'object' && value !== null && !Array.isArray(value));

const parameter = z.object({
  /** What the tool calls it; differs where two places have the same name. */
  argument: z.string(),
  name: z.string(),
  in: z.enum(places),
  style: z.enum(['simple', 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject']),
  explode: z.boolean(),
  required: z.boolean(),
  schema,
});

/** How one field of a form is written (OpenAPI › Encoding Object). */
const field = z.object({
  name: z.string(),
  file: z.boolean(),
  /** What may stand there, best first; empty: by the value. */
  contentTypes: z.array(z.string()),
  style: z.enum(['form', 'spaceDelimited', 'pipeDelimited', 'deepObject']),
  explode: z.boolean(),
});

const body = z.object({
  mediaType: z.string(),
  required: z.boolean(),
  schema,
  /** The whole body is a file. */
  file: z.boolean().default(false),
  /** Of a form, in the order in which they are sent. */
  fields: z.array(field).default([]),
});

/** Of the answer that means success. */
const answer = z.object({
  status: z.string(),
  mediaType: z.string().nullable(),
  description: z.string(),
  /** Paths such as entries.id, through lists as well. */
  fields: z.array(z.object({ path: z.string(), type: z.string() })),
});

const operation = z.object({
  id: z.string(),
  method: z.enum(methods),
  path: z.string(),
  title: z.string(),
  description: z.string(),
  parameters: z.array(parameter),
  body: body.nullable(),
  tags: z.array(z.string()).default([]),
  /** Null: the document does not say. */
  answer: answer.nullable().default(null),
  /** Ways to be admitted, each by all of its schemes, with the scopes of each; null: nothing is said. */
  security: z
    .array(z.record(z.string(), z.array(z.string())))
    .nullable()
    .default(null),
  /** Where it lies, if elsewhere than the rest. */
  servers: z.array(z.string()).default([]),
});

const scheme = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('header'), name: z.string() }),
  z.object({ kind: z.literal('query'), name: z.string() }),
  z.object({ kind: z.literal('bearer') }),
  z.object({ kind: z.literal('basic') }),
  z.object({
    kind: z.literal('oauth'),
    authorizationUrl: z.string(),
    tokenUrl: z.string(),
    revocationUrl: z.string().nullable(),
    issuer: z.string().nullable(),
    /** Null: not said. */
    clientAuthMethods: z.array(z.string()).nullable(),
    scopes: z.record(z.string(), z.string()),
  }),
  /** Its addresses are still to be asked for. */
  z.object({ kind: z.literal('openid'), discoveryUrl: z.string() }),
]);

/** What is kept of an OpenAPI document: what its tools need, with every reference resolved. */
export const description = z.object({
  patchbay: z.literal(1),
  title: z.string(),
  /** Where it lies, as far as the document says. */
  server: z.string().default(''),
  operations: z.array(operation),
  /** Operations that cannot be called from here, with the reason. */
  leftOut: z.array(z.object({ operation: z.string(), reason: z.string() })),
  schemes: z.record(z.string(), scheme),
  /** Schemes that cannot be used from here, with the reason. */
  schemesLeftOut: z.record(z.string(), z.string()).default({}),
});
export type Description = z.output<typeof description>;
export type Operation = z.output<typeof operation>;

/** How an operation is written in sentences and settings: no two have the same. */
export const signatureOf = ({ method, path }: Pick<Operation, 'method' | 'path'>): string => `${method.toUpperCase()} ${path}`;

/** Whether a person means this operation: by its id, or by method and path. */
export function isNamed(operation: Operation, name: string): boolean {
  return name !== '' && (name === operation.id || name === signatureOf(operation));
}

export type Answer = z.output<typeof answer>;
export type Body = z.output<typeof body>;
export type FormField = z.output<typeof field>;
export type Parameter = z.output<typeof parameter>;
export type Scheme = z.output<typeof scheme>;
export type Schema = JsonSchema;
