import { join } from 'node:path';
import { ingestionColumn, ticksPerDay, timeColumn } from '../column-types.ts';
import type { Duck } from '../duck.ts';
import type { FileRow } from '../manifest.ts';
import { quoteIdentifier, quoteText } from '../sql-text.ts';
import { convertSql, fitsAnything } from './convert.ts';
import type { IngestPlan } from './plan.ts';
import type { ReadableFile } from './prepare-file.ts';
import { readSource, type Source } from './source.ts';

/** A written Parquet file before it is in its place. */
export type WrittenFile = Omit<FileRow, 'id' | 'workspace' | 'table' | 'path'> & { readonly path: string };

export type Conversion = {
  readonly file: ReadableFile;
  readonly plan: IngestPlan;
  readonly structured: ReadonlySet<string>;
  readonly rejects?: string;
};

/** How Parquet is written, everywhere. */
export const parquetOptions = 'FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880';

/** Writes the records that fit as one Parquet file a day into a folder. */
export async function writeDays(
  duck: Duck,
  { folder, ingestedAt, ...conversion }: Conversion & { readonly folder: string; readonly ingestedAt: bigint },
): Promise<readonly WrittenFile[]> {
  const { plan } = conversion;
  const converted = convertedRows(conversion);
  const stored = plan.columns.map(({ column }) => quoteIdentifier(column.stored));
  const select = `SELECT ${stored.join(', ')}, ${ingestedAt}::BIGINT AS ${quoteIdentifier(ingestionColumn)}, ${timeSql(plan)} // ${ticksPerDay} AS "$day"
    FROM (${converted.sql}) WHERE ${converted.fits}`;
  const target = join(folder, 'days');
  const files = await duck.run(`COPY (${select}) TO ${quoteText(target)} (${parquetOptions}, PARTITION_BY ("$day"), RETURN_STATS)`);
  const shape = [...plan.columns.map(({ column }) => column.stored), ingestionColumn];
  return files.map((row) => ({
    ...readStats(row, plan.columns.find(({ column }) => column.name === timeColumn)?.column.stored ?? timeColumn),
    shape,
  }));
}

/** The records with their values converted, and the condition that all of them fit. `raw_<n>` is the text of column n. */
export function convertedRows({ file, plan, structured, rejects }: Conversion): {
  readonly sql: string;
  readonly fits: string;
  readonly source: Source;
} {
  const source = readSource(file, { places: plan.columns.map(({ place }) => place), structured, rejects });
  const values = plan.columns.map(({ column, place }) => {
    const { sql, form } = source.value(place);
    return `${convertSql(sql, column.type, form)} AS ${quoteIdentifier(column.stored)}`;
  });
  const raws = plan.columns.flatMap(({ column, place }, index) => {
    if (fitsAnything(column.type) || column.name === timeColumn) return [];
    const { sql, form } = source.value(place);
    return [`coalesce(${form === 'json' ? `json_extract_string(${sql}, '$')` : sql}, '') = '' AS "$empty_${index}"`];
  });
  const conditions = plan.columns.flatMap(({ column }, index) =>
    fitsAnything(column.type) || column.name === timeColumn ? [] : [`("$empty_${index}" OR ${quoteIdentifier(column.stored)} IS NOT NULL)`],
  );
  return {
    sql: `SELECT ${[...values, ...raws].join(', ')} FROM ${source.from}`,
    fits: [`${timeSql(plan)} IS NOT NULL`, ...conditions].join(' AND '),
    source,
  };
}

/** The column of TimeGenerated as SQL. */
export function timeSql(plan: IngestPlan): string {
  return quoteIdentifier(plan.columns.find(({ column }) => column.name === timeColumn)?.column.stored ?? timeColumn);
}

/** What COPY says of a file it wrote. */
export function readStats(row: Readonly<Record<string, unknown>>, time: string): Omit<WrittenFile, 'shape'> {
  // The engine gives a map as a list of its entries.
  const columns = row.column_statistics as DuckMap<DuckMap<string>>;
  const statistics = columns.find(({ key }) => key === quoteIdentifier(time))?.value ?? [];
  const statistic = (name: string) => BigInt(statistics.find(({ key }) => key === name)?.value ?? 0);
  const from = statistic('min');
  return {
    path: String(row.filename),
    rows: Number(row.count),
    bytes: Number(row.file_size_bytes),
    day: Number(from / ticksPerDay),
    from,
    to: statistic('max'),
  };
}

type DuckMap<Value> = readonly { readonly key: string; readonly value: Value }[];
