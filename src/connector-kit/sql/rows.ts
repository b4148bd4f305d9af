import type { Json } from '../../domain/json.ts';
import type { Column, Limits, Rows } from './database.ts';

const maxValueCharacters = 10_000;

/** Gathers rows up to the limits. */
export type RowCollector = {
  /** False: there was no room for this row, and there is none for those after it. */
  add(row: readonly unknown[]): boolean;
  finish(columns: readonly Column[]): Rows;
};

/** Rows as JSON; each value has a bound too, so that one long text does not push out the rest. */
export function createRowCollector({ rows: maxRows, bytes: maxBytes }: Pick<Limits, 'rows' | 'bytes'>): RowCollector {
  const rows: (readonly Json[])[] = [];
  let bytes = 0;
  let clippedValues = 0;
  let truncated: Rows['truncated'] = null;

  function toShort(value: unknown): Json {
    const json = toJson(value);
    const text = typeof json === 'string' ? json : typeof json === 'object' && json !== null ? JSON.stringify(json) : '';
    if (text.length <= maxValueCharacters) return json;
    clippedValues += 1;
    return `${text.slice(0, maxValueCharacters)}… [${text.length - maxValueCharacters} more characters]`;
  }

  return {
    add: (row) => {
      if (truncated !== null) return false;
      if (rows.length >= maxRows) truncated = 'rows';
      else {
        const before = clippedValues;
        const values = row.map(toShort);
        bytes += Buffer.byteLength(JSON.stringify(values));
        if (bytes <= maxBytes) rows.push(values);
        else {
          truncated = 'bytes';
          clippedValues = before;
        }
      }
      return truncated === null;
    },
    finish: (columns) => ({ columns, rows, truncated, clippedValues }),
  };
}

/** Numbers keep all digits: what JavaScript cannot hold exactly travels as text. Bytes are hexadecimal, as PostgreSQL writes them. */
function toJson(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      if (value === null) return null;
      if (value instanceof Uint8Array) return `\\x${Buffer.from(value.subarray(0, maxValueCharacters)).toString('hex')}`;
      if (value instanceof Date) return value.toISOString();
      // What drivers make of JSON columns and lists is JSON already.
      return JSON.parse(JSON.stringify(value)) as Json;
    default:
      return null;
  }
}
