import type { ConversationDetail, ConversationItem, PendingElicitation, ToolProgress, TurnEvent } from '../../contract/objects.ts';

export type TurnEnd = Extract<TurnEvent, { readonly kind: 'turn-ended' }>['end'];
/** A call under way: when it left, and what it last said of itself. */
export type LiveCall = { readonly startedAt: number; readonly progress: ToolProgress | null };

/** A conversation as the page shows it: the stored items, with what the running turn has said since. */
export type ChatState = {
  readonly items: readonly ConversationItem[];
  readonly reasoning: ReadonlyMap<string, string>;
  readonly calls: ReadonlyMap<string, LiveCall>;
  readonly elicitations: readonly { readonly itemId: string; readonly elicitation: PendingElicitation }[];
  readonly turn:
    | { readonly kind: 'idle' }
    | { readonly kind: 'starting' }
    | { readonly kind: 'running'; readonly responseId: string }
    | { readonly kind: 'ended'; readonly end: TurnEnd };
};

export type ChatAction =
  | { readonly kind: 'loaded'; readonly conversation: ConversationDetail }
  /** The person did something that starts a turn; `said` is shown before the server has it. */
  | { readonly kind: 'turn-requested'; readonly said?: { readonly text: string; readonly images: readonly string[] } }
  | { readonly kind: 'regenerate-requested' }
  | {
      readonly kind: 'approval-answered';
      readonly itemId: string;
      readonly decision: 'deny' | 'once' | 'conversation' | 'always';
    }
  | { readonly kind: 'turn-accepted'; readonly responseId: string }
  | { readonly kind: 'turn-refused' }
  | { readonly kind: 'event'; readonly event: TurnEvent; readonly at: number };

export const emptyChat: ChatState = { items: [], reasoning: new Map(), calls: new Map(), elicitations: [], turn: { kind: 'idle' } };
/** The id of what was said but is not stored yet. */
export const unsentId = 'unsent';

/** True from the person's wish until the turn has ended. */
export function isBusy({ turn }: ChatState): boolean {
  return turn.kind === 'starting' || turn.kind === 'running';
}
