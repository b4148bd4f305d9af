import type { ConnectorDefinition } from '../connector-kit/index.ts';
import files from './files/connector.ts';
import gmail from './gmail/connector.ts';
import googleCalendar from './google-calendar/connector.ts';
import googleDrive from './google-drive/connector.ts';
import linear from './linear/connector.ts';

/** The connectors that come with the program: one line each. */
export const connectors: readonly ConnectorDefinition[] = [files, gmail, googleCalendar, googleDrive, linear];
