import { expect, test } from 'vitest';
import { sortRows, tableToCsv } from './table.ts';

test('numbers are sorted by size, also when they are text, and what is missing comes last either way', () => {
  const rows = [['10'], [null], ['9'], [100]];
  expect(sortRows(rows, { column: 0, descending: false })).toEqual([['9'], ['10'], [100], [null]]);
  expect(sortRows(rows, { column: 0, descending: true })).toEqual([[100], ['10'], ['9'], [null]]);
});

test('without a sorting the order is the given one', () => {
  const rows = [[2], [1]];
  expect(sortRows(rows, null)).toBe(rows);
});

test('CSV quotes what needs it and disarms formulas', () => {
  expect(
    tableToCsv({
      columns: ['a', 'b'],
      rows: [
        ['x,"y"', '=1+1'],
        [-3, { k: 1 }],
      ],
    }),
  ).toBe('a,b\r\n"x,""y""",\'=1+1\r\n-3,"{""k"":1}"');
});
