export type JsonPart = { readonly kind: 'key' | 'string' | 'number' | 'word' | 'plain'; readonly text: string };

const token = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

/** Cuts pretty-printed JSON into coloured parts. Also takes a beginning that was cut off anywhere. */
export function paintJson(text: string): readonly JsonPart[] {
  const parts: JsonPart[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > end) parts.push({ kind: 'plain', text: text.slice(end, match.index) });
    const [whole, string, colon, number] = match;
    if (string !== undefined) parts.push({ kind: colon === undefined ? 'string' : 'key', text: string });
    if (colon !== undefined) parts.push({ kind: 'plain', text: colon });
    if (string === undefined) parts.push({ kind: number === undefined ? 'word' : 'number', text: whole });
    end = match.index + whole.length;
  }
  if (end < text.length) parts.push({ kind: 'plain', text: text.slice(end) });
  return parts;
}
