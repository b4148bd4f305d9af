import { gzipSync } from 'node:zlib';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { isAggregateLogsUploadError, LogsIngestionClient } from '@azure/monitor-ingestion';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownerKey, type PatchbayProcess, removeDataFolder, runPatchbay, startPatchbay } from '../../../testing/patchbay-process.ts';

let patchbay: PatchbayProcess;
beforeAll(async () => {
  patchbay = await startPatchbay();
});
afterAll(async () => {
  await patchbay.stop();
  removeDataFolder(patchbay.dataFolder);
});

/** The official client as it is; only its transport goes to http, since it sends tokens to https alone. */
function officialClient(token = ownerKey): LogsIngestionClient {
  const transport = createDefaultHttpClient();
  const httpClient: HttpClient = {
    sendRequest: (request) => {
      request.url = request.url.replace('https://patchbay.test', patchbay.url);
      request.allowInsecureConnection = true;
      return transport.sendRequest(request);
    },
  };
  const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
  return new LogsIngestionClient('https://patchbay.test', credential, { httpClient, retryOptions: { maxRetries: 0 } });
}

async function rowsIn(table: string): Promise<number> {
  const { out } = await runPatchbay(['lake', 'tables', table, '--json'], { PATCHBAY_DATA: patchbay.dataFolder });
  return (JSON.parse(out) as readonly { readonly rows: number }[])[0]?.rows ?? 0;
}

const row = (index: number) => ({
  Time: new Date(Date.UTC(2026, 9, 1, 0, 0, index)).toISOString(),
  Computer: `host-${index % 7}`,
  AdditionalContext: { index, text: 'x'.repeat(200) },
});

describe('the official Logs Ingestion client', () => {
  test('sends more than a megabyte in its own packed pieces', async () => {
    const rows = Array.from({ length: 9_000 }, (_, index) => row(index));
    await officialClient().upload('dcr-default', 'Custom-Machines_CL', rows, { maxConcurrency: 3 });
    expect(await rowsIn('Machines_CL')).toBe(9_000);
  });

  test('reads why a call was refused: no token, no rule, no stream', async () => {
    const failure = async (client: LogsIngestionClient, rule: string, stream: string) =>
      client.upload(rule, stream, [row(1)]).then(
        () => 'sent',
        (error: unknown) =>
          isAggregateLogsUploadError(error)
            ? error.errors
                .map(({ cause }) => `${String((cause as { statusCode?: number }).statusCode)} ${(cause as { code?: string }).code ?? ''}`)
                .join()
            : String(error),
      );
    expect(await failure(officialClient('pb_wrong'), 'default', 'Custom-Machines_CL')).toContain('401');
    expect(await failure(officialClient(), 'dcr-elsewhere', 'Custom-Machines_CL')).toContain('404');
    expect(await failure(officialClient(), 'default', 'Custom-Nowhere')).toContain('404');
  });
});

const send = (
  body: BodyInit,
  {
    path = '/dataCollectionRules/default/streams/Custom-Raw_CL?api-version=2023-01-01',
    headers = {},
  }: { readonly path?: string; readonly headers?: Record<string, string> } = {},
) =>
  fetch(patchbay.url + path, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${ownerKey}`, 'content-type': 'application/json', ...headers },
  });

describe('the wire', () => {
  test.each([
    ['a list', JSON.stringify([row(1)]), {}, 204],
    ['an empty list', '[]', {}, 204],
    ['no JSON', 'hello', {}, 400],
    ['a list cut off', '[{"Time":"2026-10-01T00:00:00Z"},{"Ti', {}, 400],
    ['a list without its bracket', '[{"Time":"2026-10-01T00:00:00Z"}', {}, 400],
    ['a row without time', '[{"Computer":"a"}]', {}, 400],
    ['a packing that is none', '[]', { 'content-encoding': 'gzip' }, 400],
    ['an unknown packing', '[]', { 'content-encoding': 'br' }, 400],
    ['too much', JSON.stringify([{ ...row(1), text: 'x'.repeat(1_100_000) }]), {}, 413],
  ])('%s', async (_, body, headers, status) => {
    const response = await send(body, { headers });
    expect(response.status).toBe(status);
    if (status !== 204) expect(await response.json()).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
  });

  test('too much in a packed body is refused by what it unpacks to', async () => {
    const response = await send(gzipSync(JSON.stringify([{ ...row(1), text: 'x'.repeat(30_000_000) }])), {
      headers: { 'content-encoding': 'gzip' },
    });
    expect(response.status).toBe(413);
  });

  test('one row that does not fit refuses the whole call', async () => {
    expect((await send(JSON.stringify([{ ...row(1), Count: 1 }]))).status).toBe(204);
    const before = await rowsIn('Raw_CL');
    const response = await send(JSON.stringify([row(2), { ...row(3), Count: 'many' }]));
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('Count is not a long') } });
    expect(await rowsIn('Raw_CL')).toBe(before);
  });

  test('a missing api-version is named', async () => {
    const response = await send('[]', { path: '/dataCollectionRules/default/streams/Custom-Raw_CL' });
    expect(await response.json()).toMatchObject({ error: { code: 'MissingApiVersionParameter' } });
  });

  test('lines of JSON go to the plain address; those that do not fit are counted and told', async () => {
    const body = `${JSON.stringify({ TimeGenerated: '2026-10-01T00:00:00Z', Message: 'one' })}\nnot json\n${JSON.stringify({ Message: 'no time' })}\n`;
    const response = await send(body, {
      path: '/api/v1/lake/default/tables/Plain_CL/rows',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ table: 'Plain_CL', rows: 1, setAside: 2, examples: [{ line: 2 }, { line: 3 }] });
  });

  test('an unknown workspace is a problem with a code', async () => {
    const response = await send('{}', { path: '/api/v1/lake/nowhere/tables/Plain_CL/rows' });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'lake.workspace-not-found' });
  });

  test('many at once are all stored', async () => {
    const statuses = await Promise.all(
      Array.from(
        { length: 20 },
        async (_, index) =>
          (
            await send(JSON.stringify([{ ...row(index), Extra: `${index}`, [`Own${index % 4}`]: index }]), {
              path: '/dataCollectionRules/default/streams/Custom-Busy_CL?api-version=2023-01-01',
            })
          ).status,
      ),
    );
    expect(statuses.every((status) => status === 204 || status === 429)).toBe(true);
    expect(await rowsIn('Busy_CL')).toBe(statuses.filter((status) => status === 204).length);
  });
});

test("Patchbay's own log is a table beside the rest", async () => {
  expect((await send('', { path: '/api/v1/lake/own-tables/refresh' })).status).toBe(204);
  expect(await rowsIn('PatchbayAudit')).toBeGreaterThan(0);
});
