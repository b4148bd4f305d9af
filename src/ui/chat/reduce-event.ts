import type { ConversationItem, OutputItem, ToolProgress, TurnEvent } from '../../contract/objects.ts';
import type { ChatState } from './chat-state.ts';

/**
 * What the page shows after an event of the running turn. Replaying a turn from its first event is harmless:
 * `item-started` sets an item back to its beginning.
 */
export function reduceEvent(state: ChatState, event: TurnEvent, at: number): ChatState {
  switch (event.kind) {
    case 'turn-started':
      return { ...state, turn: { kind: 'running', responseId: event.responseId } };
    case 'item-started':
      return { ...state, items: putItem(state.items, event.item), reasoning: without(state.reasoning, event.item.id) };
    case 'text-delta':
      return changeItem(state, event.itemId, (item) => addText(item, event.delta));
    case 'refusal-delta':
      return changeItem(state, event.itemId, (item) => addRefusal(item, event.delta));
    case 'reasoning-delta':
      return {
        ...state,
        reasoning: new Map(state.reasoning).set(event.itemId, (state.reasoning.get(event.itemId) ?? '') + event.delta),
      };
    case 'arguments-delta':
      return changeItem(state, event.itemId, (item) => ('arguments' in item ? { ...item, arguments: item.arguments + event.delta } : item));
    case 'tool-call-started':
      return { ...state, calls: new Map(state.calls).set(event.itemId, { startedAt: at, progress: null }) };
    case 'tool-progress':
      return { ...state, calls: addProgress(state.calls, { itemId: event.itemId, progress: event.progress, at }) };
    case 'elicitation-requested': {
      const others = state.elicitations.filter(({ elicitation }) => elicitation.id !== event.elicitation.id);
      return { ...state, elicitations: [...others, { itemId: event.itemId, elicitation: event.elicitation }] };
    }
    case 'elicitation-closed':
      return { ...state, elicitations: state.elicitations.filter(({ elicitation }) => elicitation.id !== event.elicitationId) };
    case 'item-done':
      return { ...state, items: putItem(state.items, event.item), calls: without(state.calls, event.item.id) };
    case 'turn-ended':
      return { ...state, calls: new Map(), elicitations: [], turn: { kind: 'ended', end: event.end } };
    default:
      // A newer server may say more than this page knows; what it does not know it leaves out.
      return state;
  }
}

function putItem(items: readonly ConversationItem[], item: ConversationItem): readonly ConversationItem[] {
  const place = items.findIndex(({ id }) => id === item.id);
  return place === -1 ? [...items, item] : items.with(place, item);
}

function changeItem(state: ChatState, id: string, change: (item: ConversationItem) => ConversationItem): ChatState {
  const place = state.items.findIndex((item) => item.id === id);
  const item = state.items[place];
  return item === undefined ? state : { ...state, items: state.items.with(place, change(item)) };
}

type AssistantMessage = Extract<OutputItem, { readonly type: 'message' }>;
type OutputPart = AssistantMessage['content'][number];

function addText(item: ConversationItem, delta: string): ConversationItem {
  if (!isAssistantMessage(item)) return item;
  const last = item.content.at(-1);
  const part: OutputPart =
    last?.type === 'output_text' ? { ...last, text: last.text + delta } : { type: 'output_text', text: delta, annotations: [] };
  return { ...item, content: last?.type === 'output_text' ? [...item.content.slice(0, -1), part] : [...item.content, part] };
}

function addRefusal(item: ConversationItem, delta: string): ConversationItem {
  if (!isAssistantMessage(item)) return item;
  const last = item.content.at(-1);
  if (last?.type !== 'refusal') return { ...item, content: [...item.content, { type: 'refusal', refusal: delta }] };
  return { ...item, content: [...item.content.slice(0, -1), { ...last, refusal: last.refusal + delta }] };
}

function isAssistantMessage(item: ConversationItem): item is AssistantMessage {
  return item.type === 'message' && item.role === 'assistant';
}

function addProgress(
  calls: ChatState['calls'],
  { itemId, progress, at }: { readonly itemId: string; readonly progress: ToolProgress; readonly at: number },
): ChatState['calls'] {
  return new Map(calls).set(itemId, { startedAt: calls.get(itemId)?.startedAt ?? at, progress });
}

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
