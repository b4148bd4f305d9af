import { drawIcon, type Http, microsoftRegistration, oauth2, path, z } from '../../connector-kit/index.ts';
import { AppError } from '../../domain/errors.ts';
import { isJsonObject } from '../../domain/json.ts';
import type { TableView } from '../tools/ports.ts';
import { kqlType, kustoAnswer, queryError, readKustoAnswer, type RemoteAnswer } from './kusto-answer.ts';

/** A place elsewhere that speaks KQL: one row, one ready-made connector. */
export type RemoteEngine = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  readonly baseUrl: string;
  readonly settings: z.ZodObject;
  readonly auth: ReturnType<typeof oauth2>;
  /** What the workspace is called, from the settings. */
  readonly workspace: (settings: RemoteSettings) => string;
  readonly ask: (http: Http, query: RemoteQuery) => Promise<RemoteAnswer>;
  readonly tables: (http: Http, settings: RemoteSettings) => Promise<readonly TableView[]>;
};

export type RemoteSettings = Readonly<Record<string, unknown>>;
export type RemoteQuery = { readonly query: string; readonly settings: RemoteSettings };

const tenant = z
  .string()
  .trim()
  .regex(/^[\w.-]{1,100}$/, 'the id of a tenant or one of its domains')
  .default('organizations')
  .meta({ title: 'Tenant', description: 'The directory (tenant) id of Microsoft Entra.' });
const entra = ({ scope, says, api }: EntraScope) =>
  oauth2({
    authorizationUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
    tokenUrl: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
    scopes: { [scope]: says },
    always: [scope, 'offline_access'],
    registration: microsoftRegistration({ api, called: { [scope]: scope.slice(scope.lastIndexOf('/') + 1) } }),
  });
/** `api`: the name of the application that stands for the service in Entra. */
type EntraScope = { readonly scope: string; readonly says: string; readonly api: string };
const textOf = (settings: RemoteSettings, name: string) => String(settings[name] ?? '');

/** The queries that the lake answers here go over as they are: KQL is spoken there. */
export const remoteEngines: readonly RemoteEngine[] = [
  {
    id: 'azure-data-explorer',
    name: 'Azure Data Explorer',
    description: 'KQL over a database of Azure Data Explorer or a Fabric Eventhouse, with the permissions of whoever signs in.',
    icon: drawIcon('lookingGlass', '#35679a'),
    baseUrl: '{cluster}',
    settings: z.object({
      cluster: z
        .url({ protocol: /^https?$/ })
        .refine((text) => new URL(text).pathname === '/', 'an address without a path')
        .meta({ title: 'Cluster', description: 'Its query address, such as https://help.kusto.windows.net.' }),
      database: z.string().trim().min(1).max(200).meta({ title: 'Database' }),
      tenant,
    }),
    auth: entra({
      scope: 'https://kusto.kusto.windows.net/user_impersonation',
      says: 'Query the databases that you may read',
      api: 'Azure Data Explorer',
    }),
    workspace: (settings) => textOf(settings, 'database'),
    ask: (http, { query, settings }) => askKusto(http, '/v2/rest/query', { db: textOf(settings, 'database'), csl: query }),
    tables: (http, settings) => kustoTables(http, '/v1/rest/mgmt', textOf(settings, 'database')),
  },
  {
    id: 'sentinel-lake',
    name: 'Microsoft Sentinel data lake',
    description: 'KQL over the data lake of Microsoft Sentinel, with the permissions of whoever signs in.',
    icon: drawIcon('shieldOverWater', '#276b82'),
    baseUrl: 'https://api.securityplatform.microsoft.com/lake/kql',
    settings: z.object({
      workspace: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .meta({ title: 'Workspace', description: 'Name and id with a hyphen between, or "default" for the system tables.' }),
      tenant,
    }),
    auth: entra({
      scope: '4500ebfb-89b6-4b14-a480-7f749797bfcd/SentinelPlatform.DelegatedAccess',
      says: 'Query the data lake of Sentinel',
      api: 'Sentinel Platform Services',
    }),
    workspace: (settings) => textOf(settings, 'workspace'),
    ask: (http, { query, settings }) => askKusto(http, '/v2/rest/query', { db: textOf(settings, 'workspace'), csl: query }),
    tables: (http, settings) => kustoTables(http, '/v1/rest/mgmt', textOf(settings, 'workspace')),
  },
  {
    id: 'log-analytics',
    name: 'Log Analytics',
    description: 'KQL over a Log Analytics workspace, Microsoft Sentinel among them, with the permissions of whoever signs in.',
    icon: drawIcon('line', '#396e60'),
    baseUrl: 'https://api.loganalytics.io/v1',
    settings: z.object({
      workspace: z
        .string()
        .trim()
        .regex(/^[\w-]{1,100}$/, 'the id of the workspace')
        .meta({ title: 'Workspace id' }),
      tenant,
    }),
    auth: entra({
      scope: 'https://api.loganalytics.io/Data.Read',
      says: 'Query the logs that you may read',
      api: 'Log Analytics API',
    }),
    workspace: (settings) => textOf(settings, 'workspace'),
    ask: askLogAnalytics,
    tables: logAnalyticsTables,
  },
];

