import type { ConversationItem } from '../domain/items.ts';
import type { JsonObject, JsonSchema } from '../domain/json.ts';
import type { CatalogTool } from '../domain/tool.ts';
import type { TokenUsage } from '../domain/turn-event.ts';

/** Whatever answers a step of a turn: a language model, or the built-in router, which is none and says so. */
export type Model = ModelInfo & {
  /** Streams one step. Throws AppError `model.*`; what was yielded before stays said. */
  step(request: StepRequest, signal: AbortSignal): AsyncIterable<StepEvent>;
};

export type ModelInfo = {
  /** `openai/gpt-5.4`: the provider, then the provider's own name. */
  readonly id: string;
  readonly label: string;
  readonly provider: string;
  readonly kind: 'language-model' | 'router';
};

/** A tool under the name that the model sees. */
export type ModelTool = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly strict: boolean;
};

export type ToolChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  | { readonly kind: 'required' }
  | { readonly kind: 'tool'; readonly name: string };

/** What the text has to look like: `text.format` of the Responses API. */
export type TextFormat =
  | { readonly kind: 'text' }
  | { readonly kind: 'json' }
  | {
      readonly kind: 'json-schema';
      readonly name: string;
      readonly description: string | null;
      readonly schema: JsonSchema;
      readonly strict: boolean;
    };

export const reasoningEfforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;

/** How the model is to sample; null leaves it to the provider. */
export type Sampling = {
  readonly maxOutputTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly format: TextFormat;
  readonly reasoning: {
    readonly effort: (typeof reasoningEfforts)[number] | null;
    readonly summary: 'auto' | 'concise' | 'detailed' | null;
  };
  readonly verbosity: 'low' | 'medium' | 'high' | null;
  /** `auto` lets the provider drop the oldest items where the context is too long; not every provider can. */
  readonly truncation: 'auto' | 'disabled';
};

export const defaultSampling: Sampling = {
  maxOutputTokens: null,
  temperature: null,
  topP: null,
  format: { kind: 'text' },
  reasoning: { effort: null, summary: null },
  verbosity: null,
  truncation: 'disabled',
};

export type StepRequest = {
  readonly instructions: string;
  /** Everything said so far, in order. */
  readonly items: readonly ConversationItem[];
  readonly tools: readonly ModelTool[];
  /** All tools that are attached, also those that the model finds only by searching. */
  readonly attached: readonly CatalogTool[];
  readonly toolChoice: ToolChoice;
  readonly parallelToolCalls: boolean;
  readonly sampling: Sampling;
  /** The name under which the model knows, or once knew, a server's tool. */
  readonly toolName: (label: string, name: string) => string;
};

/** A call that the router proposes and a person completes. */
export type Proposal = {
  readonly tool: CatalogTool;
  readonly input: JsonObject;
  readonly missing: readonly string[];
  readonly alternatives: readonly { readonly tool: CatalogTool; readonly input: JsonObject }[];
};

export type StepEnd = 'stop' | 'tool-calls' | 'length' | 'content-filter';

/** What a model says in one step. `block` and `call` name the part that a delta belongs to. */
export type StepEvent =
  | { readonly kind: 'text-started'; readonly block: string }
  | { readonly kind: 'text-delta'; readonly block: string; readonly delta: string }
  | { readonly kind: 'text-ended'; readonly block: string }
  | { readonly kind: 'reasoning-started'; readonly block: string }
  | { readonly kind: 'reasoning-delta'; readonly block: string; readonly delta: string }
  /** `token` is what the same provider wants back with the next step, opaque to us. */
  | { readonly kind: 'reasoning-ended'; readonly block: string; readonly token: string | null }
  | { readonly kind: 'call-started'; readonly call: string; readonly name: string }
  | { readonly kind: 'call-delta'; readonly call: string; readonly delta: string }
  /** The arguments are whole: the call can leave. */
  | { readonly kind: 'call-ready'; readonly call: string; readonly name: string; readonly arguments: string }
  | { readonly kind: 'call-proposed'; readonly proposal: Proposal }
  | { readonly kind: 'step-ended'; readonly end: StepEnd; readonly usage: TokenUsage | null };
