import type { ConversationDetail, ConversationItem } from '../../contract/objects.ts';
import { type ChatAction, type ChatState, emptyChat, isBusy, unsentId } from './chat-state.ts';
import { reduceEvent } from './reduce-event.ts';

/** What the page shows after an action. Pure. */
export function reduceChat(state: ChatState, action: ChatAction): ChatState {
  switch (action.kind) {
    case 'loaded':
      return load(state, action.conversation);
    case 'turn-requested':
      return { ...state, items: action.said ? [...state.items, unsentMessage(action.said)] : state.items, turn: { kind: 'starting' } };
    case 'regenerate-requested': {
      const last = state.items.findLastIndex((item) => item.type === 'message' && item.role === 'user');
      return { ...state, items: state.items.slice(0, last + 1), turn: { kind: 'starting' } };
    }
    case 'approval-answered':
      return { ...state, items: state.items.map((item) => answer(item, action)), turn: { kind: 'starting' } };
    case 'turn-accepted':
      return { ...state, turn: { kind: 'running', responseId: action.responseId } };
    case 'turn-refused':
      return { ...state, items: state.items.filter((item) => item.id !== unsentId), turn: { kind: 'idle' } };
    case 'event':
      return reduceEvent(state, action.event, action.at);
    default:
      return action satisfies never;
  }
}

function load(state: ChatState, { items, runningResponseId }: ConversationDetail): ChatState {
  // While a turn streams, the stream is newer than what is stored.
  if (isBusy(state)) return state;
  if (runningResponseId !== null) return { ...emptyChat, items, turn: { kind: 'running', responseId: runningResponseId } };
  return { ...emptyChat, items, turn: state.turn };
}

function answer(
  item: ConversationItem,
  { itemId, decision }: { readonly itemId: string; readonly decision: 'deny' | 'once' | 'conversation' | 'always' },
): ConversationItem {
  if (item.id !== itemId || item.type !== 'mcp_approval_request' || item.patchbay === undefined) return item;
  return { ...item, patchbay: { ...item.patchbay, answer: { approve: decision !== 'deny', decision, reason: null } } };
}

function unsentMessage({ text, images }: { readonly text: string; readonly images: readonly string[] }): ConversationItem {
  return {
    type: 'message',
    // Replaced by the stored item's id when the conversation is read again.
    id: unsentId as ConversationItem['id'],
    role: 'user',
    status: 'completed',
    content: [{ type: 'input_text', text }, ...images.map((image_url) => ({ type: 'input_image' as const, image_url }))],
  } as ConversationItem;
}
