import { compareDynamic } from './compare.ts';
import { type Dynamic, isArray, printDynamic, readDynamic } from './dynamic.ts';
import { distinct, items } from './dynamic-tools.ts';
import { type NativeRow, native } from './row.ts';
import { parseDatetime, parseTimespan, printDatetime, printTimespan } from './time-text.ts';

/** The most items that an array which a function counts out has. */
const maxRange = 1_048_576;

/** Arrays and sets. */
export const arrayNatives: readonly NativeRow[] = [
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
  native('array_concat', { takes: ['text'], returns: 'text', run: (json) => printDynamic(items(json).filter(isArray).flat()) }),
  native('array_slice', {
    takes: ['text', 'long', 'long'],
    returns: 'text',
    run: (json, from, to) => onArray(json, (array) => slice(array, Number(from), Number(to))),
  }),
  native('array_split', {
    takes: ['text', 'text'],
    returns: 'text',
    run: (json, at) => onArray(json, (array) => splitAt(array, readDynamic(at))),
  }),
  native('array_index_of', { takes: ['text', 'text', 'long', 'long', 'long'], returns: 'long', run: indexOf }),
  native('array_reverse', { takes: ['text'], returns: 'text', run: (json) => onArray(json, (array) => array.toReversed()) }),
  native('array_rotate_left', {
    takes: ['text', 'long'],
    returns: 'text',
    run: (json, by) => onArray(json, (array) => rotate(array, Number(by))),
  }),
  native('array_rotate_right', {
    takes: ['text', 'long'],
    returns: 'text',
    run: (json, by) => onArray(json, (array) => rotate(array, -Number(by))),
  }),
  native('array_shift_left', {
    takes: ['text', 'long', 'text'],
    returns: 'text',
    run: (json, by, fill) => onArray(json, (array) => shift(array, { by: Number(by), fill: readDynamic(fill) })),
  }),
  native('array_shift_right', {
    takes: ['text', 'long', 'text'],
    returns: 'text',
    run: (json, by, fill) => onArray(json, (array) => shift(array, { by: -Number(by), fill: readDynamic(fill) })),
  }),
  native('array_sum', { takes: ['text'], returns: 'real', run: arraySum }),
  native('max_dynamic', { takes: ['text'], returns: 'text', run: (json) => extreme(json, 1) }),
  native('min_dynamic', { takes: ['text'], returns: 'text', run: (json) => extreme(json, -1) }),
  native('array_iff', { takes: ['text', 'text', 'text'], returns: 'text', run: arrayIff }),
  native('array_sort_asc', {
    takes: ['text', 'bool'],
    returns: 'text',
    run: (json, nullsLast) => sortArrays(items(json), { way: 1, nullsLast }),
  }),
  native('array_sort_desc', {
    takes: ['text', 'bool'],
    returns: 'text',
    run: (json, nullsLast) => sortArrays(items(json), { way: -1, nullsLast }),
  }),
  native('zip', {
    takes: ['text'],
    returns: 'text',
    run: (json) => printDynamic(zip(items(json).map((item) => (isArray(item) ? item : [item])))),
  }),
  native('set_has_element', {
    takes: ['text', 'text'],
    returns: 'bool',
    run: (json, item) => {
      const array = readDynamic(json);
      return isArray(array) ? array.some((member) => sameValue(member, readDynamic(item))) : null;
    },
  }),
  native('set_union', { takes: ['text'], returns: 'text', run: (json) => onArrays(json, (arrays) => distinct(arrays.flat())) }),
  native('set_intersect', {
    takes: ['text'],
    returns: 'text',
    run: (json) =>
      onArrays(json, ([first = [], ...rest]) =>
        distinct(first).filter((item) => rest.every((array) => array.some((other) => sameValue(item, other)))),
      ),
  }),
  native('set_difference', {
    takes: ['text'],
    returns: 'text',
    run: (json) =>
      onArrays(json, ([first = [], ...rest]) =>
        distinct(first).filter((item) => !rest.some((array) => array.some((other) => sameValue(item, other)))),
      ),
  }),
  native('set_equals', { takes: ['text', 'text'], returns: 'bool', run: (left, right) => sameSet(items(left), items(right)) }),
  native('jaccard_index', { takes: ['text'], returns: 'real', run: jaccard }),
  native('range', { takes: ['text', 'text'], returns: 'text', run: range }),
  native('repeat', {
    takes: ['text', 'long'],
    returns: 'text',
    run: (json, count) => {
      const item = printDynamic(readDynamic(json));
      return `[${Array.from({ length: Math.max(0, Math.min(maxRange, Number(count))) }, () => item).join(',')}]`;
    },
  }),
];

function onArray(json: string, change: (array: readonly Dynamic[]) => readonly Dynamic[]): string | null {
  const value = readDynamic(json);
  return isArray(value) ? printDynamic(change(value)) : null;
}

/** A list of arrays; one that is none makes the whole null. */
function onArrays(json: string, change: (arrays: readonly (readonly Dynamic[])[]) => readonly Dynamic[]): string | null {
  const all = items(json);
  return all.every(isArray) ? printDynamic(change(all)) : null;
}

function sameValue(left: Dynamic, right: Dynamic): boolean {
  if ((typeof left === 'number' || typeof left === 'bigint') && (typeof right === 'number' || typeof right === 'bigint'))
    return Number(left) === Number(right);
  return printDynamic(left) === printDynamic(right);
}

function slice(array: readonly Dynamic[], from: number, to: number): readonly Dynamic[] {
  const at = (index: number): number => (index < 0 ? Math.max(0, array.length + index) : index);
  return to < 0 && array.length + to < 0 ? [] : array.slice(at(from), at(to) + 1);
}