/** https://learn.microsoft.com/kusto/api/rest/request */
async function askKusto(http: Http, to: string, body: { readonly db: string; readonly csl: string }): Promise<RemoteAnswer> {
  const properties = { Options: { servertimeout: '00:04:00' } };
  return readKustoAnswer(await http.read(kustoAnswer, to, { json: { ...body, properties } }).catch(inTheirWords));
}

async function kustoTables(http: Http, to: string, db: string): Promise<readonly TableView[]> {
  const { rows } = await askKusto(http, to, { db, csl: '.show schema' });
  // DatabaseName, TableName, ColumnName, ColumnType; the row without a column describes the table.
  const columns = rows.filter((row) => String(row[1] ?? '') !== '' && String(row[2] ?? '') !== '');
  return [...Map.groupBy(columns, (row) => String(row[1]))].map(([name, members]) => ({
    ...unknownFigures(name),
    columns: members.map((row) => ({ name: String(row[2]), type: kqlType(String(row[3])) })),
  }));
}

const logAnalyticsAnswer = z.looseObject({
  tables: z.array(
    z.looseObject({
      name: z.string(),
      columns: z.array(z.looseObject({ name: z.string(), type: z.string() })),
      rows: z.array(z.array(z.unknown())),
    }),
  ),
  error: z.looseObject({}).optional(),
});

/** https://learn.microsoft.com/azure/azure-monitor/logs/api/request-format */
async function askLogAnalytics(http: Http, { query, settings }: RemoteQuery): Promise<RemoteAnswer> {
  const to = path`/workspaces/${textOf(settings, 'workspace')}/query`;
  const { tables, error } = await http
    .read(logAnalyticsAnswer, to, { json: { query }, headers: { prefer: 'wait=240' } })
    .catch(inTheirWords);
  if (error !== undefined) throw queryError(innermost(error) ?? 'The query failed on its way.');
  const [table] = tables;
  if (table === undefined) throw new AppError('upstream.invalid-response');
  const types = table.columns.map(({ type }) => type);
  return {
    columns: table.columns.map(({ name, type }) => ({ name, type })),
    rows: table.rows.map((row) => row.map((cell, index) => (types[index] === 'dynamic' ? parsed(cell) : cell))),
  };
}

const metadata = z.looseObject({
  tables: z.array(
    z.looseObject({
      name: z.string(),
      description: z.string().optional(),
      columns: z.array(z.looseObject({ name: z.string(), type: z.string() })),
    }),
  ),
});

/** https://learn.microsoft.com/rest/api/loganalytics/metadata/get */
async function logAnalyticsTables(http: Http, settings: RemoteSettings): Promise<readonly TableView[]> {
  const { tables } = await http.read(metadata, path`/workspaces/${textOf(settings, 'workspace')}/metadata`);
  return tables.map(({ name, description = null, columns }) => ({
    ...unknownFigures(name),
    description,
    columns: columns.map((column) => ({ name: column.name, type: column.type })),
  }));
}

const unknownFigures = (name: string) => ({ name, description: null, rows: null, from: null, to: null });

function parsed(cell: unknown): unknown {
  if (typeof cell !== 'string') return cell;
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}

/** A refusal of the query is told in the words of its engine; anything else is a fault of the service. */
function inTheirWords(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'upstream.http-error' || error.detail.httpStatus !== 400) throw error;
  const body = isJsonObject(error.detail.body) ? error.detail.body : {};
  const sentence = innermost(isJsonObject(body['error']) ? body['error'] : {});
  throw sentence === null ? error : queryError(sentence);
}

/** The most exact sentence: Kusto's `@message`, or that of the last `innererror`. */
function innermost(error: Readonly<Record<string, unknown>>): string | null {
  const inner = error['innererror'];
  if (isJsonObject(inner)) return innermost(inner);
  const said = error['@message'] ?? error['message'];
  return typeof said === 'string' ? said : null;
}
