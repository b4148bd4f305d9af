import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { AppError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import type { TokenUsage } from '../../domain/turn-event.ts';
import type { Model, ModelInfo, StepEnd, StepEvent, StepRequest } from '../model.ts';
import { readModelFailure } from './model-errors.ts';
import { type PromptStyle, toPrompt } from './prompt.ts';

export type LanguageModelDeps = {
  readonly info: ModelInfo;
  readonly languageModel: LanguageModelV4;
  readonly style: PromptStyle;
  readonly providerOptions: (request: StepRequest) => LanguageModelV4CallOptions['providerOptions'];
  /** Waits before another try; tests hold it still. */
  readonly pause?: Pause | undefined;
};

/** What the model of a provider is made from. */
export type ModelDeps = {
  readonly name: string;
  readonly apiKey: Secret;
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly pause?: Pause | undefined;
};

export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

const retries = 2;
const longestPause = 20_000;

/** A model of the provider layer as our `Model`: one stream per step, tried again only while nothing was said yet. */
export function createLanguageModel({ info, languageModel, style, providerOptions, pause = sleep }: LanguageModelDeps): Model {
  async function* step(request: StepRequest, signal: AbortSignal): AsyncIterable<StepEvent> {
    const options = toCallOptions(request, { style, providerOptions: providerOptions(request), signal });
    for (let attempt = 0; ; attempt += 1) {
      let said = false;
      try {
        const { stream } = await languageModel.doStream(options);
        for await (const event of readParts(stream, style.provider)) {
          said = true;
          yield event;
        }
        return;
      } catch (thrown) {
        signal.throwIfAborted();
        const failure = readModelFailure(thrown);
        if (said || !failure.retry || attempt >= retries) throw failure.error;
        const wait = failure.waitMilliseconds ?? 400 * 2 ** attempt;
        // A provider that asks for minutes is better reported than waited for.
        if (wait > longestPause) throw failure.error;
        await pause(wait, signal);
      }
    }
  }
  return { ...info, step };
}

function toCallOptions(
  request: StepRequest,
  call: {
    readonly style: PromptStyle;
    readonly providerOptions: LanguageModelV4CallOptions['providerOptions'];
    readonly signal: AbortSignal;
  },
): LanguageModelV4CallOptions {
  const { sampling, toolChoice } = request;
  return {
    prompt: toPrompt(request, call.style),
    abortSignal: call.signal,
    ...(call.providerOptions === undefined ? {} : { providerOptions: call.providerOptions }),
    ...(sampling.maxOutputTokens === null ? {} : { maxOutputTokens: sampling.maxOutputTokens }),
    ...(sampling.temperature === null ? {} : { temperature: sampling.temperature }),
    ...(sampling.topP === null ? {} : { topP: sampling.topP }),
    ...(sampling.reasoning.effort === null ? {} : { reasoning: sampling.reasoning.effort }),
    ...responseFormat(request),
    ...(request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map((tool) => ({
            type: 'function' as const,
            name: tool.name,
            description: tool.description,
            // The provider layer's schema type is that of a library; ours is the same JSON.
            inputSchema: tool.inputSchema as never,
            ...(tool.strict ? { strict: true } : {}),
          })),
          toolChoice: toolChoice.kind === 'tool' ? { type: 'tool' as const, toolName: toolChoice.name } : { type: toolChoice.kind },
        }),
  };
}

function responseFormat({ sampling: { format } }: StepRequest): Pick<LanguageModelV4CallOptions, 'responseFormat'> {
  if (format.kind === 'text') return {};
  if (format.kind === 'json') return { responseFormat: { type: 'json' } };
  return {
    responseFormat: {
      type: 'json',
      // As above: the same JSON under a library's type.
      schema: format.schema as never,
      name: format.name,
      ...(format.description === null ? {} : { description: format.description }),
    },
  };
}

