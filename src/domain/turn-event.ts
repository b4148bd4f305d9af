import type { ItemId, ResponseId, ToolCallId } from './ids.ts';
import type { OutputItem } from './items.ts';
import type { PendingElicitation, ToolProgress } from './tool.ts';

export type TokenUsage = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly reasoningTokens: number;
};

/** Why a turn ended. `stopped-at-limit` names the limit in its sentence. */
export type TurnEnd =
  | { readonly kind: 'completed' }
  | { readonly kind: 'waiting'; readonly for: 'approval' | 'sign-in' | 'function-output' }
  | {
      readonly kind: 'stopped-at-limit';
      readonly limit: 'max-steps' | 'max-tool-calls' | 'max-output-tokens' | 'content-filter';
      readonly sentence: string;
    }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/**
 * What a turn says while it runs. The chat stream and the Responses stream are two encoders of these events.
 * `index` is the place of the item in the response's output (`output_index` on the wire).
 */
export type TurnEvent =
  | { readonly kind: 'turn-started'; readonly responseId: ResponseId; readonly model: string }
  | { readonly kind: 'item-started'; readonly index: number; readonly item: OutputItem }
  | { readonly kind: 'text-delta'; readonly index: number; readonly itemId: ItemId; readonly delta: string }
  | { readonly kind: 'refusal-delta'; readonly index: number; readonly itemId: ItemId; readonly delta: string }
  | { readonly kind: 'reasoning-delta'; readonly index: number; readonly itemId: ItemId; readonly delta: string }
  | { readonly kind: 'arguments-delta'; readonly index: number; readonly itemId: ItemId; readonly delta: string }
  /** The call leaves now: its arguments are whole. */
  | { readonly kind: 'tool-call-started'; readonly index: number; readonly itemId: ItemId; readonly callId: ToolCallId }
  | { readonly kind: 'tool-progress'; readonly index: number; readonly itemId: ItemId; readonly progress: ToolProgress }
  | { readonly kind: 'elicitation-requested'; readonly index: number; readonly itemId: ItemId; readonly elicitation: PendingElicitation }
  | { readonly kind: 'elicitation-closed'; readonly elicitationId: string }
  /** The item as it is stored. Also sent, with the same id, when an earlier item of the conversation changed (a resumed call). */
  | { readonly kind: 'item-done'; readonly index: number; readonly item: OutputItem }
  | { readonly kind: 'turn-ended'; readonly end: TurnEnd; readonly usage: TokenUsage | null };
