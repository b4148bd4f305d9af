import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import type { ConversationItem, InputContent, InputMessageItem, McpApprovalResponseItem, OutputMessageItem } from '../../domain/items.ts';
import { unreachable } from '../../domain/unreachable.ts';
import type { StepRequest } from '../model.ts';
import { callOutputParts, describeBinary, markAsData, type OutputPart } from '../tool-output.ts';

export type PromptStyle = {
  /** The key of the provider's own options. */
  readonly provider: string;
  readonly takesToolImages: boolean;
  /** Anthropic takes system text only at the beginning. */
  readonly hoistsSystemText: boolean;
};

/** The conversation as the provider layer wants it. Each call stands beside its result, which every wire format takes. */
export function toPrompt(request: StepRequest, style: PromptStyle): LanguageModelV4Prompt {
  const { items } = request;
  const hoisted = style.hoistsSystemText
    ? items.flatMap((item) => (isInputText(item) && isSystem(item) ? [plainText(item.content)] : []))
    : [];
  const system = [request.instructions, ...hoisted].filter((text) => text !== '').join('\n\n');
  const outputs = new Map(items.flatMap((item) => (item.type === 'function_call_output' ? [[item.call_id, item] as const] : [])));
  const answers = new Map(
    items.flatMap((item) => (item.type === 'mcp_approval_response' ? [[item.approval_request_id, item] as const] : [])),
  );
  const run = new Set(items.flatMap((item) => (item.type === 'mcp_call' && item.approval_request_id ? [item.approval_request_id] : [])));
  const tokens = new Set<string>();
  const messages = items.flatMap((item): readonly LanguageModelV4Message[] => {
    switch (item.type) {
      case 'message':
        if (item.role === 'assistant') return assistantText(item);
        if (isSystem(item)) return style.hoistsSystemText ? [] : [{ role: 'system', content: plainText(item.content) }];
        return [{ role: 'user', content: item.content.map(toUserPart) }];
      case 'reasoning':
        // The parts of one summary carry the same token; the provider wants it once.
        if (!item.encrypted_content || tokens.has(item.encrypted_content)) return [];
        tokens.add(item.encrypted_content);
        return reasoningMessage(item, style);
      case 'function_call':
        return callAndResult({
          id: item.call_id,
          name: item.name,
          input: parseInput(item.arguments),
          output: functionOutput(outputs.get(item.call_id)?.output, style),
        });
      case 'mcp_call':
        return callAndResult({
          id: item.id,
          name: request.toolName(item.server_label, item.name),
          input: parseInput(item.arguments),
          output: toolOutput(callOutputParts(item), {
            style,
            source: `${item.server_label}.${item.name}`,
            failed: item.status === 'failed' || item.patchbay?.result?.isError === true,
          }),
        });
      case 'mcp_approval_request':
        if (run.has(item.id)) return [];
        return callAndResult({
          id: item.id,
          name: request.toolName(item.server_label, item.name),
          input: parseInput(item.arguments),
          output: { type: 'error-text', value: unansweredText(answers.get(item.id)) },
        });
      case 'function_call_output':
      case 'mcp_approval_response':
      case 'mcp_list_tools':
        return [];
      default:
        return unreachable(item);
    }
  });
  return joinNeighbours(system === '' ? messages : [{ role: 'system', content: system }, ...messages]);
}

type AssistantMessage = Extract<LanguageModelV4Message, { role: 'assistant' }>;
type ToolMessage = Extract<LanguageModelV4Message, { role: 'tool' }>;
type ToolOutput = Extract<ToolMessage['content'][number], { type: 'tool-result' }>['output'];
type UserMessage = Extract<LanguageModelV4Message, { role: 'user' }>;

const isInputText = (item: ConversationItem): item is InputMessageItem => item.type === 'message' && item.role !== 'assistant';
const isSystem = (item: InputMessageItem) => item.role !== 'user';

const plainText = (content: readonly InputContent[]) => content.map((part) => (part.type === 'input_text' ? part.text : '')).join('\n');

function assistantText(item: OutputMessageItem): readonly LanguageModelV4Message[] {
  const text = item.content.map((part) => (part.type === 'output_text' ? part.text : part.refusal)).join('');
  return text === '' ? [] : [{ role: 'assistant', content: [{ type: 'text', text }] }];
}

