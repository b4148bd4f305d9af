import { type Dynamic, isArray, printDynamic, readDynamic } from './dynamic.ts';

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
