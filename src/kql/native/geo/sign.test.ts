import { expect, test } from 'vitest';
import { isCrossing, sign } from './sign.ts';
import { toVector } from './vector.ts';

const [a, b, c] = [toVector([0, 0]), toVector([10, 0]), toVector([20, 0])];

test('points on one great circle have a side all the same, and swapping two turns it', () => {
  expect(Math.abs(sign(a, b, c))).toBe(1);
  expect(sign(a, c, b)).toBe(-sign(a, b, c));
  expect(sign(b, c, a)).toBe(sign(a, b, c));
});

test('two equal points have none', () => {
  expect(sign(a, a, c)).toBe(0);
});

test('a difference of one unit in the last place decides', () => {
  const north = toVector([10, 1e-15]);
  const south = toVector([10, -1e-15]);
  expect([sign(a, c, north), sign(a, c, south)]).toEqual([1, -1]);
  expect(isCrossing([a, c], [north, south])).toBe(true);
});
