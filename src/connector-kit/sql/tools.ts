import { z } from 'zod';
import { fetchInput, fetchOutput, profileOutput, searchInput, searchOutput } from '../deep-research.ts';
import { type AnyTool, defineTool, ToolError, type ToolContext } from '../tool.ts';
import type { Database } from './database.ts';
import { describeFound, selectByKey } from './describe-found.ts';
import { findInDatabase, rowSearchSeconds } from './find.ts';
import { bindSavedQuery, inputOf, sampleOf, type SavedQuery } from './saved-query.ts';
import { limitInput, maxAnswerBytes, parametersInput, reads, rowsOutput, secondsInput, toOutput, writes } from './shapes.ts';
import { catalogueLimits, describeTable, findTable, readTables, type Shown } from './tables.ts';

/** What the tools of a database stand on: the database of a call, and what its settings show. */
export type SqlSource = {
  readonly open: (context: ToolContext<unknown>) => Database;
  readonly shown: (context: ToolContext<unknown>) => Shown & { readonly queries: readonly SavedQuery[] };
};

const answerLimits = { rows: 1000, bytes: maxAnswerBytes, milliseconds: 20_000 };
const tableInput = {
  table: z.string().min(1).describe('A name from list_tables'),
  schema: z.string().default('').describe('Where several schemas have such a table'),
};

