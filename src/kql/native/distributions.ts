import { type NativeRow, native } from './row.ts';

/** The beta distribution, as the engine answers outside its domain: no value for a probability, not a number for the rest. */
export const distributionNatives: readonly NativeRow[] = [
  native('beta_cdf', {
    takes: ['real', 'real', 'real'],
    returns: 'real',
    run: (x, alpha, beta) => {
      if (!(x >= 0 && x <= 1)) return Number.NaN;
      if (Number.isNaN(alpha) || Number.isNaN(beta)) return Number.NaN;
      // Measured: a negative shape gives 1 here and not NaN.
      return alpha <= 0 || beta <= 0 ? 1 : betaCdf(x, alpha, beta);
    },
  }),
  native('beta_inv', {
    takes: ['real', 'real', 'real'],
    returns: 'real',
    run: (p, alpha, beta) => {
      if (!(p >= 0 && p <= 1)) return null;
      return !(alpha > 0 && beta > 0) ? Number.NaN : betaInverse(p, alpha, beta);
    },
  }),
  native('beta_pdf', {
    takes: ['real', 'real', 'real'],
    returns: 'real',
    run: (x, alpha, beta) => {
      if (!(x >= 0 && x <= 1) || !(alpha > 0 && beta > 0)) return Number.NaN;
      return Math.exp((alpha - 1) * Math.log(x) + (beta - 1) * Math.log1p(-x) - logBeta(alpha, beta));
    },
  }),
];

function betaInverse(p: number, alpha: number, beta: number): number {
  let [low, high] = [0, 1];
  // Halving ends when the doubles between the ends are used up.
  for (let round = 0; round < 1100; round += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (betaCdf(middle, alpha, beta) < p) low = middle;
    else high = middle;
  }
  return p === 0 ? 0 : high;
}

/** The regularised incomplete beta function, by Lentz's continued fraction (DLMF 8.17.22). */
function betaCdf(x: number, alpha: number, beta: number): number {
  if (x === 0 || x === 1) return x;
  if (!Number.isFinite(alpha) || !Number.isFinite(beta)) return Number.NaN;
  return x > (alpha + 1) / (alpha + beta + 2) ? 1 - lowerBeta(1 - x, beta, alpha) : lowerBeta(x, alpha, beta);
}

function lowerBeta(x: number, alpha: number, beta: number): number {
  const front = Math.exp(alpha * Math.log(x) + beta * Math.log1p(-x) - logBeta(alpha, beta)) / alpha;
  const tiny = 1e-300;
  const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / away(1 - ((alpha + beta) * x) / (alpha + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m += 1) {
    const even = (m * (beta - m) * x) / ((alpha + 2 * m - 1) * (alpha + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(alpha + m) * (alpha + beta + m) * x) / ((alpha + 2 * m) * (alpha + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front * fraction;
}

function logBeta(alpha: number, beta: number): number {
  return logGamma(alpha) + logGamma(beta) - logGamma(alpha + beta);
}

/** Stirling's series (DLMF 5.11.1) from 20 on, reached by the recurrence. */
function logGamma(value: number): number {
  let [x, shift] = [value, 0];
  for (; x < 20; x += 1) shift -= Math.log(x);
  const y = 1 / (x * x);
  const series = (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * (1 / 1680 - y * (1 / 1188 - (y * 691) / 360_360))))) / x;
  return shift + (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}
