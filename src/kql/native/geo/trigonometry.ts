/**
 * Sine, cosine and arc tangent to the last bit. JavaScript's own may be off by one unit in the last place, the engine's are
 * not, and coordinates are compared as text. Where rounding would tell, a number is held as the sum of two (T. J. Dekker, A
 * floating-point technique for extending the available precision, 1971).
 */
export function sineAndCosine(angle: number): readonly [sine: number, cosine: number] {
  const { sine, cosine } = exactSineAndCosine(angle);
  return [sine, cosine];
}

/** The direction of a point in the plane. */
export function arcTangent(y: number, x: number): number {
  const rough = Math.atan2(y, x);
  if (y === 0 || x === 0) return rough;
  const { sine, sineRest, cosine, cosineRest } = exactSineAndCosine(rough);
  const [up, over] = [y * cosine, x * sine];
  const rest = productRest(y, cosine, up) - productRest(x, sine, over) + y * cosineRest - x * sineRest;
  return rough + (up - over + rest) / (x * cosine + y * sine);
}

/** What is lost where a product is rounded. */
function productRest(a: number, b: number, product: number): number {
  const [scaledA, scaledB] = [134_217_729 * a, 134_217_729 * b];
  const [highA, highB] = [scaledA - (scaledA - a), scaledB - (scaledB - b)];
  const [lowA, lowB] = [a - highA, b - highB];
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

type Exact = { readonly sine: number; readonly sineRest: number; readonly cosine: number; readonly cosineRest: number };

const halfPi = 1.570_796_326_794_896_6;
const halfPiRest = 6.123_233_995_736_766e-17;

/** Both with what their rounding loses, of an angle between -2π and 2π. */
function exactSineAndCosine(angle: number): Exact {
  const quarter = Math.round(angle / halfPi);
  const taken = quarter * halfPi;
  const left = angle - taken;
  const leftRest = -(productRest(quarter, halfPi, taken) + quarter * halfPiRest);
  const r = left + leftRest;
  const rRest = leftRest - (r - left);
  const s = r * r;
  const sRest = productRest(r, r, s) + 2 * r * rRest;
  const { sine, sineRest } = sineNear(r, rRest, s, sRest);
  const { cosine, cosineRest } = cosineNear(s, sRest);
  const turn = ((quarter % 4) + 4) % 4;
  if (turn === 0) return { sine, sineRest, cosine, cosineRest };
  if (turn === 1) return { sine: cosine, sineRest: cosineRest, cosine: -sine, cosineRest: -sineRest };
  if (turn === 2) return { sine: -sine, sineRest: -sineRest, cosine: -cosine, cosineRest: -cosineRest };
  return { sine: -cosine, sineRest: -cosineRest, cosine: sine, cosineRest: sineRest };
}

/** r - r³/6 + …, of an angle up to π/4 and its square; four numbers by position, since a record for each call would cost more than the sum. */
function sineNear(r: number, rRest: number, s: number, sRest: number): Pick<Exact, 'sine' | 'sineRest'> {
  const cube = r * s;
  const cubeRest = productRest(r, s, cube) + r * sRest + rRest * s;
  const sixth = cube / 6;
  const back = sixth * 6;
  const sixthRest = (cube - back - productRest(sixth, 6, back) + cubeRest) / 6;
  const further = cube * s * series(s, sineTerms);
  const main = r - sixth;
  const rest = r - main - sixth + rRest - sixthRest + further;
  const sine = main + rest;
  return { sine, sineRest: rest - (sine - main) };
}

/** 1 - s/2 + s²/24 - …, of the square of an angle up to π/4. */
function cosineNear(s: number, sRest: number): Pick<Exact, 'cosine' | 'cosineRest'> {
  const half = s / 2;
  const start = 1 - half;
  const startRest = 1 - start - half - sRest / 2;
  const fourth = s * s;
  const fourthRest = productRest(s, s, fourth) + 2 * s * sRest;
  const part = fourth / 24;
  const back = part * 24;
  const partRest = (fourth - back - productRest(part, 24, back) + fourthRest) / 24;
  const further = -fourth * s * series(s, cosineTerms);
  const main = start + part;
  const rest = start - main + part + startRest + partRest + further;
  const cosine = main + rest;
  return { cosine, cosineRest: rest - (cosine - main) };
}

/** 1/5!, -1/7!, … and 1/6!, -1/8!, …, as far as they count below π/4. */
const sineTerms = factorials(5);
const cosineTerms = factorials(6);

function factorials(first: number): readonly number[] {
  return Array.from({ length: 9 }, (_, index) => {
    const numbers = Array.from({ length: first + 2 * index }, (__, count) => count + 1);
    return (index % 2 === 0 ? 1 : -1) / numbers.reduce((product, number) => product * number, 1);
  });
}

function series(s: number, terms: readonly number[]): number {
  let sum = 0;
  for (let index = terms.length - 1; index >= 0; index -= 1) sum = sum * s + (terms[index] ?? 0);
  return sum;
}
