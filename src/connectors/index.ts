import type { ConnectorDefinition } from '../connector-kit/index.ts';
import box from './box/connector.ts';
import databaseFile from './database-file/connector.ts';
import database from './database/connector.ts';
import dropbox from './dropbox/connector.ts';
import files from './files/connector.ts';
import gmail from './gmail/connector.ts';
import googleCalendar from './google-calendar/connector.ts';
import googleDrive from './google-drive/connector.ts';
import linear from './linear/connector.ts';
import openapi from './openapi/connector.ts';
import outlookCalendar from './outlook-calendar/connector.ts';
import outlookMail from './outlook-mail/connector.ts';
import sharepoint from './sharepoint/connector.ts';
import teams from './teams/connector.ts';

/** The connectors that come with the program: one line each. */
export const connectors: readonly ConnectorDefinition[] = [
  box,
  databaseFile,
  database,
  dropbox,
  files,
  gmail,
  googleCalendar,
  googleDrive,
  linear,
  openapi,
  outlookCalendar,
  outlookMail,
  sharepoint,
  teams,
];