function splitAt(array: readonly Dynamic[], positions: Dynamic): readonly Dynamic[] {
  const cuts = (isArray(positions) ? positions : [positions]).map((cut) => (Number(cut) < 0 ? array.length + Number(cut) : Number(cut)));
  return [0, ...cuts].map((start, index) => array.slice(start, cuts[index] ?? array.length));
}

function indexOf(json: string, item: string, start: bigint, length: bigint, occurrence: bigint): bigint | null {
  const array = readDynamic(json);
  if (!isArray(array)) return null;
  const wanted = readDynamic(item);
  const from = start < 0n ? Math.max(0, array.length + Number(start)) : Number(start);
  const end = length < 0n ? array.length : from + Number(length);
  let found = 0n;
  for (let at = from; at < Math.min(end, array.length); at += 1) {
    if (sameValue(array[at] ?? null, wanted) && (found += 1n) === occurrence) return BigInt(at);
  }
  return -1n;
}

function rotate(array: readonly Dynamic[], by: number): readonly Dynamic[] {
  if (array.length === 0) return array;
  const at = ((by % array.length) + array.length) % array.length;
  return [...array.slice(at), ...array.slice(0, at)];
}

function shift(array: readonly Dynamic[], { by, fill }: { readonly by: number; readonly fill: Dynamic }): readonly Dynamic[] {
  return array.map((_, index) => (index + by >= 0 && index + by < array.length ? (array[index + by] ?? null) : fill));
}

function arraySum(json: string): number | null {
  const array = readDynamic(json);
  if (!isArray(array)) return null;
  const numbers = array.filter((item) => item !== null);
  return numbers.every((item) => typeof item === 'number' || typeof item === 'bigint')
    ? numbers.reduce<number>((sum, item) => sum + Number(item), 0)
    : null;
}

function extreme(json: string, way: 1 | -1): string | null {
  const present = items(json).filter((item) => item !== null);
  if (present.length === 0) return null;
  return printDynamic(present.reduce((best, item) => (compareDynamic(item, best) * way > 0 ? item : best)));
}

function arrayIff(conditions: string, yes: string, no: string): string | null {
  const pick = (value: Dynamic, index: number): Dynamic => (isArray(value) ? (value[index] ?? null) : value);
  const [whenTrue, whenFalse] = [readDynamic(yes), readDynamic(no)];
  return onArray(conditions, (array) =>
    array.map((condition, index) =>
      condition === null || typeof condition === 'string'
        ? null
        : pick(condition === true || (typeof condition !== 'boolean' && Number(condition) !== 0) ? whenTrue : whenFalse, index),
    ),
  );
}

/** Sorts the first array and lets the others follow; arrays of another length become null. */
function sortArrays(arrays: readonly Dynamic[], { way, nullsLast }: { readonly way: 1 | -1; readonly nullsLast: boolean }): string {
  const [first] = arrays;
  if (first === undefined || !isArray(first)) return printDynamic(arrays.map(() => null));
  const order = first
    .map((_, index) => index)
    .toSorted((left, right) => {
      const [a, b] = [first[left] ?? null, first[right] ?? null];
      if (a === null || b === null) return a === b ? 0 : (a === null ? 1 : -1) * (nullsLast ? 1 : -1);
      return compareDynamic(a, b) * way;
    });
  return printDynamic(
    arrays.map((array) => (isArray(array) && array.length === first.length ? order.map((index) => array[index] ?? null) : null)),
  );
}

function zip(arrays: readonly (readonly Dynamic[])[]): readonly Dynamic[] {
  const length = Math.max(0, ...arrays.map((array) => array.length));
  return Array.from({ length }, (_, index) => arrays.map((array) => array[index] ?? null));
}

function sameSet(left: readonly Dynamic[], right: readonly Dynamic[]): boolean {
  const [a, b] = [new Set(left.map(printDynamic)), new Set(right.map(printDynamic))];
  return a.size === b.size && [...a].every((item) => b.has(item));
}

function jaccard(json: string): number | null {
  const [left, right] = items(json);
  if (left === undefined || right === undefined || !isArray(left) || !isArray(right)) return null;
  const [a, b] = [new Set(left.map(printDynamic)), new Set(right.map(printDynamic))];
  const common = [...a].filter((item) => b.has(item)).length;
  return common / (a.size + b.size - common);
}

function range(json: string, kind: string): string | null {
  const [from, to, step = kind === 'number' ? 1n : '01:00:00'] = items(json);
  if (from === undefined || to === undefined || from === null || to === null || step === null) return null;
  if (kind === 'number') {
    const [a, b, c] = [Number(from), Number(to), Number(step)];
    const count = c === 0 ? 0 : Math.min(maxRange, Math.floor((b - a) / c + 1e-9) + 1);
    const whole = [from, step].every((item) => typeof item === 'bigint');
    return printDynamic(Array.from({ length: Math.max(0, count) }, (_, index) => (whole ? BigInt(a + index * c) : a + index * c)));
  }
  const read = kind === 'datetime' ? parseDatetime : (text: string) => parseTimespan(text, { bareNumbersAreDays: true });
  const print = kind === 'datetime' ? printDatetime : printTimespan;
  const [start, end, by] = [read(String(from)), read(String(to)), parseTimespan(String(step), { bareNumbersAreDays: true })];
  if (start === null || end === null || by === null || by === 0n) return null;
  const count = Math.max(0, Math.min(maxRange, Number((end - start) / by) + 1));
  return printDynamic(Array.from({ length: count }, (_, index) => print(start + BigInt(index) * by)));
}
