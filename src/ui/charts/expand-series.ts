import type { Answer } from './chart-model.ts';
import { timeOf } from './read-values.ts';

/** `make-series` gives each row lists of times and values; a chart of them has one point for each place in the lists. */
export function expandSeries({ columns, rows }: Answer): Answer {
  const lists = columns.flatMap(({ type }, index) => (type === 'dynamic' && rows.every((row) => Array.isArray(row[index])) ? [index] : []));
  if (lists.length === 0) return { columns, rows };
  return {
    columns: columns.map((column, index) => (lists.includes(index) ? { ...column, type: typeOfItems(rows, index) } : column)),
    rows: rows.flatMap((row) => {
      const length = Math.max(...lists.map((index) => itemsOf(row, index).length));
      return Array.from({ length }, (_, place) => row.map((value, index) => (lists.includes(index) ? itemsOf(row, index)[place] : value)));
    }),
  };
}

function itemsOf(row: readonly unknown[], index: number): readonly unknown[] {
  const value = row[index];
  return Array.isArray(value) ? value : [];
}

function typeOfItems(rows: Answer['rows'], index: number): string {
  const item = rows.flatMap((row) => itemsOf(row, index)).find((value) => value !== null);
  if (typeof item === 'number') return 'real';
  return typeof item === 'string' && /^\d{4}-\d\d-\d\dT/.test(item) && timeOf(item) !== null ? 'datetime' : 'string';
}
