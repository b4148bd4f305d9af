import type { ConversationItem } from '../../contract/objects.ts';

/** What was said, and all that came of it. */
export type Exchange = { readonly question: ConversationItem | null; readonly items: readonly ConversationItem[] };

/** Cuts a conversation at each thing the person said. */
export function splitExchanges(items: readonly ConversationItem[]): readonly Exchange[] {
  const exchanges: { question: ConversationItem | null; items: ConversationItem[] }[] = [];
  for (const item of items) {
    if (item.type === 'message' && item.role === 'user') exchanges.push({ question: item, items: [] });
    else if (exchanges.length === 0) exchanges.push({ question: null, items: [item] });
    else exchanges.at(-1)?.items.push(item);
  }
  return exchanges;
}

/** The text of an answer, as copied. */
export function answerText(items: readonly ConversationItem[]): string {
  return items
    .flatMap((item) => (item.type === 'message' && item.role === 'assistant' ? item.content : []))
    .map((part) => (part.type === 'output_text' ? part.text : part.refusal))
    .join('\n\n');
}
