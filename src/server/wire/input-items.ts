import { z } from 'zod';
import type { IdKind, NewId } from '../../domain/ids.ts';
import type { ConversationItem, InputContent } from '../../domain/items.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { refuse } from './openai-error.ts';

const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);
const id = z.string().min(1).max(128).nullish();
const itemStatus = z.enum(['in_progress', 'completed', 'incomplete']).nullish();
const inputText = z.strictObject({ type: z.literal('input_text'), text: z.string() });
const inputImage = z.strictObject({
  type: z.literal('input_image'),
  image_url: z.string().regex(/^(https?:|data:image\/)/, 'takes an http(s) or data URL'),
  detail: z.enum(['auto', 'low', 'high', 'original']).nullish(),
});
const inputContent = z.discriminatedUnion('type', [inputText, inputImage]);
const outputText = z.object({ type: z.literal('output_text'), text: z.string() });
const refusal = z.strictObject({ type: z.literal('refusal'), refusal: z.string() });

const saidMessage = z.strictObject({
  type: z.literal('message').optional(),
  id,
  status: itemStatus,
  role: z.enum(['user', 'system', 'developer']),
  content: z.union([z.string(), z.array(inputContent)]),
});
const assistantMessage = z.strictObject({
  type: z.literal('message').optional(),
  id,
  status: itemStatus,
  role: z.literal('assistant'),
  phase: z.enum(['commentary', 'final_answer']).nullish(),
  content: z.union([z.string(), z.array(z.discriminatedUnion('type', [outputText, refusal, inputText]))]),
});
const mcpError = z.custom<Extract<ConversationItem, { type: 'mcp_call' }>['error']>((value) => typeof value === 'object' && value !== null);

