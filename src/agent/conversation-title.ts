import type { ConversationItem } from '../domain/items.ts';

const longest = 60;

/** A short name for a conversation, from the first thing that was said in it; null where nothing was. */
export function titleFrom(items: readonly ConversationItem[]): string | null {
  for (const item of items) {
    if (item.type !== 'message' || item.role !== 'user') continue;
    const text = item.content.map((part) => (part.type === 'input_text' ? part.text : '')).join(' ');
    const plain = text
      .replace(/[`*_#>]+/g, '')
      .replace(/\s+/g, ' ')
      .trim();
    if (plain === '') continue;
    const sentence = /^.{8,}?[.!?](?=\s)/.exec(plain)?.[0].replace(/[.!]$/, '') ?? plain;
    return shorten(sentence);
  }
  return null;
}

function shorten(text: string): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > longest / 2 ? cut.slice(0, space) : cut}…`;
}
