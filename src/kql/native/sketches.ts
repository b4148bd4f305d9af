import { type Dynamic, isArray, isBag, printDynamic } from './dynamic.ts';
import { distinct, items, printPresent } from './dynamic-tools.ts';
import { type NativeRow, native } from './row.ts';

/**
 * States of aggregates that are merged and read later. The engine keeps estimates; here a state holds all it was given, so what
 * is read from it is exact: `hll` the different values, `tdigest` a value, its weight, and for times the ticks that they sort by.
 */
export const sketchNatives: readonly NativeRow[] = [
  native('sketch_merge', {
    takes: ['text'],
    returns: 'text',
    run: (json) => printDynamic(items(json).flatMap((state) => (isArray(state) ? state : []))),
  }),
  native('hll_merge', {
    takes: ['text'],
    returns: 'text',
    run: (json) => printDynamic(distinct(items(json).flatMap((state) => (isArray(state) ? state : [])))),
  }),
  native('hll_common', {
    takes: ['text'],
    returns: 'long',
    run: (json) => {
      const [first = [], ...others] = items(json).map((state) => new Set((isArray(state) ? state : []).map(printDynamic)));
      return BigInt([...first].filter((value) => others.every((other) => other.has(value))).length);
    },
  }),
  native('dcount_hll', { takes: ['text'], returns: 'long', run: (json) => BigInt(items(json).length) }),
  native('tdigest_percentile', {
    takes: ['text', 'real'],
    returns: 'text',
    run: (json, rank) => printPresent(weightedPercentile(pairsOf(json), rank)),
  }),
  native('tdigest_percentiles', {
    takes: ['text', 'text'],
    returns: 'text',
    run: (json, ranks) => {
      const pairs = pairsOf(json);
      return printDynamic(items(ranks).map((rank) => weightedPercentile(pairs, Number(rank))));
    },
  }),
  native('tdigest_rank', {
    takes: ['text', 'real', 'bool'],
    returns: 'real',
    run: (json, value, share) => {
      const pairs = pairsOf(json);
      const [below, all] = [weightOf(pairs.filter((pair) => Number(pair.key) <= value)), weightOf(pairs)];
      return share ? (below * 100) / all : below;
    },
  }),
  native('build_schema', { takes: ['text'], returns: 'text', run: (json) => printDynamic(schemaOf(items(json))) }),
];

type Pair = { readonly value: Dynamic; readonly key: number | bigint; readonly weight: number };

function pairsOf(json: string): readonly Pair[] {
  return items(json)
    .flatMap((item): readonly Pair[] => {
      if (!isArray(item)) return [];
      const [value = null, weight, key = value] = item;
      return typeof key === 'number' || typeof key === 'bigint' ? [{ value, key, weight: Number(weight) }] : [];
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function weightOf(pairs: readonly Pair[]): number {
  return pairs.reduce((sum, { weight }) => sum + weight, 0);
}

/** The smallest value up to which the weights reach the share. */
function weightedPercentile(pairs: readonly Pair[], rank: number): Dynamic {
  const target = (weightOf(pairs) * Math.min(Math.max(rank, 0), 100)) / 100;
  let reached = 0;
  for (const { value, weight } of pairs) {
    reached += weight;
    if (reached >= target) return value;
  }
  return pairs.at(-1)?.value ?? null;
}

/** The types that values have: one, or several in an array, bags first; bags by key, and what arrays hold under `indexer`. */
function schemaOf(values: readonly Dynamic[]): Dynamic {
  const bags = values.filter(isBag);
  const arrays = values.filter(isArray);
  const shapes: Dynamic[] = [];
  const keys = [...new Set(bags.flatMap((bag) => [...bag.keys()]))];
  const bag = new Map<string, Dynamic>(
    keys.map((key) => [key, schemaOf(bags.flatMap((item) => (item.has(key) ? [item.get(key) ?? null] : [])))]),
  );
  if (arrays.length > 0) bag.set('`indexer`', schemaOf(arrays.flat()));
  if (bags.length > 0 || arrays.length > 0) shapes.push(bag);
  const names = values.flatMap((value) => (isBag(value) || isArray(value) || value === null ? [] : [kindOf(value)]));
  const all = [...shapes, ...[...new Set(names)].sort()];
  return all.length === 1 ? (all[0] ?? null) : all;
}

function kindOf(value: Exclude<Dynamic, null>): string {
  if (typeof value === 'bigint') return 'long';
  return typeof value === 'number' ? 'double' : typeof value === 'boolean' ? 'bool' : 'string';
}
