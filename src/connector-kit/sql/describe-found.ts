import type { z } from 'zod';
import type { fetchOutput } from '../deep-research.ts';
import { markdownTable } from '../markdown-table.ts';
import { ToolError } from '../tool.ts';
import type { Database, Limits, Rows, SqlValue } from './database.ts';
import { type FoundId, type RecordValue, readId, urlOf } from './ids.ts';
import type { SavedQuery } from './saved-query.ts';
import { maxAnswerBytes } from './shapes.ts';
import { describeTable, findTable, type Shown, type Table } from './tables.ts';

type Fetched = z.input<typeof fetchOutput>;
type Known = { readonly shown: Shown; readonly queries: readonly SavedQuery[] };

const sampleRows = 5;
const sameRows = 20;
const limits: Limits = { rows: sameRows, bytes: maxAnswerBytes, milliseconds: 20_000 };

/** What search found, as Markdown: a table with its first rows, a saved query, a record whole. */
export async function describeFound(database: Database, { id, ...known }: Known & { readonly id: string }): Promise<Fetched> {
  const found = readId(id);
  const about = { id, url: urlOf(database, id) };
  switch (found.kind) {
    case 'table':
      return { ...about, ...(await describeTableFound(database, { found, ...known })) };
    case 'query':
      return { ...about, ...describeQuery(found.name, known.queries) };
    case 'record':
      return { ...about, ...(await describeRecord(database, { found, ...known })) };
  }
}

type Described = Omit<Fetched, 'id' | 'url'>;
type Asked<Kind extends FoundId['kind']> = Known & { readonly found: Extract<FoundId, { kind: Kind }> };

async function describeTableFound(database: Database, { found, shown }: Asked<'table'>): Promise<Described> {
  const table = await findTable(database, { ...found, shown });
  const { columns, references } = await describeTable(database, table);
  const { quoteIdentifier: quote } = database.dialect;
  const sql = `SELECT * FROM ${quote(table.schema)}.${quote(table.name)} LIMIT ${sampleRows}`;
  const [rows] = await database.read([{ sql, values: [] }], limits);
  const words = columns.map(({ name, type, nullable, key, comment }) => {
    const target = references.find(({ column }) => column === name);
    const refersTo = target === undefined ? '' : `${target.table}${target.toColumn === '' ? '' : `.${target.toColumn}`}`;
    return [name, type, nullable ? 'yes' : 'no', key ?? '', refersTo, comment];
  });
  const text = [
    ...(table.comment === null ? [] : [table.comment]),
    '## Columns',
    markdownTable(['Column', 'Type', 'May be null', 'Primary key', 'Refers to', 'Comment'], words),
    '## First rows',
    rowsAsText(rows),
  ];
  return { title: nameOf(table), text: text.join('\n\n'), metadata: { kind: table.kind, schema: table.schema, table: table.name } };
}

function describeQuery(name: string, queries: readonly SavedQuery[]): Described {
  const saved = queries.find((candidate) => candidate.name === name);
  if (saved === undefined) throw new ToolError(`There is no saved query "${name}" any more. Search again.`);
  const parameters = saved.parameters.map(({ name: parameter, type, description, default: fallback }) => [
    parameter,
    type,
    fallback ?? 'required',
    description,
  ]);
  const text = [
    saved.description,
    `It is the tool \`${name}\`.`,
    ...(parameters.length === 0 ? [] : ['## Parameters', markdownTable(['Name', 'Type', 'Left out', 'Description'], parameters)]),
    '## SQL',
    `\`\`\`sql\n${saved.sql}\n\`\`\``,
  ];
  return { title: saved.title, text: text.join('\n\n'), metadata: { kind: 'saved query', tool: name } };
}

async function describeRecord(database: Database, { found, shown }: Asked<'record'>): Promise<Described> {
  const table = await findTable(database, { ...found, shown });
  const { columns } = await describeTable(database, table);
  const unknown = Object.keys(found.key).find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined) throw new ToolError(`${table.name} has no column "${unknown}" any more. Search again.`);
  const [rows] = await database.read([selectByKey(database, { table, key: found.key, limit: sameRows })], limits);
  const [first, ...others] = rows?.rows ?? [];
  if (rows === undefined || first === undefined) throw new ToolError('This record is not there any more. Search again.');
  const text =
    others.length === 0
      ? markdownTable(
          ['Column', 'Value'],
          rows.columns.map(({ name }, index) => [name, first[index]]),
          { maxCellCharacters: 20_000 },
        )
      : // Without a primary key, rows may be alike.
        rowsAsText(rows);
  const metadata = { kind: others.length === 0 ? 'record' : 'records that share these values', schema: table.schema, table: table.name };
  return { title: `${nameOf(table)} ${keyInWords(found.key)}`, text, metadata };
}

/** A row by the values of columns; null is looked for in the one way that SQL has. */
export function selectByKey(
  { dialect: { quoteIdentifier: quote, place } }: Pick<Database, 'dialect'>,
  { table, key, limit }: { readonly table: Table; readonly key: Readonly<Record<string, RecordValue>>; readonly limit: number },
): { readonly sql: string; readonly values: readonly SqlValue[] } {
  const values: SqlValue[] = [];
  const conditions = Object.entries(key).map(([name, value]) => {
    if (value === null) return `${quote(name)} IS NULL`;
    values.push(value);
    return `${quote(name)} = ${place(values.length)}`;
  });
  return { sql: `SELECT * FROM ${quote(table.schema)}.${quote(table.name)} WHERE ${conditions.join(' AND ')} LIMIT ${limit}`, values };
}

function rowsAsText(rows: Rows | undefined): string {
  if (rows === undefined || rows.rows.length === 0) return 'There are none.';
  const names = rows.columns.map(({ name }) => name);
  return `${markdownTable(names, rows.rows)}${rows.truncated === 'bytes' ? '\n\nFurther rows were too large to show.' : ''}`;
}

const nameOf = ({ schema, name }: Table): string => `${schema}.${name}`;

function keyInWords(key: Readonly<Record<string, RecordValue>>): string {
  const text = Object.entries(key)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
