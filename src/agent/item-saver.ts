import type { Clock, ConversationId, ResponseId, UserId } from '../domain/ids.ts';
import type { OutputItem, OutputMessageItem } from '../domain/items.ts';
import type { TurnEvent } from '../domain/turn-event.ts';
import type { ResponseStore } from '../store/responses.ts';

/** Keeps the items of a turn as they grow, in order, and behind the events: the disk never holds up a stream. */
export type ItemSaver = {
  take(event: TurnEvent): void;
  /** Waits until all is written; what went wrong, or null. */
  settled(): Promise<unknown>;
};

/** How often a text that is still being said is written, in milliseconds: what a killed process can lose of it. */
const textInterval = 1000;

export function createItemSaver({
  store,
  owner,
  clock,
}: {
  readonly store: Pick<ResponseStore, 'saveOutput' | 'replaceItem'>;
  readonly owner: { readonly id: ResponseId; readonly userId: UserId; readonly conversationId: ConversationId | null };
  readonly clock: Clock;
}): ItemSaver {
  const open = new Map<string, { readonly item: OutputMessageItem; text: string; savedAt: number }>();
  let saved: Promise<void> = Promise.resolve();
  let fault: unknown = null;

  function write(item: OutputItem, index: number): void {
    saved = saved
      .then(async () => {
        if (index < 0) await store.replaceItem(owner.userId, item);
        else await store.saveOutput(owner, item);
      })
      .catch((error: unknown) => {
        fault = error;
      });
  }
  function grow(event: Extract<TurnEvent, { kind: 'text-delta' }>): void {
    const message = open.get(event.itemId);
    if (message === undefined) return;
    message.text += event.delta;
    if (clock() - message.savedAt < textInterval) return;
    message.savedAt = clock();
    write({ ...message.item, content: [{ type: 'output_text', text: message.text, annotations: [] }] }, event.index);
  }
  return {
    take: (event) => {
      if (event.kind === 'text-delta') return grow(event);
      if (event.kind !== 'item-started' && event.kind !== 'item-done') return;
      const { item } = event;
      if (event.kind === 'item-done') open.delete(item.id);
      else if (item.type === 'message') open.set(item.id, { item, text: '', savedAt: clock() });
      write(item, event.index);
    },
    settled: async () => {
      await saved;
      return fault;
    },
  };
}
