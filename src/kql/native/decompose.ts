import { type Dynamic, printDynamic } from './dynamic.ts';
import { items } from './dynamic-tools.ts';
import { periodsOf } from './periods.ts';
import { type NativeRow, native } from './row.ts';

/** Series taken apart into a level that goes on, what repeats, and the rest. (Kusto documentation, "series_decompose()".) */
export const decomposeNatives: readonly NativeRow[] = [
  native('series_periods_detect', {
    takes: ['text', 'real', 'real', 'long'],
    returns: 'text',
    run: (json, min, max, count) => {
      const found = periodsOf(numbersOf(json), { min, max }).slice(0, Number(count));
      const empty = Array.from({ length: Math.max(0, Number(count) - found.length) }, () => 0);
      return printDynamic([
        [...found.map(({ period }) => period), ...empty],
        [...found.map(({ score }) => score), ...empty],
      ]);
    },
  }),
  native('series_seasonal', {
    takes: ['text', 'long'],
    returns: 'text',
    run: (json, period) => printDynamic(seasonOf(numbersOf(json), { period: Number(period), threshold: 0.6 })),
  }),
  native('series_outliers', {
    takes: ['text', 'text', 'real', 'real'],
    returns: 'text',
    run: (json, kind, low, high) => printDynamic(outlierScores(numbersOf(json), kind === 'tukey' ? { low: 25, high: 75 } : { low, high })),
  }),
  native('series_decompose', {
    takes: ['text', 'long', 'text', 'long', 'real'],
    returns: 'text',
    run: (json, period, trend, tests, threshold) => printParts(json, { period: Number(period), trend, tests: Number(tests), threshold }),
  }),
  native('series_decompose_anomalies', {
    takes: ['text', 'real', 'long', 'text', 'long', 'text', 'real'],
    returns: 'text',
    run: (json, limit, period, trend, tests, method, threshold) => {
      const parts = decompose(numbersOf(json), { period: Number(period), trend, tests: Number(tests), threshold });
      const scores = outlierScores(parts.residual, method === 'tukey' ? { low: 25, high: 75 } : { low: 10, high: 90 });
      const flags = scores.map((score) => BigInt(score > limit ? 1 : score < -limit ? -1 : 0));
      return printDynamic([flags, scores, parts.baseline]);
    },
  }),
  native('series_decompose_forecast', {
    takes: ['text', 'long', 'long', 'text', 'real'],
    returns: 'text',
    run: (json, points, period, trend, threshold) => printParts(json, { period: Number(period), trend, tests: Number(points), threshold }),
  }),
];

/** The numbers of an array; a gap lies between its neighbours. */
function numbersOf(json: string): readonly number[] {
  const cells = items(json).map(numberOf);
  return cells.map((cell, index) => cell ?? between(cells, index));
}

function numberOf(item: Dynamic): number | null {
  const value = typeof item === 'bigint' ? Number(item) : item;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function between(cells: readonly (number | null)[], index: number): number {
  const before = cells.slice(0, index).findLast((cell) => cell !== null) ?? null;
  const after = cells.slice(index + 1).find((cell) => cell !== null) ?? null;
  if (before === null || after === null) return before ?? after ?? 0;
  const start = cells.lastIndexOf(before, index);
  const end = cells.indexOf(after, index);
  return before + ((after - before) * (index - start)) / (end - start);
}

type Settings = { readonly period: number; readonly trend: string; readonly tests: number; readonly threshold: number };
type Parts = Readonly<Record<'baseline' | 'seasonal' | 'trend' | 'residual', readonly number[]>>;

function printParts(json: string, settings: Settings): string {
  const { baseline, seasonal, trend, residual } = decompose(numbersOf(json), settings);
  return printDynamic([baseline, seasonal, trend, residual]);
}

function decompose(values: readonly number[], { period, trend, tests, threshold }: Settings): Parts {
  const learned = values.slice(0, Math.max(0, values.length - Math.max(0, tests)));
  const level = levelOf(learned, trend);
  const levels = values.map((_, index) => level(index));
  const season = seasonOf(
    learned.map((value, index) => value - level(index)),
    { period, threshold },
  );
  const cycle = cycleLength(learned, { period, threshold, level });
  const seasonal = values.map((_, index) => season[index] ?? season[cycle === 0 ? -1 : index % cycle] ?? 0);
  const baseline = values.map((_, index) => (levels[index] ?? 0) + (seasonal[index] ?? 0));
  return { baseline, seasonal, trend: levels, residual: values.map((value, index) => withoutNoise(value, baseline[index] ?? 0)) };
}

function cycleLength(
  values: readonly number[],
  { period, threshold, level }: { readonly period: number; readonly threshold: number; readonly level: (index: number) => number },
): number {
  if (period >= 0) return period;
  const [best] = periodsOf(
    values.map((value, index) => value - level(index)),
    { min: 0, max: values.length },
  );
  return best !== undefined && best.score >= threshold ? best.period : 0;
}

/** What lies under the season: the mean, the line of least squares, or nothing. */
function levelOf(values: readonly number[], trend: string): (index: number) => number {
  if (trend === 'none' || values.length === 0) return () => 0;
  const mean = meanOf(values);
  if (trend !== 'linefit') return () => mean;
  const middle = (values.length - 1) / 2;
  const spread = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  const slope = spread === 0 ? 0 : values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0) / spread;
  return (index) => mean + slope * (index - middle);
}

/** The median of each place of the period, over and over; zeros where there is no period. */
function seasonOf(
  values: readonly number[],
  { period, threshold }: { readonly period: number; readonly threshold: number },
): readonly number[] {
  const cycle = cycleLength(values, { period, threshold, level: () => 0 });
  if (cycle < 1) return values.map(() => 0);
  const places = Array.from({ length: cycle }, (_, place) => medianOf(values.filter((_value, index) => index % cycle === place)));
  return values.map((_, index) => places[index % cycle] ?? 0);
}

/** A difference that is no more than the rounding of its terms is none. */
function withoutNoise(value: number, baseline: number): number {
  const rest = value - baseline;
  return Math.abs(rest) <= 1e-12 * Math.max(Math.abs(value), Math.abs(baseline)) ? 0 : rest;
}

/** How far each value lies outside two percentiles, in widths between them. */
function outlierScores(values: readonly number[], { low, high }: { readonly low: number; readonly high: number }): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const [bottom, top] = [percentileOf(sorted, low), percentileOf(sorted, high)];
  // Where most values are the same, their spread is the width.
  const width = top > bottom ? top - bottom : spreadOf(values);
  return values.map((value) => (width <= 0 || (value >= bottom && value <= top) ? 0 : (value - (value > top ? top : bottom)) / width));
}

function percentileOf(sorted: readonly number[], rank: number): number {
  const at = ((sorted.length - 1) * rank) / 100;
  const below = sorted[Math.floor(at)] ?? 0;
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? 0) - below);
}

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function medianOf(values: readonly number[]): number {
  return percentileOf(
    values.toSorted((a, b) => a - b),
    50,
  );
}
