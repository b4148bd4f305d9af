import {
  createSqlTools,
  type Database,
  defineConnector,
  drawIcon,
  none,
  type ToolContext,
  toSavedQueryTool,
} from '../../connector-kit/index.ts';
import { openMysql } from './engine/mysql.ts';
import { openPostgresql } from './engine/postgresql.ts';
import { addressOf, serverSettings, type ServerSettings } from './settings.ts';

const source = { open, shown: (context: ToolContext<unknown>) => settingsOf(context) };
const engines = { postgresql: openPostgresql, mysql: openMysql } as const;

export default defineConnector({
  id: 'database',
  several: true,
  name: 'Database',
  description: 'A PostgreSQL, MySQL or MariaDB server: tables, queries that only read, and queries of your own as tools.',
  icon: drawIcon('cylinder', '#47696c'),
  auth: none(),
  server: (given) => addressOf(serverSettings.parse(given)),
  instructions:
    'A database on a server. list_tables, then describe_table, then execute_query with one SELECT; get_profile says which SQL it speaks. search finds tables, saved queries and rows by words, and fetch shows them. Queries cannot change anything; execute_statement can, where it is switched on.',
  settings: serverSettings,
  tools: createSqlTools(source),
  toolsOf: (given) => serverSettings.parse(given).queries.map((saved) => toSavedQueryTool(saved, source)),
});

function open(context: ToolContext<unknown>): Database {
  const settings = settingsOf(context);
  return engines[settings.kind](settings, context);
}

function settingsOf({ settings }: ToolContext<unknown>): ServerSettings {
  // The kit has parsed them by the schema above.
  return settings as ServerSettings;
}
