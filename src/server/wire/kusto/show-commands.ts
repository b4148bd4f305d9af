import type { LakeColumn } from '../../../contract/lake-objects.ts';
import { clrType } from './clr-types.ts';

/** What `.show` commands tell of: a workspace is a database. */
export type ShownDatabase = { readonly id: string; readonly name: string; readonly tables: readonly ShownTable[] };
export type ShownTable = { readonly name: string; readonly description: string | null; readonly columns: readonly LakeColumn[] };
export type ShownRows = { readonly columns: readonly LakeColumn[]; readonly rows: readonly (readonly unknown[])[] };

type Scope = {
  /** The database of the request. */
  readonly current: ShownDatabase;
  readonly databases: readonly ShownDatabase[];
};

type Command = {
  readonly form: RegExp;
  readonly columns: readonly string[];
  readonly rows: (scope: Scope, names: readonly string[]) => readonly (readonly unknown[])[] | null;
};

const name = String.raw`(?:\[\s*["']([^"']+)["']\s*\]|([\w-]+))`;
const command = (words: string) => new RegExp(`^\\.show\\s+${words.replaceAll(' ', '\\s+').replaceAll('NAME', name)}\\s*;?$`, 'i');

const tableColumns = ['TableName', 'DatabaseName', 'Folder', 'DocString'];
const schemaColumns = ['TableName', 'Schema', 'DatabaseName', 'Folder', 'DocString'];
const databaseSchemaColumns = [
  'DatabaseName',
  'TableName',
  'ColumnName',
  'ColumnType',
  'IsDefaultTable',
  'IsDefaultColumn',
  'PrettyName',
  'Version',
  'Folder',
  'DocString',
];

/** The management commands that are answered, each a row. https://learn.microsoft.com/kusto/management/show-tables-command and beside it */
const commands: readonly Command[] = [
  {
    form: command('databases'),
    columns: ['DatabaseName', 'PersistentStorage', 'Version', 'IsCurrent', 'DatabaseAccessMode', 'PrettyName', 'DatabaseId'],
    rows: ({ current, databases }) => databases.map(({ id, name: title }) => [id, '', 'v1.0', id === current.id, 'ReadOnly', title, id]),
  },
  {
    form: command('tables'),
    columns: tableColumns,
    rows: ({ current }) => current.tables.map((table) => [table.name, current.id, '', table.description ?? '']),
  },
  {
    form: command('table NAME'),
    columns: ['AttributeName', 'AttributeType'],
    rows: ({ current }, [wanted]) =>
      tableNamed(current, wanted)?.columns.map((column) => [column.name, `System.${clrType(column.type)}`]) ?? null,
  },
  {
    form: command('table NAME (?:cslschema|schema)'),
    columns: schemaColumns,
    rows: ({ current }, [wanted]) => {
      const table = tableNamed(current, wanted);
      const schema = table?.columns.map((column) => `${column.name}:${column.type}`).join(',');
      return table === null ? null : [[table.name, schema, current.id, '', table.description ?? '']];
    },
  },
  {
    form: command('table NAME schema as json'),
    columns: schemaColumns,
    rows: ({ current }, [wanted]) => {
      const table = tableNamed(current, wanted);
      return table === null ? null : [[table.name, JSON.stringify(tableSchema(table)), current.id, '', table.description ?? '']];
    },
  },
  {
    form: command('(?:database NAME )?schema'),
    columns: databaseSchemaColumns,
    rows: (scope, [wanted]) => {
      const database = databaseNamed(scope, wanted);
      return database === null ? null : database.tables.flatMap((table) => columnRows(database, table));
    },
  },
  {
    form: command('(?:database NAME )?schema as json'),
    columns: ['DatabaseSchema'],
    rows: (scope, [wanted]) => {
      const database = databaseNamed(scope, wanted);
      return database === null ? null : [[JSON.stringify(databaseSchemas([database]))]];
    },
  },
  {
    form: command(String.raw`databases(?: \([^)]*\))? schema as json`),
    columns: ['ClusterSchema'],
    rows: ({ databases }) => [[JSON.stringify(databaseSchemas(databases))]],
  },
  { form: command('functions'), columns: ['Name', 'Parameters', 'Body', 'Folder', 'DocString'], rows: () => [] },
  { form: command('materialized-views'), columns: ['Name', 'SourceTable', 'Query', 'Folder', 'DocString'], rows: () => [] },
  {
    form: command('version'),
    columns: ['BuildVersion', 'BuildTime', 'ServiceType', 'ProductVersion'],
    rows: () => [['1.0', '', 'Engine', 'Patchbay']],
  },
];

export type Shown = { readonly kind: 'rows'; readonly answer: ShownRows } | { readonly kind: 'unknown-command' | 'not-found' };

/** The answer to a management command; only `.show` exists, since the lake is read-only here. */
export function answerCommand(text: string, scope: Scope): Shown {
  for (const { form, columns, rows } of commands) {
    const match = form.exec(text.trim());
    if (match === null) continue;
    const found = rows(
      scope,
      match.slice(1).filter((part) => part !== undefined),
    );
    if (found === null) return { kind: 'not-found' };
    return {
      kind: 'rows',
      answer: { columns: columns.map((column) => ({ name: column, type: columnTypes.get(column) ?? 'string' })), rows: found },
    };
  }
  return { kind: 'unknown-command' };
}

const columnTypes: ReadonlyMap<string, string> = new Map([
  ['IsCurrent', 'bool'],
  ['IsDefaultTable', 'bool'],
  ['IsDefaultColumn', 'bool'],
]);

const tableNamed = (database: ShownDatabase, wanted: string | undefined) => database.tables.find((table) => table.name === wanted) ?? null;

function databaseNamed({ current, databases }: Scope, wanted: string | undefined): ShownDatabase | null {
  if (wanted === undefined) return current;
  return databases.find((database) => database.id === wanted || database.name === wanted) ?? null;
}

function columnRows(database: ShownDatabase, table: ShownTable): readonly (readonly unknown[])[] {
  const row = (column: string, type: string, doc: string) => [database.id, table.name, column, type, false, false, '', 'v1.0', '', doc];
  return [
    row('', '', table.description ?? ''),
    ...table.columns.map(({ name: column, type }) => row(column, `System.${clrType(type)}`, '')),
  ];
}

function tableSchema({ name: table, description, columns }: ShownTable): object {
  return {
    Name: table,
    Folder: '',
    DocString: description ?? '',
    OrderedColumns: columns.map((column) => ({ Name: column.name, Type: `System.${clrType(column.type)}`, CslType: column.type })),
  };
}

function databaseSchemas(databases: readonly ShownDatabase[]): object {
  const entries = databases.map(({ id, tables }) => [
    id,
    {
      Name: id,
      Tables: Object.fromEntries(tables.map((table) => [table.name, tableSchema(table)])),
      ExternalTables: {},
      MaterializedViews: {},
      Functions: {},
      MajorVersion: 1,
      MinorVersion: 0,
    },
  ]);
  return { Databases: Object.fromEntries(entries) };
}