/** The tools that every kind of database has. */
export function createSqlTools({ open, shown }: SqlSource): readonly AnyTool[] {
  const getProfile = defineTool({
    name: 'get_profile',
    title: 'Database',
    description: 'Shows which database this is, its kind and version, and the account. Use it to know which SQL it speaks.',
    scopes: [],
    ...reads,
    input: z.object({}),
    output: profileOutput.extend({ kind: z.string(), version: z.string(), account: z.string().nullable(), places: z.string() }),
    examples: [{ title: 'Which database is this?', input: {} }],
    run: async (_, context) => {
      const database = open(context);
      const [rows] = await database.read([{ sql: database.dialect.profile, values: [] }], catalogueLimits);
      const [account, version] = rows?.rows[0] ?? [];
      const { name: kind, placesSentence: places } = database.dialect;
      return { ...database.label, kind, version: String(version ?? ''), account: typeof account === 'string' ? account : null, places };
    },
  });

  const listTables = defineTool({
    name: 'list_tables',
    title: 'List tables',
    description: 'Lists tables and views by schema. Use it first, to find where something is kept.',
    scopes: [],
    ...reads,
    input: z.object({
      query: z.string().default('').describe('Part of a name or comment; empty: all'),
      limit: z.int().min(1).max(500).default(100),
      cursor: z.int().min(0).default(0).describe('What `next` said'),
    }),
    output: z.object({
      tables: z.array(z.object({ schema: z.string(), name: z.string(), kind: z.string(), comment: z.string().nullable() })),
      total: z.int(),
      next: z.int().nullable().describe('The cursor of the next page; null: this was the last'),
    }),
    examples: [{ title: 'All tables', input: {} }],
    run: async ({ query, limit, cursor }, context) => {
      const wanted = query.toLowerCase();
      const tables = (await readTables(open(context), shown(context))).filter(({ name, comment }) =>
        `${name}\n${comment ?? ''}`.toLowerCase().includes(wanted),
      );
      const end = cursor + limit;
      return { tables: tables.slice(cursor, end), total: tables.length, next: end < tables.length ? end : null };
    },
  });

  const describe = defineTool({
    name: 'describe_table',
    title: 'Describe table',
    description: 'Describes a table: columns with types, primary key, and what it refers to. Use it before writing SQL about the table.',
    scopes: [],
    ...reads,
    input: z.object(tableInput),
    output: z.object({
      schema: z.string(),
      name: z.string(),
      kind: z.string(),
      comment: z.string().nullable(),
      columns: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          nullable: z.boolean(),
          default: z.string().nullable(),
          comment: z.string().nullable(),
          key: z.int().nullable().describe('Its place in the primary key'),
        }),
      ),
      references: z.array(z.object({ column: z.string(), schema: z.string(), table: z.string(), toColumn: z.string() })),
    }),
    examples: [{ title: 'The columns of a table', input: { table: 'orders' } }],
    run: async ({ table, schema }, context) => {
      const database = open(context);
      const found = await findTable(database, { table, schema, shown: shown(context) });
      const { columns, references } = await describeTable(database, found);
      return { ...found, columns: [...columns], references: [...references] };
    },
  });

  const executeQuery = defineTool({
    name: 'execute_query',
    title: 'Query',
    description:
      'Runs one SQL statement that only reads, with bounded rows and time; the database itself refuses changes. Use it for questions that tables answer. Put values into `parameters`; get_profile says how their places are written.',
    scopes: [],
    ...reads,
    input: z.object({
      sql: z.string().min(1).max(100_000).meta({ multiline: true }).describe('One SELECT, WITH or VALUES statement'),
      parameters: parametersInput,
      limit: limitInput,
      seconds: secondsInput,
    }),
    output: rowsOutput,
    examples: [{ title: 'A number', input: { sql: 'SELECT count(*) AS orders FROM orders' } }],
    run: async ({ sql, parameters, limit, seconds }, context) => {
      const limits = { rows: limit, bytes: maxAnswerBytes, milliseconds: seconds * 1000 };
      return toOutput(theOne(await open(context).read([{ sql, values: parameters }], limits)));
    },
  });

  const fetchRecord = defineTool({
    name: 'fetch_record',
    title: 'Fetch record',
    description: 'Gets the row of a table that has these values in these columns, such as its key. Use it to see one record whole.',
    scopes: [],
    ...reads,
    input: z.object({
      ...tableInput,
      key: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).describe('Column and value, such as {"id": 7}'),
    }),
    output: z.object({ record: z.record(z.string(), z.json()).nullable().describe('Null: there is none'), clippedValues: z.int() }),
    examples: [{ title: 'One order', input: { table: 'orders', key: { id: 1 } } }],
    run: async ({ table, schema, key }, context) => {
      const database = open(context);
      const found = await findTable(database, { table, schema, shown: shown(context) });
      const { columns } = await describeTable(database, found);
      const entries = Object.entries(key);
      const unknown = entries.find(([name]) => !columns.some((column) => column.name === name));
      if (unknown !== undefined) throw new ToolError(`${table} has no column "${unknown[0]}".`);
      if (entries.length === 0) throw new ToolError('Name at least one column of the key.');
      const statement = selectByKey(database, { table: found, key, limit: 2 });
      const rows = theOne(await database.read([statement], { ...answerLimits, rows: 1 }));
      if (rows.truncated === 'rows') throw new ToolError('Several rows have these values. Name all columns of the key.');
      if (rows.truncated === 'bytes') throw new ToolError('This record is too large. Ask for some of its columns with execute_query.');
      const [row] = toOutput(rows).rows;
      const record = row === undefined ? null : Object.fromEntries(rows.columns.map(({ name }, index) => [name, row[index] ?? null]));
      return { record, clippedValues: rows.clippedValues };
    },
  });

  const executeStatement = defineTool({
    name: 'execute_statement',
    title: 'Change data',
    description:
      'Runs one SQL statement that changes data or tables, in a transaction of its own. Use it only when asked to change something. Put values into `parameters`; get_profile says how their places are written.',
    scopes: [],
    ...writes,
    input: z.object({
      sql: z.string().min(1).max(100_000).meta({ multiline: true }),
      parameters: parametersInput,
      seconds: secondsInput,
    }),
    output: rowsOutput.extend({ affectedRows: z.int().nullable().describe('Null: the database does not say') }),
    examples: [{ title: 'Change a row', input: { sql: "UPDATE orders SET status = 'sent' WHERE id = 1" } }],
    run: async ({ sql, parameters, seconds }, context) => {
      const written = await open(context).write({ sql, values: parameters }, { ...answerLimits, milliseconds: seconds * 1000 });
      return { ...toOutput(written), affectedRows: written.affectedRows };
    },
  });

  const search = defineTool({
    name: 'search',
    title: 'Search',
    description: `Finds tables, columns and saved queries by their names and comments, and rows of tables whose text columns hold all the words, as many as ${rowSearchSeconds} seconds reach. Use it with \`fetch\` where it is not known yet which table answers; for exact answers there is execute_query.`,
    scopes: [],
    ...reads,
    input: searchInput,
    output: searchOutput,
    examples: [{ title: 'Where are orders kept?', input: { query: 'orders' } }],
    run: async ({ query }, context) => ({
      results: [...(await findInDatabase(open(context), { query, ...foundIn(context) }))],
    }),
  });

  const fetch = defineTool({
    name: 'fetch',
    title: 'Fetch',
    description:
      'Gives what search found as Markdown: a table with its columns and first rows, a saved query, or a record. Use it after `search`.',
    scopes: [],
    ...reads,
    input: fetchInput,
    output: fetchOutput,
    examples: [{ title: 'A table that was found', input: { id: 'table:["orders"]' } }],
    run: ({ id }, context) => describeFound(open(context), { id, ...foundIn(context) }),
  });
  const foundIn = (context: ToolContext<unknown>) => ({ shown: shown(context), queries: shown(context).queries });

  return [getProfile, search, fetch, listTables, describe, executeQuery, fetchRecord, executeStatement];
}

/** A saved query as a tool: its parameters are the input, its rows the answer. */
export function toSavedQueryTool(saved: SavedQuery, { open }: Pick<SqlSource, 'open'>): AnyTool {
  return defineTool({
    name: saved.name,
    title: saved.title,
    description: saved.description,
    scopes: [],
    ...reads,
    input: inputOf(saved),
    output: rowsOutput,
    examples: [{ title: 'With sample values', input: sampleOf(saved) }],
    run: async (input, context) => {
      const database = open(context);
      return toOutput(theOne(await database.read([bindSavedQuery(saved, { dialect: database.dialect, values: input })], answerLimits)));
    },
  });
}

function theOne<Entry>([first]: readonly Entry[]): Entry {
  if (first === undefined) throw new Error('a statement without an answer');
  return first;
}