/** An item that a caller puts into the input: said now, or replayed from an earlier answer. */
export const inputItem = z.union([
  saidMessage,
  assistantMessage,
  z.strictObject({
    type: z.literal('function_call'),
    id,
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
    status: itemStatus,
  }),
  z.strictObject({
    type: z.literal('function_call_output'),
    id,
    call_id: z.string(),
    output: z.union([z.string(), z.array(inputContent)]),
    status: itemStatus,
  }),
  z.strictObject({
    type: z.literal('reasoning'),
    id,
    summary: z.array(z.strictObject({ type: z.literal('summary_text'), text: z.string() })).default([]),
    content: z.array(z.unknown()).nullish(),
    encrypted_content: z.string().nullish(),
    status: itemStatus,
  }),
  z.strictObject({
    type: z.literal('mcp_list_tools'),
    id,
    server_label: z.string(),
    tools: z.array(
      z.object({ name: z.string(), description: z.string().nullish(), input_schema: jsonObject, annotations: jsonObject.nullish() }),
    ),
    error: z.string().nullish(),
  }),
  z.strictObject({
    type: z.literal('mcp_approval_request'),
    id: z.string(),
    server_label: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
  z.strictObject({
    type: z.literal('mcp_approval_response'),
    id,
    approval_request_id: z.string(),
    approve: z.boolean(),
    reason: z.string().nullish(),
  }),
  z.strictObject({
    type: z.literal('mcp_call'),
    id,
    server_label: z.string(),
    name: z.string(),
    arguments: z.string(),
    output: z.string().nullish(),
    error: mcpError.nullish(),
    approval_request_id: z.string().nullish(),
    status: z.enum(['in_progress', 'calling', 'completed', 'incomplete', 'failed']).nullish(),
  }),
  z.strictObject({ type: z.literal('item_reference'), id: z.string() }),
]);
type WireItem = z.output<typeof inputItem>;

/** The items of a request as we keep them. `resolve` finds the item that an `item_reference` means. */
export async function toItems(
  input: string | readonly WireItem[],
  { newId, resolve }: { readonly newId: NewId; readonly resolve: (id: string) => Promise<ConversationItem | null> },
): Promise<readonly ConversationItem[]> {
  if (typeof input === 'string') return [userMessage(input, newId)];
  return Promise.all(
    input.map(async (item, index) => {
      if (item.type === 'item_reference') {
        const found = await resolve(item.id);
        if (found === null) throw refuse(`Item with id '${item.id}' not found.`, { param: `input[${index}].id` });
        return found;
      }
      return toItem(item, newId);
    }),
  );
}

/** The kind of id that an item carries. */
export function idKindOf(item: ConversationItem): IdKind {
  return idKinds[item.type];
}

const idKinds = {
  message: 'message',
  reasoning: 'reasoning',
  function_call: 'functionCall',
  function_call_output: 'functionCall',
  mcp_list_tools: 'toolList',
  mcp_call: 'toolCall',
  mcp_approval_request: 'approval',
  mcp_approval_response: 'approvalResponse',
} as const satisfies Record<ConversationItem['type'], IdKind>;

function userMessage(text: string, newId: NewId): ConversationItem {
  return { type: 'message', id: newId<string>('message'), role: 'user', status: 'completed', content: [{ type: 'input_text', text }] };
}

type ParsedItem = Exclude<WireItem, { readonly type: 'item_reference' }>;

function toItem(item: ParsedItem, newId: NewId): ConversationItem {
  if ('role' in item) return toMessage(item, newId);
  switch (item.type) {
    case 'function_call':
      return { ...item, id: item.id ?? newId<string>('functionCall'), status: item.status ?? 'completed' };
    case 'function_call_output':
      return {
        type: item.type,
        id: item.id ?? newId<string>('functionCall'),
        call_id: item.call_id,
        output: typeof item.output === 'string' ? item.output : item.output.map(toContent),
        status: item.status ?? 'completed',
      };
    case 'reasoning':
      return {
        type: item.type,
        id: item.id ?? newId<string>('reasoning'),
        summary: item.summary,
        encrypted_content: item.encrypted_content ?? null,
        status: item.status ?? 'completed',
      };
    case 'mcp_list_tools':
      return { ...item, id: item.id ?? newId<string>('toolList'), error: item.error ?? null };
    case 'mcp_approval_request':
      return item;
    case 'mcp_approval_response':
      return { ...item, id: item.id ?? newId<string>('approvalResponse') };
    case 'mcp_call':
      return { ...item, id: item.id ?? newId<string>('toolCall'), status: item.status ?? (item.error ? 'failed' : 'completed') };
    default:
      throw refuse('This kind of item is not supported.', { param: 'input', code: 'invalid_value' });
  }
}

function toMessage(item: Extract<WireItem, { role: string }>, newId: NewId): ConversationItem {
  const messageId = item.id ?? newId<string>('message');
  if (item.role !== 'assistant') {
    const content: readonly InputContent[] =
      typeof item.content === 'string' ? [{ type: 'input_text', text: item.content }] : item.content.map(toContent);
    return { type: 'message', id: messageId, role: item.role, status: 'completed', content };
  }
  const parts = typeof item.content === 'string' ? [{ type: 'output_text' as const, text: item.content }] : item.content;
  return {
    type: 'message',
    id: messageId,
    role: 'assistant',
    status: item.status ?? 'completed',
    content: parts.map((part) =>
      part.type === 'refusal' ? { type: 'refusal', refusal: part.refusal } : { type: 'output_text', text: part.text, annotations: [] },
    ),
  };
}

function toContent(part: z.output<typeof inputContent>): InputContent {
  if (part.type === 'input_text') return { type: 'input_text', text: part.text };
  return { type: 'input_image', image_url: part.image_url, detail: part.detail ?? 'auto' };
}

/** An item as `/v1` shows it: without what only the chat knows, and without what was not asked for. */
export function toWireItem(item: ConversationItem, { encryptedReasoning }: { readonly encryptedReasoning: boolean }): JsonObject {
  const { patchbay: _, ...wire } = item as ConversationItem & { readonly patchbay?: unknown };
  if (wire.type === 'reasoning' && !encryptedReasoning) {
    const { encrypted_content: _hidden, ...rest } = wire;
    return rest as unknown as JsonObject;
  }
  // Items are JSON by their definition; only the index signature is missing.
  return wire as unknown as JsonObject & { readonly id: Json };
}
