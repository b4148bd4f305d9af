import type { Answer } from '../../charts/chart-model.ts';
import { cellText, type Sorting, sortRows } from '../../kit/table.ts';

/** The rows that hold the words, in the order of a column. */
export function shownRows(rows: Answer['rows'], { filter, sorting }: { readonly filter: string; readonly sorting: Sorting | null }) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found =
    words.length === 0
      ? rows
      : rows.filter((row) => {
          const text = row.map(cellText).join('\n').toLowerCase();
          return words.every((word) => text.includes(word));
        });
  return sortRows(found, sorting);
}

/** The answer without columns in which no row has anything. */
export function withoutEmptyColumns({ columns, rows }: Answer): Answer {
  const kept = columns.flatMap((_, index) => (rows.some((row) => cellText(row[index]) !== '') ? [index] : []));
  if (kept.length === columns.length) return { columns, rows };
  return { columns: columns.filter((_, index) => kept.includes(index)), rows: rows.map((row) => kept.map((index) => row[index])) };
}

const measuredRows = 60;
const shownTime = '2026-01-01 00:00:00.000'.length;
const [narrowest, widest] = [72, 420];

/** Widths of columns in pixels, by what stands in the first rows; 13 px Inter is under 8 px a sign. */
export function columnWidths({ columns, rows }: Answer): readonly number[] {
  return columns.map(({ name, type }, index) => {
    const longest =
      type === 'datetime' ? shownTime : rows.slice(0, measuredRows).reduce((most, row) => Math.max(most, cellText(row[index]).length), 0);
    return Math.min(widest, Math.max(narrowest, Math.max(name.length * 7.8 + 34, longest * 7.8 + 26)));
  });
}
