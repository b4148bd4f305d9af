import type { ConnectorModules } from '../connector-kit/index.ts';

/** The connectors that come with the program: one line each. They are loaded when somebody first asks for them. */
export const connectors: ConnectorModules = {
  box: () => import('./box/connector.ts'),
  database: () => import('./database/connector.ts'),
  'database-file': () => import('./database-file/connector.ts'),
  dropbox: () => import('./dropbox/connector.ts'),
  files: () => import('./files/connector.ts'),
  gmail: () => import('./gmail/connector.ts'),
  'google-calendar': () => import('./google-calendar/connector.ts'),
  'google-drive': () => import('./google-drive/connector.ts'),
  linear: () => import('./linear/connector.ts'),
  openapi: () => import('./openapi/connector.ts'),
  'outlook-calendar': () => import('./outlook-calendar/connector.ts'),
  'outlook-mail': () => import('./outlook-mail/connector.ts'),
  sharepoint: () => import('./sharepoint/connector.ts'),
  teams: () => import('./teams/connector.ts'),
};
