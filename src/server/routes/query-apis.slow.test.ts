import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { LogsQueryClient } from '@azure/monitor-query-logs';
import { Client as KustoClient, ClientRequestProperties, KustoConnectionStringBuilder } from 'azure-kusto-data';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerKey, type PatchbayProcess, removeDataFolder, startPatchbay } from '../../../testing/patchbay-process.ts';

let patchbay: PatchbayProcess;
const minute = 60_000;
const at = (minutes: number) => new Date(Date.UTC(2026, 5, 10) + minutes * minute).toISOString();
const rows = Array.from({ length: 1440 }, (_, index) => ({
  TimeGenerated: at(index),
  Computer: `host-${index % 3}`,
  Big: '9007199254740993',
  Details: { index, tags: ['a', 'b'] },
}));

beforeAll(async () => {
  patchbay = await startPatchbay();
  const answer = await fetch(`${patchbay.url}/api/v1/lake/default/tables/Machines_CL/rows`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ownerKey}`, 'content-type': 'application/x-ndjson' },
    body: rows.map((row) => JSON.stringify(row).replace('"9007199254740993"', '9007199254740993')).join('\n'),
  });
  expect(answer.status).toBe(200);
}, 60_000);
afterAll(async () => {
  await patchbay.stop();
  removeDataFolder(patchbay.dataFolder);
});

describe('the official Kusto client', () => {
  const client = (token = ownerKey) => new KustoClient(KustoConnectionStringBuilder.withAccessToken(patchbay.url, token));

  test('reads rows with names and types from the version 2 endpoint', async () => {
    const { primaryResults } = await client().execute(
      'default',
      'Machines_CL | summarize Rows = count(), Last = max(TimeGenerated) by Computer | sort by Computer asc',
    );
    const [table] = primaryResults;
    expect(table?.columns.map(({ name, type }) => [name, type])).toEqual([
      ['Computer', 'string'],
      ['Rows', 'long'],
      ['Last', 'datetime'],
    ]);
    expect([...(table?.rows() ?? [])].map((row) => row.toJSON())).toEqual([
      { Computer: 'host-0', Rows: 480, Last: new Date(at(1437)) },
      { Computer: 'host-1', Rows: 480, Last: new Date(at(1438)) },
      { Computer: 'host-2', Rows: 480, Last: new Date(at(1439)) },
    ]);
  });

  test('reads the same from the version 1 endpoint', async () => {
    const { primaryResults } = await client().executeQueryV1('Default', 'Machines_CL | count');
    expect([...(primaryResults[0]?.rows() ?? [])].map((row) => row.toJSON())).toEqual([{ Count: 1440 }]);
  });

  test('is told why a query is refused, with place and words, by the names of its exceptions', async () => {
    const failure = await client()
      .execute('default', 'Machines_CL\n| where Compuer == "x"')
      .catch((error: unknown) => error as { readonly response?: { readonly status: number; readonly data: unknown } });
    expect(failure).toMatchObject({
      response: {
        status: 400,
        data: {
          error: {
            '@type': 'Kusto.Data.Exceptions.SemanticException',
            '@message': expect.stringMatching(/Compuer.*\[line:position=2:9\]/),
            '@permanent': true,
          },
        },
      },
    });
  });

  test('is told of an unknown database, a wrong key and a parameter that would be lost', async () => {
    const failure = async (work: Promise<unknown>) =>
      work.then(
        () => 'answered',
        (error: { readonly response?: { readonly status: number; readonly data: { readonly error: { readonly '@message': string } } } }) =>
          `${error.response?.status} ${error.response?.data.error['@message']}`,
      );
    expect(await failure(client().execute('elsewhere', 'print 1'))).toMatch(/^400 Database 'elsewhere' could not be found/);
    expect(await failure(client('pb_wrong').execute('default', 'print 1'))).toMatch(/^401 /);
    const properties = new ClientRequestProperties({}, { Name: '"x"' });
    expect(await failure(client().execute('default', 'print 1', properties))).toMatch(/^400 Query parameters are not supported/);
  });

  test('lists databases, tables and schemas', async () => {
    const rowsOf = async (command: string) => {
      const { primaryResults } = await client().execute('default', command);
      return [...(primaryResults[0]?.rows() ?? [])].map((row) => row.toJSON<Record<string, unknown>>());
    };
    expect(await rowsOf('.show databases')).toMatchObject([{ DatabaseName: 'default', IsCurrent: true }]);
    expect((await rowsOf('.show tables')).map(({ TableName }) => TableName)).toEqual(expect.arrayContaining(['Machines_CL', 'SigninLogs']));
    expect(await rowsOf('.show table Machines_CL cslschema')).toMatchObject([{ Schema: expect.stringContaining('Computer:string') }]);
    const [json] = await rowsOf('.show database default schema as json');
    const schema = JSON.parse(String(json?.DatabaseSchema)) as {
      readonly Databases: { readonly default: { readonly Tables: Record<string, { readonly OrderedColumns: readonly unknown[] }> } };
    };
    expect(schema.Databases.default.Tables.Machines_CL?.OrderedColumns).toContainEqual({
      Name: 'Big',
      Type: 'System.Int64',
      CslType: 'long',
    });
    await expect(rowsOf('.drop table Machines_CL')).rejects.toMatchObject({ response: { status: 400 } });
    await expect(rowsOf('.show table Nothing cslschema')).rejects.toMatchObject({ response: { status: 400 } });
  });

  test('a result past the limit of rows says so and is not taken for whole', async () => {
    await expect(client().execute('default', 'range i from 1 to 600000 step 1')).rejects.toThrow(/exceeded the allowed limits/);
  });

  test('what it asked is in the call log under the person whose key it was', async () => {
    await client().execute('default', 'Machines_CL | take 3');
    const answer = await fetch(`${patchbay.url}/api/v1/calls?tool=query_lake&limit=1`, {
      headers: { authorization: `Bearer ${ownerKey}` },
    });
    expect(await answer.json()).toMatchObject({ calls: [{ state: 'completed', front: 'api', input: { query: 'Machines_CL | take 3' } }] });
  });
});

test('numbers past 2^53 keep their digits, and values of dynamic columns stay JSON', async () => {
  const answer = await fetch(`${patchbay.url}/v2/rest/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ownerKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ db: 'default', csl: 'Machines_CL | take 1 | project Big, Details' }),
  });
  expect(await answer.text()).toContain('[9007199254740993,{"index":');
});

