import type { Response as OpenAIResponse, ResponseError, ResponseUsage } from 'openai/resources/responses/responses';
import type { ResponseRecord } from '../../agent/response-record.ts';
import type { ConversationItem } from '../../domain/items.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { TokenUsage, TurnEnd } from '../../domain/turn-event.ts';
import type { ResponseStatus, StoredResponse } from '../../store/responses.ts';
import { toWireItem } from './input-items.ts';

/** A response object as it travels; `output_text` is added by the SDK. */
export type WireResponse = Omit<OpenAIResponse, 'output_text'>;

/** What a response object is made of, whether it runs or is stored. */
export type ResponseFacts = Pick<StoredResponse, 'id' | 'model' | 'conversationId' | 'previousResponseId' | 'createdAt'> & {
  readonly status: ResponseStatus;
  readonly record: ResponseRecord;
  readonly output: readonly ConversationItem[];
};

/** The response object, with every field that the `openai` package types as present. */
export function toWireResponse(facts: ResponseFacts): WireResponse {
  const { record } = facts;
  const { include_reasoning: _, ...echo } = record.request;
  const response = {
    id: facts.id,
    object: 'response',
    created_at: seconds(facts.createdAt),
    completed_at: facts.status === 'completed' && record.endedAt !== null ? seconds(record.endedAt) : null,
    status: facts.status,
    model: facts.model,
    access_programs: null,
    background: false,
    error: record.end === null ? null : toResponseError(record.end),
    incomplete_details: record.end === null ? null : toIncompleteDetails(record.end),
    instructions: null,
    max_output_tokens: null,
    max_tool_calls: null,
    metadata: {},
    parallel_tool_calls: true,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    store: true,
    temperature: null,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    truncation: 'disabled',
    ...echo,
    previous_response_id: facts.previousResponseId,
    conversation: facts.conversationId === null ? null : { id: facts.conversationId },
    output: facts.output.map((item) => toWireItem(item, { encryptedReasoning: wantsReasoning(record.request) })),
    usage: record.usage === null ? undefined : toWireUsage(record.usage),
  };
  // The echo is parsed by our schema of the same parameters, and the items are the package's by definition.
  return response as unknown as WireResponse;
}

/** Was `reasoning.encrypted_content` asked for? Kept beside the echo under a name that no parameter has. */
export const wantsReasoning = (request: JsonObject) => request.include_reasoning === true;

export function toWireUsage(usage: TokenUsage): ResponseUsage {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedInputTokens } as ResponseUsage['input_tokens_details'],
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}

function toResponseError(end: TurnEnd): ResponseError | null {
  if (end.kind !== 'failed') return null;
  return { code: end.code === 'model.rate-limited' ? 'rate_limit_exceeded' : 'server_error', message: end.message };
}

/** The package knows two reasons; for another limit the text of the last message says it. */
function toIncompleteDetails(end: TurnEnd): OpenAIResponse.IncompleteDetails | null {
  if (end.kind !== 'stopped-at-limit' || end.limit === 'max-tool-calls') return null;
  if (end.limit === 'max-output-tokens') return { reason: 'max_output_tokens' };
  return end.limit === 'content-filter' ? { reason: 'content_filter' } : {};
}

export const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);
