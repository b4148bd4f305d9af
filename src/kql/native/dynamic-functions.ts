import { type Dynamic, isArray, isBag, parseDynamic, printDynamic, readDynamic } from './dynamic.ts';
import { type NativeRow, native } from './row.ts';

/** Arrays and bags. */
export const dynamicNatives: readonly NativeRow[] = [
  native('element', {
    takes: ['text', 'text'],
    returns: 'text',
    run: (json, key) => printPresent(elementAt(readDynamic(json), readDynamic(key))),
  }),
  native('parse_json', {
    takes: ['text'],
    returns: 'text',
    run: (text) => {
      if (text.trim() === '') return null;
      const value = parseDynamic(text);
      return value === undefined ? JSON.stringify(text) : printPresent(value);
    },
  }),
  native('flatten', {
    takes: ['text'],
    returns: 'text',
    run: (json) => printDynamic(items(json).flatMap((item) => (isArray(item) ? item : [item]))),
  }),
  native('array_distinct', {
    takes: ['text'],
    returns: 'text',
    run: (json) => printDynamic(distinct(items(json).filter((item) => item !== null))),
  }),
  native('array_take', {
    takes: ['text', 'long'],
    returns: 'text',
    run: (json, count) => printDynamic(items(json).slice(0, Number(count))),
  }),
  native('bag_merge', { takes: ['text'], returns: 'text', run: (json) => printDynamic(mergeBags(items(json))) }),
];

/** A value as dynamic text, null as no value. */
export function printPresent(value: Dynamic): string | null {
  return value === null ? null : printDynamic(value);
}

/** The items of an array's text; of anything else none. */
export function items(json: string): readonly Dynamic[] {
  const value = readDynamic(json);
  return isArray(value) ? value : [];
}

/** Each value once, where it first stands. */
export function distinct(values: readonly Dynamic[]): readonly Dynamic[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = printDynamic(value);
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

function elementAt(value: Dynamic, key: Dynamic): Dynamic {
  if (isArray(value) && (typeof key === 'bigint' || typeof key === 'number')) return value.at(Number(key)) ?? null;
  if (isBag(value) && typeof key === 'string') return value.get(key) ?? null;
  return null;
}

function mergeBags(bags: readonly Dynamic[]): Dynamic {
  const merged = new Map<string, Dynamic>();
  for (const bag of bags) {
    if (!isBag(bag)) continue;
    for (const [key, value] of bag) if (!merged.has(key)) merged.set(key, value);
  }
  return merged;
}
