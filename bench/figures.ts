/** One figure of the bench: what was measured, and what it must not exceed. */
export type Figure = { readonly name: string; readonly value: number; readonly unit: string; readonly limit: number };

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The figures as a table of text. */
export function printFigures(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, limit }) => [
    name,
    `${round(value)} ${unit}`,
    `≤ ${limit} ${unit}`,
    value <= limit ? 'holds' : 'EXCEEDED',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n');
}

const round = (value: number) => (value < 10 ? Math.round(value * 1000) / 1000 : Math.round(value));
