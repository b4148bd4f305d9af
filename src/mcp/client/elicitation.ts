import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { isJsonObject, type Json, type JsonObject, type JsonSchema } from '../../domain/json.ts';
import type { CallContext, ElicitationAnswer, ElicitationRequest } from '../../domain/tool.ts';

/** What a client declares that can put questions to a person (2025-11-25 and 2026-07-28 client/elicitation). */
export const elicitationCapability = { elicitation: { form: {}, url: {} } } as const;

export type ElicitationReply = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, string | number | boolean | string[]> };

const formParams = z.object({ mode: z.literal('form').default('form'), message: z.string(), requestedSchema: z.looseObject({}) });
const urlParams = z.object({ mode: z.literal('url'), message: z.string(), url: z.string() });
const elicitationParams = z.union([urlParams, formParams]);

/** Puts a server's question to the person, if this call has one, and gives the answer as the server expects it. */
export async function answerElicitation(params: unknown, context: CallContext | null): Promise<ElicitationReply> {
  const request = readElicitation(params);
  if (context === null || context.elicit === null) return { action: 'cancel' };
  // An address that runs code, or opens something local, is nothing to put before a person.
  if (request.mode === 'url' && !isWebAddress(request.url)) return { action: 'decline' };
  const answer = await context.elicit(request);
  return answer.action === 'accept' ? { action: 'accept', ...contentOf(request, answer) } : { action: answer.action };
}

function readElicitation(params: unknown): ElicitationRequest {
  const parsed = elicitationParams.safeParse(params);
  if (!parsed.success)
    throw new AppError('upstream.invalid-response', { sentence: 'The server asked a question that cannot be read. Ask its operator.' });
  const { data } = parsed;
  if (data.mode === 'url') return { mode: 'url', message: data.message, url: data.url };
  // JSON in, JSON out: zod types what it lets through as unknown.
  return { mode: 'form', message: data.message, requestedSchema: data.requestedSchema as JsonSchema };
}

function contentOf(
  request: ElicitationRequest,
  answer: ElicitationAnswer & { readonly action: 'accept' },
): Pick<ElicitationReply, 'content'> {
  if (request.mode === 'url') return {};
  // The form's schema allows only flat values (client/elicitation › Requested Schema).
  return { content: withDefaults(request.requestedSchema, answer.content ?? {}) as NonNullable<ElicitationReply['content']> };
}

/** Fields that the person left open take the default of the schema (SEP-1034). */
export function withDefaults(schema: JsonSchema, content: JsonObject): JsonObject {
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const defaults = Object.entries(properties).flatMap(([name, property]): [string, Json][] =>
    content[name] === undefined && isJsonObject(property) && property['default'] !== undefined ? [[name, property['default']]] : [],
  );
  return { ...content, ...Object.fromEntries(defaults) };
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