async function* readParts(stream: ReadableStream<LanguageModelV4StreamPart>, provider: string): AsyncIterable<StepEvent> {
  const open = new Map<string, { readonly name: string; input: string; ready: boolean }>();
  const tokens = new Map<string, string | null>();
  let ended = false;
  for await (const part of stream) {
    switch (part.type) {
      case 'text-start':
        yield { kind: 'text-started', block: part.id };
        break;
      case 'text-delta':
        if (part.delta !== '') yield { kind: 'text-delta', block: part.id, delta: part.delta };
        break;
      case 'text-end':
        yield { kind: 'text-ended', block: part.id };
        break;
      case 'reasoning-start':
        yield { kind: 'reasoning-started', block: part.id };
        break;
      case 'reasoning-delta':
        // Anthropic signs its thinking in a last, empty delta.
        tokens.set(part.id, reasoningToken(part.providerMetadata, provider) ?? tokens.get(part.id) ?? null);
        if (part.delta !== '') yield { kind: 'reasoning-delta', block: part.id, delta: part.delta };
        break;
      case 'reasoning-end':
        yield {
          kind: 'reasoning-ended',
          block: part.id,
          token: reasoningToken(part.providerMetadata, provider) ?? tokens.get(part.id) ?? null,
        };
        break;
      case 'tool-input-start':
        // Chat completions have no sign for the end of a call but the beginning of the next: let the earlier one leave now.
        for (const [id, call] of open)
          if (!call.ready && isWholeJson(call.input)) {
            call.ready = true;
            yield { kind: 'call-ready', call: id, name: call.name, arguments: call.input };
          }
        open.set(part.id, { name: part.toolName, input: '', ready: false });
        yield { kind: 'call-started', call: part.id, name: part.toolName };
        break;
      case 'tool-input-delta': {
        const call = open.get(part.id);
        if (call === undefined || call.ready || part.delta === '') break;
        call.input += part.delta;
        yield { kind: 'call-delta', call: part.id, delta: part.delta };
        // An object that is whole cannot go on, so the call need not wait for its end sign. `{}` may be a placeholder.
        if (part.delta.trimEnd().endsWith('}') && call.input.trim() !== '{}' && isWholeJson(call.input)) {
          call.ready = true;
          yield { kind: 'call-ready', call: part.id, name: call.name, arguments: call.input };
        }
        break;
      }
      case 'tool-call': {
        const call = open.get(part.toolCallId);
        if (call?.ready) break;
        if (call === undefined) yield { kind: 'call-started', call: part.toolCallId, name: part.toolName };
        else call.ready = true;
        yield { kind: 'call-ready', call: part.toolCallId, name: part.toolName, arguments: part.input };
        break;
      }
      case 'error':
        throw part.error;
      case 'finish':
        // The provider layer reports a stream that stopped without its end as a reason; to us it is a failure.
        if (part.finishReason.unified === 'interrupted' || part.finishReason.unified === 'error')
          throw new AppError('model.invalid-response', {
            sentence: "The model's answer broke off before its end. What was received is kept; try again.",
          });
        ended = true;
        yield { kind: 'step-ended', end: toEnd(part.finishReason.unified), usage: toUsage(part.usage) };
        break;
      default:
        // Sources, files and raw chunks carry nothing that we show.
        break;
    }
  }
  if (!ended)
    throw new AppError('model.invalid-response', {
      sentence: "The model's answer broke off before its end. What was received is kept; try again.",
    });
}

function toEnd(unified: string): StepEnd {
  if (unified === 'length' || unified === 'content-filter' || unified === 'tool-calls') return unified;
  return 'stop';
}

function toUsage(usage: Extract<LanguageModelV4StreamPart, { type: 'finish' }>['usage']): TokenUsage | null {
  if (usage.inputTokens.total === undefined && usage.outputTokens.total === undefined) return null;
  return {
    inputTokens: usage.inputTokens.total ?? 0,
    outputTokens: usage.outputTokens.total ?? 0,
    cachedInputTokens: usage.inputTokens.cacheRead ?? 0,
    reasoningTokens: usage.outputTokens.reasoning ?? 0,
  };
}

function reasoningToken(metadata: Record<string, Record<string, unknown>> | undefined, provider: string): string | null {
  const own = metadata?.[provider];
  const token = own?.reasoningEncryptedContent ?? own?.signature;
  return typeof token === 'string' ? `${provider}:${token}` : null;
}

function isWholeJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason);
      },
      { once: true },
    );
  });
}
