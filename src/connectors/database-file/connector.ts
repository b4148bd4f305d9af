import { basename } from 'node:path';
import {
  createSqlTools,
  type Database,
  defineConnector,
  drawIcon,
  none,
  type ToolContext,
  toSavedQueryTool,
} from '../../connector-kit/index.ts';
import { runJob } from './engine/run-job.ts';
import { dialects, fileSettings, type FileSettings } from './settings.ts';

const source = { open, shown: (context: ToolContext<unknown>) => settingsOf(context) };

export default defineConnector({
  id: 'database-file',
  several: true,
  name: 'Database file',
  description: 'A SQLite or DuckDB file of this machine: tables, queries that only read, and queries of your own as tools.',
  icon: drawIcon('tableOnPage', '#626b47'),
  reachesHost: true,
  auth: none(),
  instructions:
    'A database in a file. list_tables, then describe_table, then execute_query with one SELECT; get_profile says which SQL it speaks. search finds tables, saved queries and rows by words, and fetch shows them. Queries cannot change anything; execute_statement can, where it is switched on.',
  settings: fileSettings,
  tools: createSqlTools(source),
  toolsOf: (given) => fileSettings.parse(given).queries.map((saved) => toSavedQueryTool(saved, source)),
});

function open(context: ToolContext<unknown>): Database {
  const { kind, file } = settingsOf(context);
  const { signal } = context;
  return {
    dialect: dialects[kind],
    label: { id: `${kind}:${file}`, name: basename(file) },
    read: async (statements, limits) => (await runJob({ mode: 'read', kind, file, statements, limits }, signal)).answers,
    write: async (statement, limits) => {
      const { answers, affectedRows } = await runJob({ mode: 'write', kind, file, statements: [statement], limits }, signal);
      return { columns: [], rows: [], truncated: null, clippedValues: 0, ...answers[0], affectedRows };
    },
  };
}

function settingsOf({ settings }: ToolContext<unknown>): FileSettings {
  // The kit has parsed them by the schema above.
  return settings as FileSettings;
}
