import { z } from 'zod';
import { reasoningEfforts } from '../../agent/model.ts';
import type { AppError } from '../../domain/errors.ts';
import type { JsonObject } from '../../domain/json.ts';
import { inputItem } from './input-items.ts';
import { refuse } from './openai-error.ts';

const jsonObject = z.custom<JsonObject>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
);
const metadata = z
  .record(z.string().max(64), z.string().max(512))
  .refine((value) => Object.keys(value).length <= 16, 'holds at most 16 pairs');
const toolFilter = z.strictObject({ tool_names: z.array(z.string()).optional(), read_only: z.boolean().optional() });

const mcpTool = z.strictObject({
  type: z.literal('mcp'),
  server_label: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'takes letters, digits, - and _, at most 64'),
  server_url: z.url({ protocol: /^https?$/ }).optional(),
  connector_id: z.string().optional(),
  tunnel_id: z.string().nullish(),
  authorization: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  server_description: z.string().max(4000).nullish(),
  allowed_tools: z.union([z.array(z.string()), toolFilter]).nullish(),
  require_approval: z
    .union([z.enum(['always', 'never']), z.strictObject({ always: toolFilter.nullish(), never: toolFilter.nullish() })])
    .nullish(),
  defer_loading: z.boolean().nullish(),
  allowed_callers: z.array(z.enum(['direct', 'programmatic'])).nullish(),
});
const functionTool = z.strictObject({
  type: z.literal('function'),
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/, 'takes letters, digits, - and _, at most 64'),
  description: z.string().nullish(),
  parameters: jsonObject.nullish(),
  strict: z.boolean().nullish(),
  defer_loading: z.literal(false).nullish(),
});

const toolChoice = z.union([
  z.enum(['auto', 'none', 'required']),
  z.strictObject({ type: z.literal('function'), name: z.string() }),
  z.strictObject({ type: z.literal('mcp'), server_label: z.string(), name: z.string().nullish() }),
  z.strictObject({
    type: z.literal('allowed_tools'),
    mode: z.enum(['auto', 'required']),
    tools: z.array(
      z.union([
        z.strictObject({ type: z.literal('function'), name: z.string() }),
        z.strictObject({
          type: z.literal('mcp'),
          server_label: z.string(),
          name: z.string().nullish(),
          allowed_tools: z.union([z.array(z.string()), toolFilter]).nullish(),
        }),
      ]),
    ),
  }),
]);

const format = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({ type: z.literal('json_object') }),
  z.strictObject({
    type: z.literal('json_schema'),
    name: z.string(),
    description: z.string().nullish(),
    schema: jsonObject,
    strict: z.boolean().nullish(),
  }),
]);

const includable = z.enum([
  'file_search_call.results',
  'web_search_call.results',
  'web_search_call.action.sources',
  'message.input_image.image_url',
  'computer_call_output.output.image_url',
  'code_interpreter_call.outputs',
  'reasoning.encrypted_content',
]);

/** `POST /v1/responses`. What is not here is refused by name. */
export const responsesRequest = z.strictObject({
  model: z.string().optional(),
  input: z.union([z.string(), z.array(inputItem)]).optional(),
  instructions: z.string().nullish(),
  tools: z
    .array(z.discriminatedUnion('type', [mcpTool, functionTool]))
    .max(128)
    .nullish(),
  tool_choice: toolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  max_tool_calls: z.int().min(1).nullish(),
  max_output_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  text: z.strictObject({ format: format.nullish(), verbosity: z.enum(['low', 'medium', 'high']).nullish() }).nullish(),
  reasoning: z
    .strictObject({
      effort: z.enum(reasoningEfforts).nullish(),
      summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
      generate_summary: z.enum(['auto', 'concise', 'detailed']).nullish(),
    })
    .nullish(),
  truncation: z.enum(['auto', 'disabled']).nullish(),
  include: z.array(includable).nullish(),
  previous_response_id: z.string().nullish(),
  conversation: z.union([z.string(), z.strictObject({ id: z.string() })]).nullish(),
  store: z.boolean().nullish(),
  background: z.boolean().nullish(),
  stream: z.boolean().nullish(),
  metadata: metadata.nullish(),
  // These change nothing about an answer here: labels for a provider's own caches and statistics.
  user: z.string().nullish(),
  safety_identifier: z.string().nullish(),
  prompt_cache_key: z.string().nullish(),
  prompt_cache_retention: z.enum(['in_memory', '24h']).nullish(),
  stream_options: z.strictObject({ include_obfuscation: z.boolean().optional() }).nullish(),
  service_tier: z.enum(['auto', 'default']).nullish(),
  top_logprobs: z.literal(0).nullish(),
});
export type ResponsesRequest = z.output<typeof responsesRequest>;
export type McpToolRequest = z.output<typeof mcpTool>;

export const conversationRequest = z.strictObject({ items: z.array(inputItem).max(20).nullish(), metadata: metadata.nullish() });
export const conversationChange = z.strictObject({ metadata: metadata.nullable() });
export const conversationItemsRequest = z.strictObject({ items: z.array(inputItem).min(1).max(20) });

/** Parses a body, or throws OpenAI's error with the first parameter at fault. */
export function parseWire<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw issue === undefined ? refuse('The request is not valid.', { param: '' }) : toRefusal(issue, body);
}

function toRefusal(issue: z.core.$ZodIssue, body: unknown, before: readonly PropertyKey[] = []): AppError {
  const path = [...before, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const param = printPath([...path, issue.keys[0] ?? '']);
    return refuse(`Unknown or unsupported parameter: '${param}'.`, { param, code: 'unknown_parameter' });
  }
  // Of a union, the branch that got furthest says what is wrong.
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branches = [...issue.errors].sort((left, right) => depth(right) - depth(left) || left.length - right.length);
    const [deepest] = branches[0] ?? [];
    if (deepest !== undefined && deepest.path.length > 0) return toRefusal(deepest, body, path);
  }
  const param = printPath(path);
  const value = path.reduce<unknown>(
    (current, key) => (typeof current === 'object' && current !== null ? Reflect.get(current, key) : undefined),
    body,
  );
  if (value === undefined && issue.code !== 'custom')
    return refuse(`Missing required parameter: '${param}'.`, { param, code: 'missing_required_parameter' });
  const code =
    issue.code === 'invalid_value' || issue.code === 'invalid_union'
      ? 'invalid_value'
      : issue.code === 'invalid_type'
        ? 'invalid_type'
        : null;
  const shown = typeof value === 'string' && value.length <= 60 ? ` '${value}'` : '';
  return refuse(`Invalid or unsupported value${shown} for '${param}': ${issue.message}.`, { param, code });
}

const depth = (issues: readonly z.core.$ZodIssue[]) => Math.max(0, ...issues.map((issue) => issue.path.length));

/** `tools[0].server_url`, as OpenAI writes places. */
function printPath(path: readonly PropertyKey[]): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`)).join('');
}
