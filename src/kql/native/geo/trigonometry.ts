/**
 * Sine, cosine and arc tangent to the last bit. JavaScript's own may be off by one unit in the last place, the engine's are
 * not, and coordinates are compared as text. Numbers are held as the sum of two (T. J. Dekker, A floating-point technique for
 * extending the available precision, 1971).
 */
type Double = readonly [high: number, low: number];

/** The sine and cosine of an angle between -2π and 2π. */
export function sineAndCosine(angle: number): readonly [sine: number, cosine: number] {
  const [sine, cosine] = exactSineAndCosine(angle);
  return [sine[0], cosine[0]];
}

/** The direction of a point in the plane. */
export function arcTangent(y: number, x: number): number {
  const rough = Math.atan2(y, x);
  if (y === 0) return rough;
  const [sine, cosine] = exactSineAndCosine(rough);
  const across = sum(times(cosine, [y, 0]), negative(times(sine, [x, 0])));
  const along = x * cosine[0] + y * sine[0];
  return along > 0 ? rough + across[0] / along : rough;
}

const halfPi: Double = [1.570_796_326_794_896_6, 6.123_233_995_736_766e-17];

function exactSineAndCosine(angle: number): readonly [Double, Double] {
  const quarter = Math.round(angle / halfPi[0]);
  const rest = sum([angle, 0], times(halfPi, [-quarter, 0]));
  const square = times(rest, rest);
  const sine = times(rest, series(square, sineTerms));
  const cosine = series(square, cosineTerms);
  const turn = ((quarter % 4) + 4) % 4;
  if (turn === 0) return [sine, cosine];
  if (turn === 1) return [cosine, negative(sine)];
  return turn === 2 ? [negative(sine), negative(cosine)] : [negative(cosine), sine];
}

/** The factors between the terms of the two series: 1/(2·3), 1/(4·5), … and 1/(1·2), 1/(3·4), … */
const sineTerms: readonly number[] = Array.from({ length: 13 }, (_, index) => (2 * index + 2) * (2 * index + 3));
const cosineTerms: readonly number[] = Array.from({ length: 13 }, (_, index) => (2 * index + 1) * (2 * index + 2));

/** 1 - s/a·(1 - s/b·(1 - …)) */
function series(square: Double, divisors: readonly number[]): Double {
  return divisors.reduceRight<Double>((inner, divisor) => sum([1, 0], negative(dividedBy(times(square, inner), divisor))), [1, 0]);
}

function negative([high, low]: Double): Double {
  return [-high, -low];
}

function sum([a, aLow]: Double, [b, bLow]: Double): Double {
  const [high, low] = exactSum(a, b);
  return joined(high, low + aLow + bLow);
}

function times([a, aLow]: Double, [b, bLow]: Double): Double {
  const [high, low] = exactProduct(a, b);
  return joined(high, low + a * bLow + aLow * b);
}

function dividedBy(value: Double, divisor: number): Double {
  const high = value[0] / divisor;
  const rest = sum(value, negative(exactProduct(high, divisor)));
  return joined(high, rest[0] / divisor);
}

function joined(high: number, low: number): Double {
  const whole = high + low;
  return [whole, low - (whole - high)];
}

function exactSum(a: number, b: number): Double {
  const whole = a + b;
  const part = whole - a;
  return [whole, a - (whole - part) + (b - part)];
}

function exactProduct(a: number, b: number): Double {
  const product = a * b;
  const [[aHigh, aLow], [bHigh, bLow]] = [halves(a), halves(b)];
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

function halves(value: number): Double {
  const scaled = 134_217_729 * value;
  const high = scaled - (scaled - value);
  return [high, value - high];
}
