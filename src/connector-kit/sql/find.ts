import { ToolError } from '../tool.ts';
import type { Database, Limits, Rows, Statement } from './database.ts';
import { type FoundId, type RecordValue, urlOf, writeId } from './ids.ts';
import type { SavedQuery } from './saved-query.ts';
import { maxAnswerBytes } from './shapes.ts';
import { readTablesWithColumns, type Shown, type TableWithColumns } from './tables.ts';

export type Found = { readonly id: string; readonly title: string; readonly url: string };

const maxWords = 6;
const maxNamed = 20;
const maxRows = 30;
const rowsOfOneTable = 5;
const maxTextColumns = 40;
const tablesAtOnce = 25;
const maxKeyCharacters = 300;
/** For looking through the rows of all tables together. */
export const rowSearchSeconds = 15;

/** Tables and saved queries by their names and words, then rows whose text columns hold the words, as far as the time reaches. */
export async function findInDatabase(
  database: Database,
  { query, shown, queries }: { readonly query: string; readonly shown: Shown; readonly queries: readonly SavedQuery[] },
): Promise<readonly Found[]> {
  const words = [...new Set(query.toLowerCase().split(/\s+/).filter(Boolean))].slice(0, maxWords);
  if (words.length === 0) return [];
  const toFound = (found: FoundId, title: string): Found => {
    const id = writeId(found);
    return { id, title, url: urlOf(database, id) };
  };
  const tables = await readTablesWithColumns(database, shown);
  const named = [
    ...tables.flatMap((table) => {
      const title = titleOf(table, words);
      return title === null ? [] : [toFound({ kind: 'table', table: table.name, schema: table.schema }, title)];
    }),
    ...queries
      .filter(({ name, title, description }) => holdsAll(`${name}\n${title}\n${description}`, words))
      .map(({ name, title }) => toFound({ kind: 'query', name }, `${title} (saved query)`)),
  ];
  const rows = await findRows(database, { tables, words });
  return [
    ...named.slice(0, maxNamed),
    ...rows
      .slice(0, maxRows)
      .map(({ table, key, text }) => toFound({ kind: 'record', table: table.name, schema: table.schema, key }, `${table.name}: ${text}`)),
  ];
}

const holdsAll = (text: string, words: readonly string[]): boolean => words.every((word) => text.toLowerCase().includes(word));

/** Null: nothing in its name, its comments or its columns has the words. */
function titleOf({ name, kind, comment, columns }: TableWithColumns, words: readonly string[]): string | null {
  const own = `${name}\n${comment ?? ''}`.toLowerCase();
  const wanted = words.filter((word) => !own.includes(word));
  if (wanted.length === 0) return `${name} (${kind})`;
  const hits = columns.filter((column) => wanted.some((word) => textOfColumn(column).includes(word)));
  if (!wanted.every((word) => hits.some((column) => textOfColumn(column).includes(word)))) return null;
  return `${name} (${kind}) with ${hits.map((column) => column.name).join(', ')}`;
}

const textOfColumn = ({ name, comment }: TableWithColumns['columns'][number]): string => `${name}\n${comment ?? ''}`.toLowerCase();

type FoundRow = { readonly table: TableWithColumns; readonly key: Readonly<Record<string, RecordValue>>; readonly text: string };
type Question = { readonly table: TableWithColumns; readonly names: readonly string[]; readonly statement: Statement };

async function findRows(
  database: Database,
  { tables, words }: { readonly tables: readonly TableWithColumns[]; readonly words: readonly string[] },
): Promise<readonly FoundRow[]> {
  const questions = tables.flatMap((table) => toQuestion(database, { table, words }) ?? []);
  const until = performance.now() + rowSearchSeconds * 1000;
  const found: FoundRow[] = [];
  for (let start = 0; start < questions.length && found.length < maxRows; start += tablesAtOnce)
    for (const { question, rows } of await ask(database, { questions: questions.slice(start, start + tablesAtOnce), until }))
      for (const row of rows.rows) {
        const key = keyOf(question, row);
        if (key !== null) found.push({ table: question.table, key, text: wordsOf(question, row) });
      }
  return found;
}

