import { type Dynamic, printDynamic } from './dynamic.ts';
import { type NativeRow, native } from './row.ts';
import { present, total } from './series.ts';

/** Straight lines through series, by least squares; the first item stands at 0. */
export const lineNatives: readonly NativeRow[] = [
  native('series_fit_line', {
    takes: ['text'],
    returns: 'text',
    run: (json) => printDynamic([...lineFields(fitLine(present(json))).values()]),
  }),
  native('series_fit_line_bag', { takes: ['text'], returns: 'text', run: (json) => printDynamic(lineFields(fitLine(present(json)))) }),
  native('series_fit_2lines', {
    takes: ['text'],
    returns: 'text',
    run: (json) => {
      const fit = fitTwoLines(present(json));
      return fit === null
        ? null
        : printDynamic([...commonFields(fit).values(), ...sideFields(fit.right).values(), ...sideFields(fit.left).values()]);
    },
  }),
  native('series_fit_2lines_bag', {
    takes: ['text'],
    returns: 'text',
    run: (json) => {
      const fit = fitTwoLines(present(json));
      if (fit === null) return null;
      return printDynamic(
        new Map<string, Dynamic>([...commonFields(fit), ['right', sideFields(fit.right)], ['left', sideFields(fit.left)]]),
      );
    },
  }),
];

type Fit = { readonly rsquare: number; readonly variance: number; readonly rvariance: number; readonly line: readonly number[] };
type Line = Fit & { readonly slope: number; readonly interception: number };
type TwoLines = Fit & { readonly split: number; readonly right: Line; readonly left: Line };

/** Fields in the order of the columns, by the names of the bag. */
function lineFields({ rsquare, slope, variance, rvariance, interception, line }: Line): Map<string, Dynamic> {
  return new Map<string, Dynamic>([
    ['rsquare', rsquare],
    ['slope', slope],
    ['variance', variance],
    ['rvariance', rvariance],
    ['interception', interception],
    ['line_fit', line],
  ]);
}

function commonFields({ rsquare, split, variance, rvariance, line }: TwoLines): Map<string, Dynamic> {
  return new Map<string, Dynamic>([
    ['rsquare', rsquare],
    ['split_idx', BigInt(split)],
    ['variance', variance],
    ['rvariance', rvariance],
    ['line_fit', line],
  ]);
}

function sideFields({ rsquare, slope, interception, variance, rvariance }: Line): Map<string, Dynamic> {
  return new Map<string, Dynamic>([
    ['rsquare', rsquare],
    ['slope', slope],
    ['interception', interception],
    ['variance', variance],
    ['rvariance', rvariance],
  ]);
}

function fitLine(values: readonly number[]): Line {
  const meanX = (values.length - 1) / 2;
  const meanY = total(values) / values.length;
  const spread = total(values.map((_, index) => (index - meanX) ** 2));
  const slope = spread === 0 ? 0 : total(values.map((value, index) => (index - meanX) * (value - meanY))) / spread;
  const interception = meanY - slope * meanX;
  const line = values.map((_, index) => interception + slope * index);
  return { ...measureFit(values, line), slope, interception };
}

function measureFit(values: readonly number[], line: readonly number[]): Fit {
  const all = squaresOf(values);
  const rest = total(values.map((value, index) => (value - (line[index] ?? 0)) ** 2));
  return { rsquare: all === 0 ? 1 : 1 - rest / all, variance: all / (values.length - 1), rvariance: rest / (values.length - 1), line };
}

/**
 * The two lines that leave least of the series, the first of equals; each has two points or more. Null where there are too few.
 * (Kusto documentation, "series_fit_2lines()".)
 */
function fitTwoLines(values: readonly number[]): TwoLines | null {
  if (values.length < 4) return null;
  const lefts = errorsOfStarts(values);
  const rights = errorsOfStarts(values.toReversed());
  const errorAt = (split: number): number => (lefts[split] ?? 0) + (rights[values.length - split] ?? 0);
  // What is less by the rounding of the sums only is not less.
  const noise = 1e-12 * squaresOf(values);
  let split = 2;
  for (let at = 3; at <= values.length - 2; at += 1) if (errorAt(at) < errorAt(split) - noise) split = at;
  const [left, right] = [fitLine(values.slice(0, split)), fitLine(values.slice(split))];
  return { ...measureFit(values, [...left.line, ...right.line]), split, left, right };
}

/** The sum of squares about the mean. */
function squaresOf(values: readonly number[]): number {
  const mean = total(values) / values.length;
  return total(values.map((value) => (value - mean) ** 2));
}

/** For each length, what a line leaves of so many first values: sums of squares about means that move along, so that one pass is enough. */
function errorsOfStarts(values: readonly number[]): readonly number[] {
  let [meanX, meanY, xx, xy, yy] = [0, 0, 0, 0, 0];
  const errors = values.map((value, index) => {
    const [stepX, stepY] = [index - meanX, value - meanY];
    meanX += stepX / (index + 1);
    meanY += stepY / (index + 1);
    xx += stepX * (index - meanX);
    xy += stepX * (value - meanY);
    yy += stepY * (value - meanY);
    return xx === 0 ? 0 : Math.max(0, yy - (xy * xy) / xx);
  });
  return [0, ...errors];
}
