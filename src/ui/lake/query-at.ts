/** A part of the editor's text that is run, and where it begins; line and column count from 1. */
export type RunnablePart = { readonly text: string; readonly line: number; readonly column: number };

/** The query around a line: queries are parted by empty lines, as in every editor of Kusto. */
export function queryAtLine(text: string, line: number): RunnablePart | null {
  const lines = text.split('\n');
  const isBlank = (number: number) => (lines[number - 1] ?? '').trim() === '';
  let first = Math.min(Math.max(line, 1), lines.length);
  // On an empty line it is the query above that was just written.
  while (first > 1 && isBlank(first)) first -= 1;
  if (isBlank(first)) {
    while (first < lines.length && isBlank(first)) first += 1;
    if (isBlank(first)) return null;
  }
  let last = first;
  while (first > 1 && !isBlank(first - 1)) first -= 1;
  while (last < lines.length && !isBlank(last + 1)) last += 1;
  return { text: lines.slice(first - 1, last).join('\n'), line: first, column: 1 };
}
