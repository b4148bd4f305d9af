/** A table to show: names of columns, and rows of plain JSON values in their order. */
export type Table = { readonly columns: readonly string[]; readonly rows: readonly (readonly unknown[])[] };
export type Sorting = { readonly column: number; readonly descending: boolean };

/** The rows in the order of one column: numbers by size, the rest as text, what is missing last. */
export function sortRows(rows: Table['rows'], sorting: Sorting | null): Table['rows'] {
  if (sorting === null) return rows;
  const { column, descending } = sorting;
  return rows.toSorted((left, right) => {
    const [a, b] = [left[column], right[column]];
    const missing = Number(isMissing(a)) - Number(isMissing(b));
    if (missing !== 0) return missing;
    return (descending ? -1 : 1) * compare(a, b);
  });
}

/** How a cell reads. */
export function cellText(value: unknown): string {
  if (isMissing(value)) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export function tableToCsv({ columns, rows }: Table): string {
  const quote = (value: unknown) => {
    const text = cellText(value);
    const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows].map((row) => row.map(quote).join(',')).join('\r\n');
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function compare(a: unknown, b: unknown): number {
  const [x, y] = [asNumber(a), asNumber(b)];
  if (x !== null && y !== null) return x - y;
  return cellText(a).localeCompare(cellText(b), 'en', { numeric: true });
}

function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}
