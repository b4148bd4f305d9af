import type { ItemId } from '../domain/ids.ts';
import type { OutputItem } from '../domain/items.ts';
import type { TurnEvent } from '../domain/turn-event.ts';

/** The output items of a turn as they grow: gives each its place, and says every change as an event. */
export type TurnOutput = {
  start(item: OutputItem): number;
  text(index: number, delta: string): void;
  reasoning(index: number, delta: string): void;
  arguments(index: number, delta: string): void;
  /** Ends an item as it has grown, or as `item`. */
  finish(index: number, item?: OutputItem): void;
  itemAt(index: number): OutputItem;
  items(): readonly OutputItem[];
  /** Ends what is still open as incomplete: the turn was stopped or failed, and what was said is kept. */
  closeOpen(): void;
};

export function createTurnOutput(emit: (event: TurnEvent) => void): TurnOutput {
  const items: OutputItem[] = [];
  const open = new Set<number>();

  function itemAt(index: number): OutputItem {
    const item = items[index];
    if (item === undefined) throw new Error(`no output item at ${index}`);
    return item;
  }
  function finish(index: number, item: OutputItem = itemAt(index)): void {
    items[index] = item;
    open.delete(index);
    emit({ kind: 'item-done', index, item });
  }
  return {
    start: (item) => {
      const index = items.push(item) - 1;
      open.add(index);
      emit({ kind: 'item-started', index, item });
      return index;
    },
    text: (index, delta) => {
      const item = itemAt(index);
      if (item.type !== 'message') return;
      const part = item.content[0];
      const text = (part?.type === 'output_text' ? part.text : '') + delta;
      items[index] = { ...item, content: [{ type: 'output_text', text, annotations: [] }] };
      emit({ kind: 'text-delta', index, itemId: item.id as ItemId, delta });
    },
    reasoning: (index, delta) => {
      const item = itemAt(index);
      if (item.type !== 'reasoning') return;
      items[index] = { ...item, summary: [{ type: 'summary_text', text: (item.summary[0]?.text ?? '') + delta }] };
      emit({ kind: 'reasoning-delta', index, itemId: item.id as ItemId, delta });
    },
    arguments: (index, delta) => {
      const item = itemAt(index);
      if (item.type !== 'mcp_call' && item.type !== 'function_call') return;
      items[index] = { ...item, arguments: item.arguments + delta };
      emit({ kind: 'arguments-delta', index, itemId: item.id as ItemId, delta });
    },
    finish,
    itemAt,
    items: () => items,
    closeOpen: () => {
      for (const index of [...open].sort((left, right) => left - right)) finish(index, asIncomplete(itemAt(index)));
    },
  };
}

/** An item whose turn ended before it did. */
export function asIncomplete<Item extends OutputItem>(item: Item): Item {
  if (!('status' in item) || (item.status !== 'in_progress' && item.status !== 'calling')) return item;
  return { ...item, status: 'incomplete' };
}
