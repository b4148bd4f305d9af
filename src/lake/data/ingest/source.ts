import { quoteIdentifier, quoteStruct, quoteText } from '../sql-text.ts';
import type { ValueForm } from './convert.ts';
import type { ReadableFile } from './prepare-file.ts';
import type { Compression } from './unpacked.ts';

/** A value of a record: a key, or a path through objects under it. */
export type Place = readonly [string, ...string[]];

export type SourceValue = { readonly sql: string; readonly form: ValueForm };

/** Records of a file as the engine reads them, with some of their values. */
export type Source = {
  readonly from: string;
  value(place: Place): SourceValue;
};

const maxObjectBytes = 64 * 1024 * 1024;

/** The whole records of a file of JSON lines, as `json`; a line that is none gives NULL. */
export function jsonRecords({ path, compression }: Extract<ReadableFile, { kind: 'ndjson' }>): string {
  return `read_ndjson_objects(${quoteText(path)}, ignore_errors = true, compression = ${jsonCompression(compression)}, maximum_object_size = ${maxObjectBytes})`;
}

/** A FROM item with the wanted values of a file. `structured`: keys whose values may be objects, which keep their JSON. */
export function readSource(
  file: ReadableFile,
  {
    places,
    structured,
    rejects,
  }: { readonly places: readonly Place[]; readonly structured: ReadonlySet<string>; readonly rejects?: string },
): Source {
  switch (file.kind) {
    case 'ndjson':
      return readJson(file, places, structured);
    case 'csv':
      return readCsv(file, rejects);
    case 'parquet':
      return {
        from: `read_parquet(${quoteText(file.path)})`,
        value: ([key]) =>
          structured.has(key)
            ? { sql: `to_json(${quoteIdentifier(key)})::VARCHAR`, form: 'json' }
            : { sql: `${quoteIdentifier(key)}::VARCHAR`, form: 'text' },
      };
  }
}

function readJson(file: Extract<ReadableFile, { kind: 'ndjson' }>, places: readonly Place[], structured: ReadonlySet<string>): Source {
  const keys = [...new Set(places.map(([key]) => key))];
  if (new Set(keys.map((key) => key.toLowerCase())).size < keys.length) {
    // DuckDB does not see case in names, so keys that differ by case alone are read one by one.
    return { from: jsonRecords(file), value: (place) => ({ sql: `json_extract(json, ${pointer(place)})`, form: 'json' }) };
  }
  const deep = new Set(places.filter((place) => place.length > 1).map(([key]) => key));
  const isJson = (key: string) => structured.has(key) || deep.has(key);
  const columns = quoteStruct(keys.map((key) => [key, isJson(key) ? 'JSON' : 'VARCHAR']));
  return {
    from: `read_json(${quoteText(file.path)}, format = 'newline_delimited', records = true, ignore_errors = true, compression = ${jsonCompression(file.compression)}, maximum_object_size = ${maxObjectBytes}, columns = ${columns})`,
    value: ([key, ...path]) =>
      path.length === 0
        ? { sql: quoteIdentifier(key), form: isJson(key) ? 'json' : 'text' }
        : { sql: `json_extract(${quoteIdentifier(key)}, ${pointer(path)})`, form: 'json' },
  };
}

function readCsv(
  { path, compression, delimiter, columns, header }: Extract<ReadableFile, { kind: 'csv' }>,
  rejects: string | undefined,
): Source {
  const types = quoteStruct(columns.map((_, index) => [`c${index}`, 'VARCHAR']));
  const store =
    rejects === undefined
      ? 'ignore_errors = true'
      : `store_rejects = true, rejects_limit = 0, rejects_table = ${quoteText(rejects)}, rejects_scan = ${quoteText(`${rejects}_scan`)}`;
  return {
    from: `read_csv(${quoteText(path)}, auto_detect = false, delim = ${quoteText(delimiter)}, quote = '"', escape = '"', header = ${header}, compression = ${quoteText(compression)}, columns = ${types}, ${store})`,
    value: ([key]) => ({ sql: quoteIdentifier(`c${columns.indexOf(key)}`), form: 'text' }),
  };
}

// The readers of JSON and of CSV call a plain file by different names.
const jsonCompression = (compression: Compression) => quoteText(compression === 'none' ? 'uncompressed' : compression);

/** A JSON pointer: its only special characters are the tilde and the slash. */
export function pointer(path: readonly string[]): string {
  return quoteText(path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
}
