export type Period = { readonly period: number; readonly score: number };

/**
 * The periods of a series, most significant first: shifts at which it goes along with itself more than at the shifts beside
 * them. A period has at least four points and stands in the series more than twice; its multiples are not counted again.
 */
export function periodsOf(values: readonly number[], { min, max }: { readonly min: number; readonly max: number }): readonly Period[] {
  const longest = Math.ceil(values.length / 2) - 1;
  const level = detrended(values);
  const scores = new Map<number, number>();
  for (let shift = 3; shift <= longest + 1; shift += 1) scores.set(shift, likeness(level, shift));
  const peaks = [...scores]
    .filter(([shift, score]) => {
      const [before, after] = [scores.get(shift - 1) ?? -1, scores.get(shift + 1) ?? -1];
      return shift >= Math.max(4, min) && shift <= Math.min(longest, max) && score > 0 && score >= before && score >= after;
    })
    .map(([period, score]) => ({ period, score: Math.min(1, score) }));
  const chosen: Period[] = [];
  for (const peak of peaks.toSorted((a, b) => (nearly(a.score, b.score) ? a.period - b.period : b.score - a.score)))
    if (!chosen.some(({ period }) => peak.period % period === 0)) chosen.push(peak);
  return chosen;
}

/** Longer shifts compare fewer points, so a small lead of theirs says nothing. */
function nearly(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.05;
}

/** The correlation of a series with itself some places on. */
function likeness(values: readonly number[], shift: number): number {
  const [left, right] = [values.slice(0, -shift), values.slice(shift)];
  const [a, b] = [mean(left), mean(right)];
  const together = left.reduce((sum, value, index) => sum + (value - a) * ((right[index] ?? 0) - b), 0);
  const apart = Math.sqrt(left.reduce((sum, value) => sum + (value - a) ** 2, 0) * right.reduce((sum, value) => sum + (value - b) ** 2, 0));
  return apart === 0 ? 0 : together / apart;
}

function detrended(values: readonly number[]): readonly number[] {
  const [level, middle] = [mean(values), (values.length - 1) / 2];
  const spread = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0);
  const slope = spread === 0 ? 0 : values.reduce((sum, value, index) => sum + (index - middle) * (value - level), 0) / spread;
  return values.map((value, index) => value - level - slope * (index - middle));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
