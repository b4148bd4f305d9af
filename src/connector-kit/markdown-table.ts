/** Rows as a table of Markdown (GitHub Flavored Markdown › Tables): each cell on one line, none too long. */
export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  { maxCellCharacters = 300 }: { readonly maxCellCharacters?: number } = {},
): string {
  const line = (cells: readonly unknown[]) => `| ${cells.map((cell) => toCell(cell, maxCellCharacters)).join(' | ')} |`;
  return [line(columns), `|${' --- |'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

function toCell(value: unknown, maxCharacters: number): string {
  const text = value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const short = text.length > maxCharacters ? `${text.slice(0, maxCharacters)}…` : text;
  return short.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
}
