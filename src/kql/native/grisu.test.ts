import { expect, test } from 'vitest';
import { grisuDigits } from './grisu.ts';

test('digits read back as the same number', () => {
  const values = Array.from({ length: 2000 }, (_, index) => Math.sin(index + 1) ** 2 * 10 ** ((index % 600) - 300));
  for (const value of [...values, 5e-324, Number.MAX_VALUE, 2 ** 52, 1]) {
    const { digits, power } = grisuDigits(value);
    expect(Number(`${digits}e${power}`)).toBe(value);
  }
});

test('where several last digits would do, it is the highest', () => {
  expect(grisuDigits(0.1 + 0.2)).toEqual({ digits: '30000000000000007', power: -17 });
  expect(grisuDigits(9.999_999_999_999_998)).toEqual({ digits: '9999999999999999', power: -15 });
});

test('a number of few digits has just these', () => {
  expect(grisuDigits(0.3)).toEqual({ digits: '3', power: -1 });
  expect(grisuDigits(1e22)).toEqual({ digits: '1', power: 22 });
});
