import { cross, dot, same, subtract, type Vector } from './vector.ts';

/**
 * On which side of the edge from `a` to `b` the point `c` lies: 1 left, -1 right, 0 only where two of the points are the same.
 * Points on one great circle are told apart as if each were moved by an amount too small to see, always in the same way
 * (Edelsbrunner and Mücke, Simulation of Simplicity, 1990; S2 orders the moves as here).
 */
export function sign(a: Vector, b: Vector, c: Vector): -1 | 0 | 1 {
  const rough = dot(cross(a, b), c);
  if (rough > roughError) return 1;
  if (rough < -roughError) return -1;
  if (same(a, b) || same(b, c) || same(c, a)) return 0;
  const fine = fineDeterminant(a, b, c);
  return fine !== 0 ? fine : exactSign(a, b, c);
}

const roughError = 8e-16;

/** The determinant from the two shorter sides, which keeps digits where the points are close; 0 where rounding could turn it. */
function fineDeterminant(a: Vector, b: Vector, c: Vector): -1 | 0 | 1 {
  const [ab, bc, ca] = [subtract(b, a), subtract(c, b), subtract(a, c)];
  const [ab2, bc2, ca2] = [dot(ab, ab), dot(bc, bc), dot(ca, ca)];
  const [left, right, apex, size] =
    ab2 >= bc2 && ab2 >= ca2 ? [ca, bc, c, ca2 * bc2] : bc2 >= ca2 ? [ab, ca, a, ab2 * ca2] : [bc, ab, b, bc2 * ab2];
  const determinant = -dot(cross(left, right), apex);
  const error = 1e-15 * Math.sqrt(size);
  return determinant > error ? 1 : determinant < -error ? -1 : 0;
}

type Exact = readonly [bigint, bigint, bigint];

function exactSign(first: Vector, second: Vector, third: Vector): -1 | 0 | 1 {
  let permutation: -1 | 1 = 1;
  let [a, b, c] = [first, second, third];
  if (isAfter(a, b)) [a, b, permutation] = [b, a, permutation === 1 ? -1 : 1];
  if (isAfter(b, c)) [b, c, permutation] = [c, b, permutation === 1 ? -1 : 1];
  if (isAfter(a, b)) [a, b, permutation] = [b, a, permutation === 1 ? -1 : 1];
  const [x, y, z] = [exact(a), exact(b), exact(c)];
  const yz = exactCross(y, z);
  const determinant = x[0] * yz[0] + x[1] * yz[1] + x[2] * yz[2];
  // The determinant, then what is left of it as each coordinate moves in turn.
  const moved = [yz[2], yz[1], yz[0], z[0] * x[1] - z[1] * x[0], z[0], -z[1], z[2] * x[0] - z[0] * x[2], z[2]];
  const last = [x[0] * y[1] - x[1] * y[0], -y[0], y[1], x[0]];
  const terms = [determinant, ...moved, ...last];
  const deciding = terms.find((term) => term !== 0n) ?? 1n;
  return deciding > 0n ? permutation : permutation === 1 ? -1 : 1;
}

function isAfter(a: Vector, b: Vector): boolean {
  return a[0] !== b[0] ? a[0] > b[0] : a[1] !== b[1] ? a[1] > b[1] : a[2] > b[2];
}

function exactCross(a: Exact, b: Exact): Exact {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function exact(a: Vector): Exact {
  return [exactNumber(a[0]), exactNumber(a[1]), exactNumber(a[2])];
}

const bits = new DataView(new ArrayBuffer(8));

/** A number as a whole multiple of the smallest one there is. */
function exactNumber(value: number): bigint {
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const exponent = (raw >> 52n) & 0x7ffn;
  const fraction = raw & 0xf_ffff_ffff_ffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return raw >> 63n === 1n ? -size : size;
}

/** True where the edges `ab` and `cd` cross at a point inside both. */
export function isCrossing([a, b]: readonly [Vector, Vector], [c, d]: readonly [Vector, Vector]): boolean {
  const turn = sign(a, c, b);
  return turn !== 0 && sign(c, b, d) === turn && sign(b, d, a) === turn && sign(d, a, c) === turn;
}
