import { type Dynamic, isArray, printDynamic, readDynamic } from './dynamic.ts';
import { items } from './dynamic-tools.ts';
import { type NativeRow, native } from './row.ts';

type Cell = number | null;

/** Arithmetic on arrays of numbers; what is no number is null. */
export const seriesNatives: readonly NativeRow[] = [
  native('series_map', { takes: ['text', 'text'], returns: 'text', run: (name, json) => mapSeries(json, unary.get(name) ?? (() => null)) }),
  native('series_pair', { takes: ['text', 'text', 'text'], returns: 'text', run: pairSeries }),
  native('series_compare', { takes: ['text', 'text', 'text'], returns: 'text', run: compareSeries }),
  native('series_sum', { takes: ['text'], returns: 'real', run: (json) => total(present(json)) }),
  native('series_product', {
    takes: ['text'],
    returns: 'real',
    run: (json) => present(json).reduce((product, value) => product * value, 1),
  }),
  native('series_magnitude', {
    takes: ['text'],
    returns: 'real',
    run: (json) => Math.sqrt(total(present(json).map((value) => value * value))),
  }),
  native('series_dot_product', {
    takes: ['text', 'text'],
    returns: 'real',
    run: (left, right) => {
      const [a, b] = aligned(left, right);
      return total(a.map((value, index) => (value ?? 0) * (b[index] ?? 0)));
    },
  }),
  native('series_pearson', { takes: ['text', 'text'], returns: 'real', run: (left, right) => pearson(numbers(left), numbers(right)) }),
  native('series_cosine', { takes: ['text', 'text'], returns: 'real', run: cosine }),
  native('series_fill_forward', {
    takes: ['text', 'text'],
    returns: 'text',
    run: (json, missing) => fillFrom(json, { missing, backward: false }),
  }),
  native('series_fill_backward', {
    takes: ['text', 'text'],
    returns: 'text',
    run: (json, missing) => fillFrom(json, { missing, backward: true }),
  }),
  native('series_fill_const', {
    takes: ['text', 'text', 'text'],
    returns: 'text',
    run: (json, value, missing) => printDynamic(items(json).map((item) => (isMissing(item, missing) ? readDynamic(value) : item))),
  }),
  native('series_fill_linear', { takes: ['text', 'text', 'bool', 'text'], returns: 'text', run: fillLinear }),
  native('series_stats', { takes: ['text', 'bool'], returns: 'text', run: (json, ignore) => printDynamic(stats(json, ignore)) }),
  native('series_stats_bag', {
    takes: ['text', 'bool'],
    returns: 'text',
    run: (json, ignore) => {
      const values = stats(json, ignore);
      return printDynamic(
        new Map(['min', 'min_idx', 'max', 'max_idx', 'avg', 'stdev', 'variance'].map((name, index) => [name, values[index] ?? null])),
      );
    },
  }),
  native('series_fir', { takes: ['text', 'text', 'text', 'bool'], returns: 'text', run: fir }),
  native('series_iir', { takes: ['text', 'text', 'text'], returns: 'text', run: iir }),
];

const unary = new Map<string, (value: number) => Cell>([
  ['abs', Math.abs],
  ['ceiling', Math.ceil],
  ['floor', Math.floor],
  ['sign', Math.sign],
  ['exp', Math.exp],
  ['log', Math.log],
  ['sin', Math.sin],
  ['cos', Math.cos],
  ['tan', Math.tan],
  ['asin', Math.asin],
  ['acos', Math.acos],
  ['atan', Math.atan],
]);

const binary = new Map<string, (a: number, b: number) => number>([
  ['add', (a, b) => a + b],
  ['subtract', (a, b) => a - b],
  ['multiply', (a, b) => a * b],
  ['divide', (a, b) => a / b],
  ['pow', (a, b) => a ** b],
]);

const comparisons = new Map<string, (a: number, b: number) => boolean>([
  ['equals', (a, b) => a === b],
  ['not_equals', (a, b) => a !== b],
  ['less', (a, b) => a < b],
  ['less_equals', (a, b) => a <= b],
  ['greater', (a, b) => a > b],
  ['greater_equals', (a, b) => a >= b],
]);

function numberOf(value: Dynamic): Cell {
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : null;
}

function numbers(json: string): readonly Cell[] {
  const value = readDynamic(json);
  return isArray(value) ? value.map(numberOf) : [numberOf(value)];
}