type Answered = { readonly question: Question; readonly rows: Rows };

/** Together, since each session has its price; a table that cannot be read, or not in time, must not hide the others. */
async function ask(
  database: Database,
  { questions, until }: { readonly questions: readonly Question[]; readonly until: number },
): Promise<readonly Answered[]> {
  const milliseconds = Math.floor(until - performance.now());
  if (milliseconds < 100 || questions.length === 0) return [];
  const limits: Limits = { rows: rowsOfOneTable, bytes: maxAnswerBytes, milliseconds };
  try {
    const answers = await database.read(
      questions.map(({ statement }) => statement),
      limits,
    );
    return questions.flatMap((question, index) => {
      const rows = answers[index];
      return rows === undefined ? [] : [{ question, rows }];
    });
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    if (questions.length === 1) return [];
    const half = Math.ceil(questions.length / 2);
    return [
      ...(await ask(database, { questions: questions.slice(0, half), until })),
      ...(await ask(database, { questions: questions.slice(half), until })),
    ];
  }
}

/** Every word stands in some text column; words of the table's own name need not. Null: it has no text, or is a view. */
function toQuestion(
  { dialect }: Pick<Database, 'dialect'>,
  { table, words }: { readonly table: TableWithColumns; readonly words: readonly string[] },
): Question | null {
  const texts = table.columns.filter(({ type }) => isText(type)).slice(0, maxTextColumns);
  if (texts.length === 0 || table.kind !== 'table') return null;
  const others = words.filter((word) => !table.name.toLowerCase().includes(word));
  const { quoteIdentifier: quote, place } = dialect;
  const values: string[] = [];
  const conditions = (others.length === 0 ? words : others).map((word) => {
    const pattern = `%${word.replace(/[!%_]/g, '!$&')}%`;
    if (dialect.numbered) values.push(pattern);
    const tests = texts.map(({ name }) => {
      if (!dialect.numbered) values.push(pattern);
      return `lower(${quote(name)}) LIKE lower(${place(values.length, 'string')}) ESCAPE '!'`;
    });
    return `(${tests.join(' OR ')})`;
  });
  const keys = table.columns.filter(({ key }) => key !== null);
  const names = [...new Set([...keys, ...texts].map(({ name }) => name))];
  const sql = `SELECT ${names.map(quote).join(', ')} FROM ${quote(table.schema)}.${quote(table.name)} WHERE ${conditions.join(' AND ')} LIMIT ${rowsOfOneTable}`;
  return { table, names, statement: { sql, values } };
}

/** Of the types that all four databases have; lists and structures of texts are none. */
function isText(type: string): boolean {
  return /^(?:(?:national |n|var|tiny|medium|long)*(?:char|character|text)(?: varying)?|bpchar|citext|clob|string)(?:\s*\([^)]*\))?$/i.test(
    type,
  );
}

/** By the primary key; without one, by the texts that are not too long. Null: nothing tells this row from others. */
function keyOf({ table, names }: Question, row: Rows['rows'][number]): FoundRow['key'] | null {
  const keys = table.columns.filter(({ key }) => key !== null).map(({ name }) => name);
  const entries = (keys.length > 0 ? keys : names).map((name): [string, unknown] => [name, row[names.indexOf(name)] ?? null]);
  const usable = entries.filter((entry): entry is [string, RecordValue] => isShort(entry[1]));
  if (usable.length === 0 || (keys.length > 0 && usable.length < entries.length)) return null;
  return Object.fromEntries(usable);
}

function isShort(value: unknown): value is RecordValue {
  return value === null || (typeof value === 'string' ? value.length <= maxKeyCharacters : typeof value !== 'object');
}

function wordsOf({ names }: Question, row: Rows['rows'][number]): string {
  const texts = names.flatMap((_, index) => (row[index] === null ? [] : [String(row[index])]));
  const text = texts.join(', ').replace(/\s+/g, ' ');
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
