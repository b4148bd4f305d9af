import { bagHasKey, bagRemoveKeys, bagSetKey, treePaths } from './bag-paths.ts';
import { dynamicKind } from './conversions.ts';
import { type Bag, type Dynamic, isArray, isBag, parseDynamic, printDynamic, readDynamic } from './dynamic.ts';
import { items, printPresent } from './dynamic-tools.ts';
import { type NativeRow, native } from './row.ts';

/** Bags, and dynamic values as a whole. */
export const bagNatives: readonly NativeRow[] = [
  native('element', {
    takes: ['text', 'text'],
    returns: 'text',
    run: (json, key) => printPresent(elementAt(readDynamic(json), readDynamic(key))),
  }),
  native('dynamic_kind', { takes: ['text'], returns: 'text', run: (json) => dynamicKind(readDynamic(json)) }),
  native('parse_json', { takes: ['text'], returns: 'text', run: parseJson }),
  native('bag_pack', { takes: ['text'], returns: 'text', run: bagPack }),
  native('bag_without_empty', {
    takes: ['text'],
    returns: 'text',
    run: (json) => {
      const bag = readDynamic(json);
      return isBag(bag) ? printDynamic(new Map([...bag].filter(([, value]) => value !== null && value !== ''))) : json;
    },
  }),
  native('bag_keys', {
    takes: ['text'],
    returns: 'text',
    run: (json) => {
      const bag = readDynamic(json);
      return isBag(bag) ? printDynamic([...bag.keys()]) : null;
    },
  }),
  native('bag_values', {
    takes: ['text'],
    returns: 'text',
    run: (json) => {
      const bag = readDynamic(json);
      return isBag(bag) ? printDynamic([...bag.values()]) : null;
    },
  }),
  native('bag_merge', { takes: ['text'], returns: 'text', run: (json) => printDynamic(mergeBags(items(json))) }),
  native('bag_has_key', { takes: ['text', 'text'], returns: 'bool', run: (json, key) => bagHasKey(readDynamic(json), key) }),
  native('bag_remove_keys', {
    takes: ['text', 'text'],
    returns: 'text',
    run: (json, keys) => printPresent(bagRemoveKeys(readDynamic(json), items(keys))),
  }),
  native('bag_set_key', {
    takes: ['text', 'text', 'text'],
    returns: 'text',
    run: (json, key, value) => printPresent(bagSetKey(readDynamic(json), key, readDynamic(value))),
  }),
  native('bag_zip', { takes: ['text', 'text'], returns: 'text', run: bagZip }),
  native('treepath', { takes: ['text'], returns: 'text', run: (json) => printDynamic(treePaths(readDynamic(json))) }),
  native('dynamic_to_json', { takes: ['text'], returns: 'text', run: (json) => printDynamic(sortKeys(readDynamic(json))) }),
];

function parseJson(text: string): string | null {
  if (text.trim() === '') return null;
  const value = parseDynamic(text);
  return value === undefined ? JSON.stringify(text) : printPresent(value);
}

function bagPack(json: string): string {
  const flat = items(json);
  const bag = new Map<string, Dynamic>();
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const key = flat[index] ?? null;
    bag.set(typeof key === 'string' ? key : printDynamic(key), flat[index + 1] ?? null);
  }
  return printDynamic(bag);
}

function elementAt(value: Dynamic, key: Dynamic): Dynamic {
  if (isArray(value) && (typeof key === 'bigint' || typeof key === 'number')) return value.at(Number(key)) ?? null;
  if (isBag(value) && typeof key === 'string') return value.get(key) ?? null;
  return null;
}

function mergeBags(bags: readonly Dynamic[]): Bag {
  const merged = new Map<string, Dynamic>();
  for (const bag of bags) {
    if (!isBag(bag)) continue;
    for (const [key, value] of bag) if (!merged.has(key)) merged.set(key, value);
  }
  return merged;
}

function sortKeys(value: Dynamic): Dynamic {
  if (isArray(value)) return value.map(sortKeys);
  if (!isBag(value)) return value;
  return new Map([...value].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([key, item]) => [key, sortKeys(item)] as const));
}

function bagZip(keys: string, values: string): string | null {
  const [names, all] = [readDynamic(keys), readDynamic(values)];
  if (!isArray(names) || !isArray(all)) return null;
  return printDynamic(new Map(names.flatMap((key, index) => (typeof key === 'string' ? [[key, all[index] ?? null] as const] : []))));
}