/** The numbers of a series, without its gaps. */
export function present(json: string): readonly number[] {
  return numbers(json).filter((value) => value !== null);
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function finite(value: Cell): Dynamic {
  return value === null || !Number.isFinite(value) ? null : value;
}

function mapSeries(json: string, change: (value: number) => Cell): string {
  return printDynamic(numbers(json).map((value) => (value === null ? null : finite(change(value)))));
}

/** Two series side by side; a single number goes with every item. */
function aligned(left: string, right: string): readonly [readonly Cell[], readonly Cell[]] {
  const [a, b] = [numbers(left), numbers(right)];
  const length = Math.max(a.length, b.length);
  const stretch = (series: readonly Cell[], json: string): readonly Cell[] =>
    Array.from({ length }, (_, index) => (json.trimStart().startsWith('[') ? (series[index] ?? null) : (series[0] ?? null)));
  return [stretch(a, left), stretch(b, right)];
}

function pairSeries(name: string, left: string, right: string): string {
  const change = binary.get(name);
  const [a, b] = aligned(left, right);
  const whole =
    name !== 'divide' && name !== 'pow' && [...items(left), ...items(right)].every((item) => typeof item === 'bigint' || item === null);
  return printDynamic(
    a.map((value, index) => {
      const other = b[index] ?? null;
      if (value === null || other === null || change === undefined) return null;
      const result = change(value, other);
      return whole && Number.isSafeInteger(result) ? BigInt(result) : finite(result);
    }),
  );
}

function compareSeries(name: string, left: string, right: string): string {
  const holds = comparisons.get(name);
  const [a, b] = aligned(left, right);
  return printDynamic(
    a.map((value, index) =>
      value === null || b[index] === null || b[index] === undefined || holds === undefined ? null : holds(value, b[index]),
    ),
  );
}

function pearson(left: readonly Cell[], right: readonly Cell[]): number | null {
  if (left.length !== right.length || left.some((value) => value === null) || right.some((value) => value === null)) return null;
  const [a, b] = [left as readonly number[], right as readonly number[]];
  const [meanA, meanB] = [total(a) / a.length, total(b) / b.length];
  const covariance = total(a.map((value, index) => (value - meanA) * ((b[index] ?? 0) - meanB)));
  const spread = Math.sqrt(total(a.map((value) => (value - meanA) ** 2)) * total(b.map((value) => (value - meanB) ** 2)));
  return covariance / spread;
}

function cosine(left: string, right: string): number | null {
  const [a, b] = aligned(left, right);
  const dot = total(a.map((value, index) => (value ?? 0) * (b[index] ?? 0)));
  return dot / Math.sqrt(total(a.map((value) => (value ?? 0) ** 2)) * total(b.map((value) => (value ?? 0) ** 2)));
}

function isMissing(item: Dynamic, missing: string): boolean {
  return printDynamic(item) === missing;
}

function fillFrom(json: string, { missing, backward }: { readonly missing: string; readonly backward: boolean }): string {
  const series = backward ? items(json).toReversed() : items(json);
  let last: Dynamic | undefined;
  const filled = series.map((item) => {
    if (!isMissing(item, missing)) last = item;
    return isMissing(item, missing) ? (last ?? item) : item;
  });
  return printDynamic(backward ? filled.toReversed() : filled);
}

function fillLinear(json: string, missing: string, edges: boolean, constant: string): string {
  const series = items(json);
  const known = series.flatMap((item, index) => (isMissing(item, missing) || numberOf(item) === null ? [] : [index]));
  if (known.length === 0) return printDynamic(series.map((item) => (isMissing(item, missing) ? readDynamic(constant) : item)));
  return printDynamic(
    series.map((item, index) => {
      if (!isMissing(item, missing)) return item;
      const before = known.findLast((at) => at < index);
      const after = known.find((at) => at > index);
      if (before === undefined || after === undefined) return edges ? (series[before ?? after ?? 0] ?? null) : item;
      const [from, to] = [Number(series[before]), Number(series[after])];
      return from + ((to - from) * (index - before)) / (after - before);
    }),
  );
}

function stats(json: string, ignoreOdd: boolean): readonly Dynamic[] {
  const cells = numbers(json);
  const values = cells.filter((value) => value !== null && (!ignoreOdd || Number.isFinite(value))) as readonly number[];
  if (values.length === 0) return [null, null, null, null, null, null, null];
  const [smallest, largest] = [Math.min(...values), Math.max(...values)];
  const mean = total(values) / values.length;
  const variance = values.length === 1 ? 0 : total(values.map((value) => (value - mean) ** 2)) / (values.length - 1);
  return [smallest, BigInt(cells.indexOf(smallest)), largest, BigInt(cells.indexOf(largest)), mean, Math.sqrt(variance), variance];
}

function fir(json: string, filterJson: string, normalize: string, center: boolean): string {
  const [series, filter] = [numbers(json), present(filterJson)];
  const wanted = normalize === 'default' ? filter.every((value) => value >= 0) : normalize === 'true';
  const scale = wanted ? 1 / total(filter) : 1;
  const shift = center ? Math.floor(filter.length / 2) : 0;
  return printDynamic(series.map((_, index) => total(filter.map((weight, back) => weight * (series[index + shift - back] ?? 0))) * scale));
}

function iir(json: string, numerators: string, denominators: string): string {
  const [series, b, a] = [numbers(json), present(numerators), present(denominators)];
  const results: number[] = [];
  for (const index of series.keys()) {
    const forward = total(b.map((weight, back) => weight * (series[index - back] ?? 0)));
    const backward = total(a.slice(1).map((weight, back) => weight * (results[index - back - 1] ?? 0)));
    results.push((forward - backward) / (a[0] ?? 1));
  }
  return printDynamic(results);
}
