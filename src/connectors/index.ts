import type { ConnectorDefinition } from '../connector-kit/index.ts';
import database from './database/connector.ts';
import databaseFile from './database-file/connector.ts';
import openapi from './openapi/connector.ts';
import files from './files/connector.ts';

/** The connectors that come with the program: one line each. */
export const connectors: readonly ConnectorDefinition[] = [database, databaseFile, files, openapi];
