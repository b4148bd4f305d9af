/** All that a connector imports, but for its test (`testing.ts`). */
export { z } from 'zod';
export type { OfferedOperations } from '../domain/builtin.ts';
export { AppError, findAppError } from '../domain/errors.ts';
export type { Json, JsonObject, JsonSchema } from '../domain/json.ts';
export type { Preset } from '../domain/preset.ts';
export { path } from './address.ts';
export { apiKey, none, oauth2, type OAuth2Registration } from './auth.ts';
export { type Background, createBackground } from './background.ts';
export { addsShared, type Behaviour, readsShared, replacesShared, sendsOut } from './behaviour.ts';
export { toBuiltin } from './builtin.ts';
export { type ConnectorModules, createBuiltins, loadedModules } from './builtins.ts';
export { defineConnector, type ConnectorDefinition } from './connector.ts';
export { atEndpoints, type Endpoints } from './endpoints.ts';
export { fetchInput, fetchOutput, profileOutput, searchInput, searchOutput } from './deep-research.ts';
export { documentKind, maxDocumentBytes, readDocument } from './documents/documents.ts';
export {
  type FileContent,
  FileUnreadable,
  maxPictureBytes,
  maxTextBytes,
  pictureType,
  readFileContent,
  readOrLink,
} from './file-content.ts';
export { googleHttp, googleScope, googleSignIn } from './google.ts';
export { type GraphqlError, type GraphqlMeaning, readGraphql } from './graphql.ts';
export { drawIcon } from './icon.ts';
export type { Download, Http, RequestOptions } from './http.ts';
export { graphUrl, microsoftAuth, microsoftProfile, microsoftRegistration, microsoftSettings } from './microsoft.ts';
export {
  graphBody,
  graphRecipient,
  mailPerson,
  readGraphBody,
  readGraphFile,
  toMailPerson,
} from './microsoft-content.ts';
export { listInput, listNext, readGraphList } from './microsoft-list.ts';
export { searchGraph } from './microsoft-search.ts';
export { markdownTable } from './markdown-table.ts';
export { megabytes, type OutgoingFile, outgoingFiles, readOutgoingFiles, sizeOf } from './outgoing-files.ts';
export { collectPages, type PageOf } from './paging.ts';
export { restated } from './restate.ts';
export { serveTasks } from './serve-tasks.ts';
export {
  type Column,
  createRowCollector,
  createSqlTools,
  type Database,
  type Dialect,
  duckdb,
  type Limits,
  mysql,
  postgresql,
  queryFaults,
  type Rows,
  sqlite,
  sqlSettings,
  type Statement,
  toSavedQueryTool,
  type Written,
} from './sql/index.ts';
export { answer, type AnswerBlock, defineTool, ToolError, type ToolContext, type ToolHints, type ToolLabels } from './tool.ts';
export { toToolSource } from './tool-source.ts';
