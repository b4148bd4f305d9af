import { type Dynamic, isArray, isBag, printDynamic, readDynamic } from './dynamic.ts';
import { cachedRegex } from './regex.ts';
import { type NativeRow, native } from './row.ts';
import { plain } from './text.ts';
import { parseDatetime, parseTimespan } from './time-text.ts';

/** What parse, parse-kv and mv-expand cut out of a value. */
export const captureNatives: readonly NativeRow[] = [
  native('capture', { takes: ['text', 'text', 'text'], returns: 'text', run: capture }),
  native('items', { takes: ['text', 'bool'], returns: 'text', run: itemsOf }),
  native('text_of', { takes: ['text'], returns: 'text', run: (json) => plain(readDynamic(json)) }),
  native('parse_kv', { takes: ['text', 'text', 'text', 'text', 'text', 'bool', 'text'], returns: 'text', run: parsePairs }),
  native('parse_kv_regex', { takes: ['text', 'text'], returns: 'text', run: pairsByRegex }),
];

/** The groups of a match as a JSON array; null without one, or where a typed group does not read as its type. */
function capture(pattern: string, text: string, types: string): string | null {
  const match = cachedRegex(pattern)?.exec(text);
  if (match === null || match === undefined) return null;
  const groups = match.slice(1).map((group) => group ?? '');
  const fits = types.split(',').every((type, index) => fitsType(type, (groups[index] ?? '').trim()));
  return fits ? printDynamic(groups) : null;
}

function fitsType(type: string, text: string): boolean {
  if (type === 'long' || type === 'int') return /^[-+]?\d+$/.test(text) || /^0x[0-9a-f]+$/i.test(text);
  if (type === 'real' || type === 'decimal') return text !== '' && !Number.isNaN(Number(text));
  if (type === 'datetime') return parseDatetime(text) !== null;
  if (type === 'timespan') return parseTimespan(text, { bareNumbersAreDays: false }) !== null;
  if (type === 'bool') return /^(true|false|\d+)$/i.test(text);
  if (type === 'guid') return /^[0-9a-f-]{32,36}$/i.test(text);
  return true;
}

/** Items of an array, or a bag's pairs: each as a bag of one key, or as a pair. A single value is its own item. */
function itemsOf(json: string, asArrays: boolean): string {
  const value = readDynamic(json);
  if (isArray(value)) return json;
  if (!isBag(value)) return printDynamic([value]);
  return printDynamic([...value].map(([key, item]): Dynamic => (asArrays ? [key, item] : new Map([[key, item]]))));
}

function parsePairs(
  text: string,
  pairMark: string,
  keyMark: string,
  quotes: string,
  escape: string,
  greedy: boolean,
  keys: string,
): string {
  const found = new Map<string, Dynamic>();
  const wanted = new Set(keys.split('\n'));
  const add = (key: string, value: string): void => {
    const name = unquote(key.trim(), quotes);
    if (!found.has(name) && (!greedy || wanted.has(name))) found.set(name, unquote(value.trim(), quotes));
  };
  for (const pair of splitOutsideQuotes(text, pairMark === '' ? ' ' : pairMark, { quotes, escape })) {
    const at = keyMark === '' ? -1 : pair.indexOf(keyMark);
    if (at !== -1) add(pair.slice(0, at), pair.slice(at + keyMark.length));
  }
  return printDynamic(found);
}

function splitOutsideQuotes(
  text: string,
  mark: string,
  { quotes, escape }: { readonly quotes: string; readonly escape: string },
): readonly string[] {
  const open = quotes[0];
  const close = quotes[1] ?? open;
  const pieces: string[] = [];
  let [start, quoted] = [0, false];
  for (let at = 0; at < text.length; at += 1) {
    if (escape !== '' && text[at] === escape) at += 1;
    else if (quoted ? text[at] === close : open !== undefined && text[at] === open) quoted = !quoted;
    else if (!quoted && text.startsWith(mark, at)) {
      pieces.push(text.slice(start, at));
      at += mark.length - 1;
      start = at + 1;
    }
  }
  return [...pieces, text.slice(start)];
}

function unquote(text: string, quotes: string): string {
  const open = quotes[0];
  const close = quotes[1] ?? open;
  return open !== undefined && close !== undefined && text.length >= 2 && text.startsWith(open) && text.endsWith(close)
    ? text.slice(1, -1)
    : text;
}

function pairsByRegex(text: string, pattern: string): string | null {
  const regex = cachedRegex(pattern, 'g');
  if (regex === null) return null;
  const found = new Map<string, Dynamic>();
  for (const match of text.matchAll(regex)) if (match[1] !== undefined && !found.has(match[1])) found.set(match[1], match[2] ?? '');
  return printDynamic(found);
}