describe('the official Log Analytics client', () => {
  /** The official client as it is; only its transport goes to http, since it sends tokens to https alone. */
  const client = (token = ownerKey): LogsQueryClient => {
    const transport = createDefaultHttpClient();
    const httpClient: HttpClient = {
      sendRequest: (request) => {
        request.url = request.url.replace('https://patchbay.test', patchbay.url);
        request.allowInsecureConnection = true;
        return transport.sendRequest(request);
      },
    };
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
    return new LogsQueryClient(credential, { endpoint: 'https://patchbay.test/v1', httpClient, retryOptions: { maxRetries: 0 } });
  };
  const span = { startTime: new Date(at(60)), endTime: new Date(at(119)) };

  test('reads rows of its timespan only, with values of their types', async () => {
    const result = await client().queryWorkspace(
      'default',
      'Machines_CL | summarize Rows = count(), First = min(TimeGenerated), Some = take_any(Details)',
      span,
    );
    expect(result).toMatchObject({
      status: 'Success',
      tables: [
        {
          name: 'PrimaryResult',
          columnDescriptors: [
            { name: 'Rows', type: 'long' },
            { name: 'First', type: 'datetime' },
            { name: 'Some', type: 'dynamic' },
          ],
          rows: [[60, new Date(at(60)), { tags: ['a', 'b'] }]],
        },
      ],
    });
  });

  test('gets what render asks for, and figures, when it wants them', async () => {
    const result = await client().queryWorkspace(
      'default',
      'Machines_CL | summarize count() by bin(TimeGenerated, 1h) | render timechart',
      span,
      {
        includeVisualization: true,
        includeQueryStatistics: true,
      },
    );
    expect(result).toMatchObject({ visualization: { visualization: 'timechart' }, statistics: { query: {} } });
  });

  test('asks several at once, and one that fails leaves the others their answers', async () => {
    const ask = (query: string) => ({ workspaceId: 'default', query, timespan: { duration: 'P1000D' } });
    const results = await client().queryBatch([
      ask('Machines_CL | count'),
      ask('Machines_CL | where Nothing'),
      ask('print x = 9007199254740993'),
    ]);
    expect(results).toMatchObject([
      { status: 'Success', tables: [{ rows: [[1440]] }] },
      { status: 'PartialFailure', partialError: { innererror: { message: expect.stringContaining('Nothing') } } },
      { status: 'Success' },
    ]);
  });

  test('is told why a query, a workspace, a timespan or a key is refused', async () => {
    const failure = async (work: Promise<unknown>) =>
      work.then(
        () => 'answered',
        (error: { statusCode?: number; message: string }) => error.statusCode,
      );
    expect(await failure(client().queryWorkspace('default', 'Machines_CL | where Nothing', span))).toBe(400);
    expect(await failure(client().queryWorkspace('elsewhere', 'print 1', span))).toBe(404);
    expect(await failure(client().queryWorkspace('default', 'print 1', { duration: 'P1Y' }))).toBe(400);
    expect(await failure(client('pb_wrong').queryWorkspace('default', 'print 1', span))).toBe(401);
  });
});