function toUserPart(part: InputContent): UserMessage['content'][number] {
  if (part.type === 'input_text') return { type: 'text', text: part.text };
  const inline = /^data:([^;,]+);base64,(.*)$/s.exec(part.image_url ?? '');
  if (inline !== null)
    return {
      type: 'file',
      mediaType: inline[1] ?? 'image/png',
      data: { type: 'data', data: inline[2] ?? '' },
      ...imageDetail(part.detail),
    };
  return { type: 'file', mediaType: 'image/*', data: { type: 'url', url: new URL(part.image_url ?? '') }, ...imageDetail(part.detail) };
}

const imageDetail = (detail: string | undefined) =>
  detail === undefined || detail === 'auto' ? {} : { providerOptions: { openai: { imageDetail: detail } } };

/** A provider's own reasoning goes back to it; another's is not its business. */
function reasoningMessage(
  item: Extract<ConversationItem, { type: 'reasoning' }>,
  { provider }: PromptStyle,
): readonly LanguageModelV4Message[] {
  const [owner, ...rest] = (item.encrypted_content ?? '').split(':');
  const token = rest.join(':');
  if (owner !== provider || token === '') return [];
  const text = item.summary.map((part) => part.text).join('\n');
  const providerOptions: AssistantMessage['providerOptions'] =
    provider === 'anthropic' ? { anthropic: { signature: token } } : { [provider]: { reasoningEncryptedContent: token } };
  return [{ role: 'assistant', content: [{ type: 'reasoning', text, providerOptions }] }];
}

function callAndResult(call: {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly output: ToolOutput;
}): readonly LanguageModelV4Message[] {
  return [
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId: call.id, toolName: call.name, input: call.input }] },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: call.id, toolName: call.name, output: call.output }] },
  ];
}

function functionOutput(output: string | readonly InputContent[] | undefined, style: PromptStyle): ToolOutput {
  if (output === undefined) return { type: 'error-text', value: 'No output was given for this call.' };
  if (typeof output === 'string') return { type: 'text', value: output };
  const parts = output.map((part): OutputPart => {
    if (part.type === 'input_text') return { kind: 'text', text: part.text };
    const inline = /^data:([^;,]+);base64,(.*)$/s.exec(part.image_url ?? '');
    if (inline === null) return { kind: 'text', text: `[image ${part.image_url ?? ''}]` };
    return { kind: 'image', mimeType: inline[1] ?? 'image/png', data: inline[2] ?? '' };
  });
  return partsOutput(parts, style);
}

function toolOutput(
  parts: readonly OutputPart[],
  { style, source, failed }: { readonly style: PromptStyle; readonly source: string; readonly failed: boolean },
): ToolOutput {
  const marked = parts.map((part): OutputPart => (part.kind === 'text' ? { kind: 'text', text: markAsData(part.text, source) } : part));
  const output = partsOutput(marked, style);
  return failed && output.type === 'text' ? { type: 'error-text', value: output.value } : output;
}

function partsOutput(parts: readonly OutputPart[], style: PromptStyle): ToolOutput {
  if (!style.takesToolImages || parts.every((part) => part.kind === 'text'))
    return { type: 'text', value: parts.map((part) => (part.kind === 'text' ? part.text : describeBinary('image', part))).join('\n') };
  return {
    type: 'content',
    value: parts.map((part) =>
      part.kind === 'text'
        ? { type: 'text', text: part.text }
        : { type: 'file', data: { type: 'data', data: part.data }, mediaType: part.mimeType },
    ),
  };
}

function unansweredText(answer: McpApprovalResponseItem | undefined): string {
  if (answer === undefined) return 'Not run: the person has not answered the request for approval.';
  if (answer.approve) return 'Not run yet, although the person approved it.';
  const reason = answer.reason ? ` Their reason: ${answer.reason}` : '';
  return `Not run: the person denied this call.${reason} Do not try it again unless they ask.`;
}

function parseInput(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return {};
  }
}

/** Providers want turns to alternate, and reasoning in one message with the call that it led to. */
function joinNeighbours(messages: readonly LanguageModelV4Message[]): LanguageModelV4Prompt {
  const joined: LanguageModelV4Prompt = [];
  for (const message of messages) {
    const last = joined.at(-1);
    if (last?.role === 'assistant' && message.role === 'assistant')
      joined[joined.length - 1] = { role: 'assistant', content: [...last.content, ...message.content] };
    else joined.push(message);
  }
  return joined;
}
