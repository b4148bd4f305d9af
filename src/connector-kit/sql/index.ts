/** What connectors to databases share: their tools, their dialects, and queries that become tools. */
export type { Column, Database, Limits, Rows, Statement, Written } from './database.ts';
export { type Dialect, duckdb, mysql, postgresql, sqlite } from './dialects.ts';
export { createRowCollector } from './rows.ts';
export { queryFaults, sqlSettings } from './settings.ts';
export { createSqlTools, toSavedQueryTool } from './tools.ts';
