import { writeFile } from 'node:fs/promises';
import { timeColumn } from '../column-types.ts';
import type { Duck } from '../duck.ts';
import { quoteIdentifier, quoteText } from '../sql-text.ts';
import { fitsAnything } from './convert.ts';
import type { IngestPlan } from './plan.ts';
import { readLines } from './unpacked.ts';
import { type Conversion, convertedRows, timeSql } from './write-parquet.ts';

/** A record that did not get in, with the reason in words. */
export type SetAside = { readonly line: number; readonly reason: string; readonly text: string };

/** More than this are counted, not written down. */
const maxWritten = 100_000;

/** Finds the records that do not fit, with their line (of CSV: their record) and text. */
export async function findSetAside(duck: Duck, conversion: Conversion): Promise<readonly SetAside[]> {
  await duck.run('SET preserve_insertion_order = true');
  try {
    return conversion.file.kind === 'ndjson' ? await fromLines(duck, conversion, conversion.file) : await fromRows(duck, conversion);
  } finally {
    await duck.run('SET preserve_insertion_order = false');
  }
}

/** Writes them down as lines of JSON. */
export async function writeSetAside(path: string, records: readonly SetAside[]): Promise<void> {
  await writeFile(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''), { flush: true });
}

async function fromLines(
  duck: Duck,
  conversion: Conversion,
  file: Extract<Conversion['file'], { kind: 'ndjson' }>,
): Promise<readonly SetAside[]> {
  const { sql, fits } = convertedRows(conversion);
  const failing = await duck.run(
    `SELECT "$line"::DOUBLE AS line, "$reason" AS reason FROM (SELECT row_number() OVER () AS "$line", (${fits}) AS "$fits", ${reasonSql(conversion.plan)} AS "$reason" FROM (${sql}))
     WHERE NOT coalesce("$fits", false) ORDER BY 1 LIMIT ${maxWritten}`,
  );
  const wanted = new Map(failing.map((row) => [Number(row.line), String(row.reason)]));
  const found: SetAside[] = [];
  let line = 0;
  let record = 0;
  // The engine counts lines that are not blank; people count all of them.
  for await (const text of readLines(file.path, file.compression)) {
    line += 1;
    if (/^[ \t\r]*$/.test(text)) continue;
    record += 1;
    const reason = wanted.get(record);
    if (reason !== undefined) found.push({ line, reason: whyNotJson(text) ?? reason, text });
    if (found.length === wanted.size) break;
  }
  return found;
}

async function fromRows(duck: Duck, conversion: Conversion): Promise<readonly SetAside[]> {
  const { sql, fits, source } = convertedRows(conversion);
  const raw = conversion.plan.columns.map(({ column, place }) => `${quoteText(column.name)}: ${source.value(place).sql}`);
  const failing = await duck.run(
    `SELECT "$line"::DOUBLE AS line, "$reason" AS reason, "$text" AS text FROM (
       SELECT row_number() OVER () AS "$line", (${fits}) AS "$fits", ${reasonSql(conversion.plan)} AS "$reason", "$text"
       FROM (${sql.replace(/ FROM /, `, to_json({${raw.join(', ')}})::VARCHAR AS "$text" FROM `)}))
     WHERE NOT coalesce("$fits", false) ORDER BY 1 LIMIT ${maxWritten}`,
  );
  const ragged =
    conversion.rejects === undefined
      ? []
      : await duck.run(
          `SELECT line::DOUBLE AS line, first(error_message) AS reason, first(csv_line) AS text FROM ${quoteIdentifier(conversion.rejects)} GROUP BY line ORDER BY 1 LIMIT ${maxWritten}`,
        );
  return [...ragged, ...failing].map((row) => ({ line: Number(row.line), reason: String(row.reason), text: String(row.text) }));
}

/** The first thing that is wrong with a record, in words. */
function reasonSql(plan: IngestPlan): string {
  const cases = plan.columns.flatMap(({ column }, index) =>
    fitsAnything(column.type) || column.name === timeColumn
      ? []
      : [
          `WHEN NOT "$empty_${index}" AND ${quoteIdentifier(column.stored)} IS NULL THEN ${quoteText(`${column.name} is not ${article(column.type)} ${column.type}`)}`,
        ],
  );
  const time = `${timeColumn} is missing or no time${plan.timeFrom === timeColumn ? '' : ` (it comes from ${plan.timeFrom})`}`;
  return `CASE WHEN ${timeSql(plan)} IS NULL THEN ${quoteText(time)} ${cases.join(' ')} END`;
}

const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');

function whyNotJson(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    // The engine refuses bytes that reading as text replaces.
    if (text.includes('\uFFFD')) return 'not UTF-8';
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : 'not a JSON object';
  } catch (error) {
    return `not JSON: ${error instanceof Error ? error.message.slice(0, 120) : 'unreadable'}`;
  }
}
