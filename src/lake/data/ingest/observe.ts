import type { Duck } from '../duck.ts';
import { quoteText } from '../sql-text.ts';
import type { KqlType } from '../../../kql/index.ts';
import { inferType, type Observation } from './infer.ts';
import type { ReadableFile } from './prepare-file.ts';
import { jsonRecords, readSource } from './source.ts';

/** What a whole file holds: its records, its keys in their order, and the types of those that no schema knows. */
export type Observed = {
  readonly records: number;
  readonly keys: readonly string[];
  /** For keys that were asked about: null where every value is empty. */
  readonly types: ReadonlyMap<string, KqlType | null>;
};

/** Reads a file once for its keys, and once more for the types of those that `isKnown` denies. */
export async function observeFile(
  duck: Duck,
  file: ReadableFile,
  isKnown: (key: string, keys: readonly string[]) => boolean,
): Promise<Observed> {
  switch (file.kind) {
    case 'ndjson': {
      const { records, keys } = await observeKeys(duck, jsonRecords(file));
      const unknown = keys.filter((key) => !isKnown(key, keys));
      return { records, keys, types: await observeTypes(duck, file, { keys: unknown, isJson: true }) };
    }
    case 'csv': {
      const unknown = file.columns.filter((key) => !isKnown(key, file.columns));
      const types = await observeTypes(duck, file, { keys: unknown, isJson: false });
      return { records: await countCsv(duck, file), keys: file.columns, types };
    }
    case 'parquet': {
      const described = await duck.run(`DESCRIBE SELECT * FROM read_parquet(${quoteText(file.path)})`);
      const [count] = await duck.run(`SELECT count(*) AS records FROM read_parquet(${quoteText(file.path)})`);
      const types = described.map((row) => [String(row.column_name), fromParquet(String(row.column_type))] as const);
      return { records: Number(count?.records), keys: types.map(([key]) => key), types: new Map(types) };
    }
  }
}

/** Keys of Parquet columns and of JSON that hold objects keep their structure. */
export function structuredKeys(file: ReadableFile, observed: Observed, dynamicKeys: readonly string[]): ReadonlySet<string> {
  if (file.kind === 'csv') return new Set();
  if (file.kind === 'ndjson') return new Set(dynamicKeys);
  return new Set([...observed.types].filter(([, type]) => type === 'dynamic').map(([key]) => key));
}

async function observeKeys(duck: Duck, records: string): Promise<{ readonly records: number; readonly keys: readonly string[] }> {
  // Records with the same keys are counted together first: the list of all keys of all records would be far longer.
  const rows = await duck.run(`
    WITH same AS MATERIALIZED (SELECT json_keys(json) AS keys, count(*) AS records FROM ${records} GROUP BY 1),
      each AS (SELECT unnest(keys) AS key, generate_subscripts(keys, 1) AS position FROM same)
    SELECT NULL AS key, 0 AS position, (SELECT coalesce(sum(records), 0) FROM same)::DOUBLE AS records
    UNION ALL SELECT key, min(position), 0 FROM each GROUP BY key ORDER BY position, key`);
  return { records: Number(rows[0]?.records ?? 0), keys: rows.slice(1).map((row) => String(row.key)) };
}

async function observeTypes(
  duck: Duck,
  file: ReadableFile,
  { keys, isJson }: { readonly keys: readonly string[]; readonly isJson: boolean },
): Promise<ReadonlyMap<string, KqlType | null>> {
  if (keys.length === 0) return new Map();
  const kindOf = isJson ? 'lake_kind_of_json' : 'lake_kind_of_text';
  const kinds = await countKinds(duck, { file, keys, isJson, sql: (value) => `${kindOf}(${value})` });
  // What may be a time is looked at more closely, but only where a whole column may be one.
  const maybeTimes = keys.filter((key) => kinds.get(key)?.maybeTimes === kinds.get(key)?.values && (kinds.get(key)?.values ?? 0) > 0);
  const text = (value: string) => (isJson ? `json_extract_string(${value}, '$')` : value);
  const times = await countKinds(duck, {
    file,
    keys: maybeTimes,
    isJson,
    sql: (value) => `CASE WHEN lake_datetime(${text(value)}) IS NOT NULL THEN 'datetimes' END`,
  });
  return new Map(
    keys.map((key) => {
      const { maybeTimes: maybe, ...seen } = kinds.get(key) ?? nothingSeen;
      const datetimes = times.get(key)?.datetimes ?? 0;
      return [key, inferType({ ...seen, datetimes, texts: seen.texts + maybe - datetimes }, { mixed: isJson ? 'dynamic' : 'string' })];
    }),
  );
}

type Kinds = Observation & { readonly maybeTimes: number };

const nothingSeen: Kinds = { values: 0, structured: 0, bools: 0, longs: 0, reals: 0, datetimes: 0, texts: 0, maybeTimes: 0 };

/** How many values of each kind each key has, in one reading. */
async function countKinds(
  duck: Duck,
  {
    file,
    keys,
    isJson,
    sql,
  }: { readonly file: ReadableFile; readonly keys: readonly string[]; readonly isJson: boolean; readonly sql: (value: string) => string },
): Promise<ReadonlyMap<string, Kinds>> {
  if (keys.length === 0) return new Map();
  const source = readSource(file, { places: keys.map((key) => [key]), structured: new Set(isJson ? keys : []) });
  const counts = keys.map((key, index) => `histogram(${sql(`${source.value([key]).sql}::VARCHAR`)}) AS k${index}`);
  const [row = {}] = await duck.run(`SELECT ${counts.join(', ')} FROM ${source.from}`);
  return new Map(
    keys.map((key, index) => {
      const found = (row[`k${index}`] ?? []) as readonly { readonly key: string; readonly value: bigint }[];
      const counted = Object.fromEntries(found.map(({ key: kind, value }) => [kind, Number(value)]));
      return [key, { ...nothingSeen, ...counted, values: found.reduce((sum, { value }) => sum + Number(value), 0) }];
    }),
  );
}

async function countCsv(duck: Duck, file: Extract<ReadableFile, { kind: 'csv' }>): Promise<number> {
  const [row] = await duck.run(`SELECT count(*) AS records FROM ${readSource(file, { places: [], structured: new Set() }).from}`);
  return Number(row?.records);
}

function fromParquet(type: string): KqlType {
  if (type.endsWith(']') || /^(STRUCT|MAP|UNION|JSON|VARIANT)/.test(type)) return 'dynamic';
  if (type === 'BOOLEAN') return 'bool';
  if (/^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT)$/.test(type)) return 'int';
  if (/^(BIGINT|UINTEGER)$/.test(type)) return 'long';
  if (/^(FLOAT|DOUBLE)$/.test(type)) return 'real';
  if (/^(DECIMAL|HUGEINT|UBIGINT|UHUGEINT)/.test(type)) return 'decimal';
  if (/^(TIMESTAMP|DATE)/.test(type)) return 'datetime';
  return type === 'UUID' ? 'guid' : 'string';
}
