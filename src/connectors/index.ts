import type { ConnectorDefinition } from '../connector-kit/index.ts';
import files from './files/connector.ts';
import outlookCalendar from './outlook-calendar/connector.ts';
import outlookMail from './outlook-mail/connector.ts';
import sharepoint from './sharepoint/connector.ts';
import teams from './teams/connector.ts';

/** The connectors that come with the program: one line each. */
export const connectors: readonly ConnectorDefinition[] = [files, outlookMail, outlookCalendar, teams, sharepoint];
