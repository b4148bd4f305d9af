import type { Table } from '../kit/table.ts';

const mostColumns = 40;

/**
 * Finds the table in a result, wherever tools put it: an array of objects, `{columns, rows}` (also inside
 * `tables`, as Kusto answers), one list of objects among other fields, or text that is CSV or TSV. Null when there is none.
 */
export function findTable(value: unknown): Table | null {
  if (typeof value === 'string') return parseDelimited(value);
  if (Array.isArray(value)) return fromObjects(value);
  if (!isRecord(value)) return null;
  if (Array.isArray(value.columns) && Array.isArray(value.rows)) return fromColumnsAndRows(value.columns, value.rows);
  if (Array.isArray(value.tables)) return findTable(value.tables.find((table) => isRecord(table) && findTable(table) !== null) ?? null);
  const list = onlyList(value);
  return list === null ? null : findTable(value[list]);
}

/** What a result says beside the one list in it that is its table, such as the subject of an event with attendees; null: nothing. */
export function fieldsBeside(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(value) || Array.isArray(value.columns) || Array.isArray(value.tables)) return null;
  const list = onlyList(value);
  const rest = Object.entries(value).filter(([name, entry]) => name !== list && entry !== null && entry !== '');
  return list === null || rest.length === 0 ? null : Object.fromEntries(rest);
}

/** The name of the one field that holds a list of objects; of two, either would be a guess. */
function onlyList(value: Readonly<Record<string, unknown>>): string | null {
  const [first, ...others] = Object.keys(value).filter((name) => {
    const entry = value[name];
    return Array.isArray(entry) && fromObjects(entry) !== null;
  });
  return first === undefined || others.length > 0 ? null : first;
}

/** The JSON in a text, or the text itself. */
export function readJsonText(text: string): unknown {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return text;
  try {
    return JSON.parse(trimmed) as unknown;
  } catch {
    return text;
  }
}

function fromObjects(entries: readonly unknown[]): Table | null {
  if (entries.length === 0 || !entries.every(isRecord)) return null;
  const columns = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  if (columns.length === 0 || columns.length > mostColumns) return null;
  return { columns, rows: entries.map((entry) => columns.map((column) => (Object.hasOwn(entry, column) ? entry[column] : null))) };
}

function fromColumnsAndRows(columns: readonly unknown[], rows: readonly unknown[]): Table | null {
  const names = columns.map((column) => (isRecord(column) ? (column.name ?? column.ColumnName) : column));
  if (names.length === 0 || !names.every((name) => typeof name === 'string')) return null;
  if (rows.every((row) => Array.isArray(row))) return { columns: names, rows };
  return rows.every(isRecord) ? { columns: names, rows: rows.map((row) => names.map((name) => row[name] ?? null)) } : null;
}

/** CSV or TSV: at least two rows under a heading, all of the same width. Anything less may be prose. */
function parseDelimited(text: string): Table | null {
  if (text.length > 2_000_000) return null;
  for (const delimiter of ['\t', ',', ';']) {
    const [heading, ...rows] = splitCells(text.trim(), delimiter);
    if (heading === undefined || heading.length < 2 || rows.length < 2) continue;
    const distinct = new Set(heading).size === heading.length && heading.every((name) => name.trim() !== '' && name.length < 60);
    if (distinct && rows.every((row) => row.length === heading.length)) return { columns: heading, rows };
  }
  return null;
}

function splitCells(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quoted && character === '"' && text[index + 1] === '"') {
      cell += '"';
      index++;
    } else if (character === '"' && (quoted || cell === '')) quoted = !quoted;
    else if (!quoted && character === delimiter) {
      rows.at(-1)?.push(cell);
      cell = '';
    } else if (!quoted && (character === '\n' || character === '\r')) {
      if (character === '\r' && text[index + 1] === '\n') index++;
      rows.at(-1)?.push(cell);
      rows.push([]);
      cell = '';
    } else cell += character;
  }
  rows.at(-1)?.push(cell);
  return rows;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
