import { type Bag, type Dynamic, isArray, isBag } from './dynamic.ts';

/** `$.a.b` or `['a']` as keys; a plain name is one key. */
function pathOf(text: string): readonly string[] {
  if (!text.startsWith('$')) return [text];
  return [...text.matchAll(/\.([^.[\]]+)|\[['"]([^'"]*)['"]\]/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** True where the bag has something at a key or path. */
export function bagHasKey(value: Dynamic, text: string): boolean | null {
  if (!isBag(value)) return null;
  let current: Dynamic = value;
  for (const key of pathOf(text)) {
    if (!isBag(current) || !current.has(key)) return false;
    current = current.get(key) ?? null;
  }
  return true;
}

/** The bag without what stands at the given keys and paths. */
export function bagRemoveKeys(value: Dynamic, keys: readonly Dynamic[]): Dynamic {
  if (!isBag(value)) return null;
  return keys.reduce<Dynamic>((bag, key) => (typeof key === 'string' && isBag(bag) ? without(bag, pathOf(key)) : bag), value);
}

/** The bag with a value at a key or path; what lies between is made. */
export function bagSetKey(value: Dynamic, text: string, item: Dynamic): Dynamic {
  return isBag(value) ? put(value, pathOf(text), item) : null;
}

/** Every path of a value, in KQL's brackets. */
export function treePaths(value: Dynamic, prefix = ''): readonly string[] {
  if (isBag(value)) return [...value].flatMap(([key, item]) => [`${prefix}['${key}']`, ...treePaths(item, `${prefix}['${key}']`)]);
  if (!isArray(value)) return [];
  return value.flatMap((item, index) => [`${prefix}[${index}]`, ...treePaths(item, `${prefix}[${index}]`)]);
}

function without(bag: Bag, path: readonly string[]): Bag {
  const [key, ...rest] = path;
  const copy = new Map(bag);
  if (key === undefined) return copy;
  const inner = copy.get(key);
  if (rest.length === 0) copy.delete(key);
  else if (inner !== undefined && isBag(inner)) copy.set(key, without(inner, rest));
  return copy;
}

function put(bag: Bag, path: readonly string[], item: Dynamic): Bag {
  const [key, ...rest] = path;
  const copy = new Map(bag);
  if (key === undefined) return copy;
  const inner = copy.get(key);
  copy.set(key, rest.length === 0 ? item : put(inner !== undefined && isBag(inner) ? inner : new Map(), rest, item));
  return copy;
}
