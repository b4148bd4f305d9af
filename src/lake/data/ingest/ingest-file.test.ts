import { readFileSync } from 'node:fs';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ingestText, openTestLake, readSource, writeTestFile } from '../../../../testing/lake.ts';

let lake: ReturnType<typeof openTestLake>;
beforeAll(() => {
  lake = openTestLake();
});
afterAll(() => lake.close());

const signal = new AbortController().signal;
const rowsOf = (table: string, options?: Parameters<typeof readSource>[1]) =>
  readSource(lake.catalogue.sourceForQuery({ workspaceId: 'default', table }), { rest: 'ORDER BY TimeGenerated', ...options });
const typesOf = (table: string) =>
  Object.fromEntries((lake.catalogue.table('default', table)?.columns ?? []).map(({ name, type }) => [name, type]));
const ticks = (iso: string) => String(BigInt(Date.parse(iso)) * 10_000n + 621_355_968_000_000_000n);

const lines =
  '{"TimeGenerated":"2026-10-01T00:00:00Z","Host":"a","Count":1,"More":{"k":[1,2]}}\n{"TimeGenerated":"2026-10-02T00:00:00Z","Host":"b","Count":2,"More":null}\n';
const list = JSON.stringify(
  lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown),
  null,
  2,
);
const csv = (delimiter: string) =>
  ['TimeGenerated', 'Host', 'Count', 'More'].join(delimiter) +
  `\r\n2026-10-01T00:00:00Z${delimiter}a${delimiter}1${delimiter}"{""k"":[1,2]}"\r\n2026-10-02T00:00:00Z${delimiter}b${delimiter}2${delimiter}\r\n`;

describe('the same two rows in every form', () => {
  const forms: readonly (readonly [string, string | Uint8Array])[] = [
    ['NDJSON', lines],
    ['NDJSON with Windows line ends and blank lines', lines.replaceAll('\n', '\r\n\r\n')],
    ['NDJSON with a byte order mark', `\uFEFF${lines}`],
    ['NDJSON, gzip', gzipSync(lines)],
    ['NDJSON, zstd', zstdCompressSync(lines)],
    ['NDJSON in UTF-16', Buffer.from(`\uFEFF${lines}`, 'utf16le')],
    ['a JSON array over many lines', list],
    ['a JSON array on one line', JSON.stringify(JSON.parse(list))],
    ['a JSON array, gzip', gzipSync(list)],
    ['objects one after the other', (JSON.parse(list) as unknown[]).map((row) => JSON.stringify(row, null, 1)).join('')],
    ['an object that holds the list', `{ "value": ${list}, "next": null }`],
    ['CSV', csv(',')],
    ['CSV with semicolons', csv(';')],
    ['CSV with tabs, gzip', gzipSync(csv('\t'))],
    ['CSV with bars', csv('|')],
    ['CSV with a rare character', csv('\u2756')],
    ['CSV with a byte order mark', `\uFEFF${csv(',')}`],
    ['CSV in UTF-16', Buffer.from(`\uFEFF${csv(',')}`, 'utf16le')],
  ];
  test.each(forms)('%s', async (form, text) => {
    const table = `Form${forms.findIndex(([name]) => name === form)}_CL`;
    expect(await ingestText(lake, table, { text, name: 'file' })).toMatchObject({ rows: 2, setAside: 0, days: 2 });
    expect(typesOf(table)).toEqual({ TimeGenerated: 'datetime', Host: 'string', Count: 'long', More: 'dynamic' });
    expect(await rowsOf(table)).toMatchObject([
      { TimeGenerated: ticks('2026-10-01T00:00:00Z'), Host: 'a', Count: '1', More: '{"k":[1,2]}' },
      { TimeGenerated: ticks('2026-10-02T00:00:00Z'), Host: 'b', Count: '2', More: null },
    ]);
  });

  test('Parquet, with its own types', async () => {
    const path = writeTestFile('rows.parquet', '');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT TIMESTAMP_NS '2026-10-01 00:00:00.1234567' AS "TimeGenerated", 'a' AS "Host", 1::INTEGER AS "Count", {'k': [1, 2]} AS "More", 1.5::DECIMAL(9,2) AS "Price", DATE '2026-10-01' AS "Day") TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    await lake.ingest({ workspaceId: 'default', table: 'Parquet_CL', path }, { signal });
    expect(typesOf('Parquet_CL')).toEqual({
      TimeGenerated: 'datetime',
      Host: 'string',
      Count: 'int',
      More: 'dynamic',
      Price: 'decimal',
      Day: 'datetime',
    });
    expect(await rowsOf('Parquet_CL')).toMatchObject([
      { TimeGenerated: String(BigInt(ticks('2026-10-01T00:00:00Z')) + 1_234_567n), Count: 1, More: '{"k":[1,2]}' },
    ]);
  });
});

describe('values', () => {
  test('times keep seven digits and their zone; epochs and the forms of exports are read', async () => {
    const times = [
      '2026-10-01T00:00:00.1234567Z',
      '2026-10-01T02:00:00.1234567+02:00',
      '10/1/2026, 12:00:00.000 AM',
      '10/1/2026 0:00',
      1790812800,
      '1790812800000',
      '2026-10-01 00:00:00',
    ];
    await ingestText(lake, 'Times_CL', { text: times.map((TimeGenerated, n) => JSON.stringify({ TimeGenerated, n })).join('\n') });
    const start = BigInt(ticks('2026-10-01T00:00:00Z'));
    const found = await rowsOf('Times_CL', { rest: 'ORDER BY n' });
    expect(found.map((row) => BigInt(String(row.TimeGenerated)) - start)).toEqual([1_234_567n, 1_234_567n, 0n, 0n, 0n, 0n, 0n]);
  });

  test('a string column takes all text as it is, and is never NULL', async () => {
    await ingestText(lake, 'SigninLogs', {
      text: '{"TimeGenerated":"2026-10-01","UserPrincipalName":"ä\\u0000\\"é","ResultType":50126,"Location":null}',
    });
    expect(await rowsOf('SigninLogs')).toMatchObject([
      { UserPrincipalName: 'ä\0"é', ResultType: '50126', Location: '', AppDisplayName: '', Type: 'SigninLogs' },
    ]);
  });

  test('dynamic text of an object becomes the object; other text stays text', async () => {
    await ingestText(lake, 'Dynamic_CL', {
      text: [{ a: 1 }, '{"b": 2}', 'plain', 5, true].map((d, n) => JSON.stringify({ TimeGenerated: '2026-10-01', n, d })).join('\n'),
    });
    expect((await rowsOf('Dynamic_CL', { rest: 'ORDER BY n' })).map((row) => row.d)).toEqual([
      '{"a":1}',
      '{"b":2}',
      '"plain"',
      '5',
      'true',
    ]);
  });

  test('names that differ by case alone are two columns', async () => {
    await ingestText(lake, 'Case_CL', { text: '{"TimeGenerated":"2026-10-01","id":"x","ID":7}' });
    expect(typesOf('Case_CL')).toEqual({ TimeGenerated: 'datetime', id: 'string', ID: 'long' });
    expect(await rowsOf('Case_CL')).toMatchObject([{ id: 'x', 'ID~2': '7' }]);
  });
});

describe('types hold', () => {
  test('a column keeps its type over files; what does not fit is set aside with line, reason and text', async () => {
    await ingestText(lake, 'Stable_CL', { text: '{"TimeGenerated":"2026-10-01","n":1,"s":"x"}' });
    const report = await ingestText(lake, 'Stable_CL', {
      text: '{"TimeGenerated":"2026-10-01","n":2,"s":5}\n\n{"TimeGenerated":"2026-10-01","n":"many"}\n{"TimeGenerated":"2026-10-01","n":1.5}\n{"n":3}\n[1]\n{"TimeGenerated":',
    });
    expect(report).toMatchObject({ rows: 1, setAside: 5 });
    expect(
      readFileSync(report.setAsideFile ?? '', 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { line: 3, reason: 'n is not a long', text: '{"TimeGenerated":"2026-10-01","n":"many"}' },
      { line: 4, reason: 'n is not a long' },
      { line: 5, reason: 'TimeGenerated is missing or no time' },
      { line: 6, reason: 'not a JSON object' },
      { line: 7, reason: expect.stringMatching(/^not JSON/) },
    ]);
    expect(typesOf('Stable_CL')).toEqual({ TimeGenerated: 'datetime', n: 'long', s: 'string' });
  });

  test('kinds that mix from the start make a dynamic column', async () => {
    await ingestText(lake, 'Mixed_CL', { text: '{"TimeGenerated":"2026-10-01","v":1}\n{"TimeGenerated":"2026-10-01","v":"one"}' });
    expect(typesOf('Mixed_CL')).toMatchObject({ v: 'dynamic' });
  });

  test('ragged and unclosed CSV records are set aside, the rest goes in', async () => {
    const report = await ingestText(lake, 'Ragged_CL', {
      text: 'TimeGenerated,a,b\n2026-10-01,1,"two\nlines"\n2026-10-01,1\n2026-10-01,1,2,3\nnever,1,x\n2026-10-02,2,"open\n',
      name: 'a.csv',
    });
    expect(report).toMatchObject({ rows: 1, setAside: 4 });
    expect(await rowsOf('Ragged_CL')).toMatchObject([{ a: '1', b: 'two\nlines' }]);
  });

  test('bytes that are no UTF-8 are set aside with that reason', async () => {
    const report = await ingestText(lake, 'Bytes_CL', {
      text: Buffer.concat([
        Buffer.from('{"TimeGenerated":"2026-10-01","s":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}\n{"TimeGenerated":"2026-10-01","s":"ok"}'),
      ]),
    });
    expect(report).toMatchObject({ rows: 1, setAside: 1, examples: [{ line: 1, reason: 'not UTF-8' }] });
  });
});

describe('refusals', () => {
  const refusal = async (request: Parameters<typeof ingestText>[2], table = 'Refused_CL') =>
    ingestText(lake, table, request).then(
      () => 'taken in',
      (error: { readonly code?: string; readonly message?: string }) => `${error.code}: ${error.message}`,
    );

  test.each([
    ['no time', { text: '{"Host":"a"}' }, /lake.time-missing: .*--time FIELD.*Host/],
    ['a time field that is not there', { text: '{"Host":"a"}', time: 'When' }, /lake.time-missing: There is no field "When"/],
    ['nothing', { text: '' }, /lake.no-records/],
    ['an empty list', { text: '[]' }, /lake.no-records/],
    ['a truncated Parquet file', { text: 'PAR1 and then not' }, /lake.file-unreadable/],
    ['a damaged gzip file', { text: Buffer.concat([gzipSync(lines).subarray(0, 40)]) }, /lake\./],
    ['a zip file', { text: Buffer.from('PK\u0003\u0004 rest') }, /lake.file-unreadable: .*gzip or zstd/],
    ['a program', { text: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0]) }, /lake.file-unreadable: .*no text/],
    ['only what does not fit', { text: '{"TimeGenerated":"never"}' }, /lake.nothing-fits/],
    ['an unknown workspace', { text: lines, workspaceId: 'nowhere' }, /lake.workspace-not-found/],
  ])('%s', async (_, request, expected) => {
    expect(await refusal(request)).toMatch(expected);
  });

  test('a name that leads out of the folder', async () => {
    expect(await refusal({ text: lines }, '../../etc')).toMatch(/lake.table-name-invalid/);
  });

  test('the same bytes again, whatever the name, unless they are wanted', async () => {
    const path = writeTestFile('first.ndjson', lines);
    const again = writeTestFile('second.ndjson', lines);
    await lake.ingest({ workspaceId: 'default', table: 'Again_CL', path }, { signal });
    await expect(lake.ingest({ workspaceId: 'default', table: 'Again_CL', path: again }, { signal })).rejects.toMatchObject({
      code: 'lake.file-repeated',
      message: expect.stringContaining('first.ndjson'),
    });
    expect(await lake.ingest({ workspaceId: 'default', table: 'Again_CL', path: again, repeated: 'allow' }, { signal })).toMatchObject({
      rows: 2,
    });
    expect(lake.catalogue.table('default', 'Again_CL')?.rows).toBe(4);
  });

  test('cancelling leaves nothing', async () => {
    const stop = new AbortController();
    const text = Array.from({ length: 60_000 }, (_, n) => `{"TimeGenerated":"2026-10-01","n":${n},"t":"${'x'.repeat(200)}"}`).join('\n');
    const path = writeTestFile('long.ndjson', text);
    setTimeout(() => stop.abort(), 60);
    await expect(lake.ingest({ workspaceId: 'default', table: 'Cancelled_CL', path }, { signal: stop.signal })).rejects.toMatchObject({
      code: 'lake.ingest-cancelled',
    });
    expect(lake.catalogue.table('default', 'Cancelled_CL')).toBeNull();
  });
});

describe('Windows events', () => {
  const xml = `<?xml version="1.0"?><Events>${[4624, 4625].map((id) => `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-Auditing" Guid="{5}"/><EventID>${id}</EventID><Level>0</Level><Task>12544</Task><TimeCreated SystemTime="2026-10-01T10:00:00.1234567Z"/><EventRecordID>9</EventRecordID><Channel>Security</Channel><Computer>dc1</Computer></System><EventData><Data Name="TargetUserName">ada &amp; co</Data><Data Name="LogonType">3</Data><Data Name="IpAddress">-</Data></EventData></Event>`).join('\n')}</Events>`;
  test('as XML', async () => {
    expect(await ingestText(lake, 'SecurityEvent', { text: xml, name: 'events.xml' })).toMatchObject({ rows: 2, setAside: 0 });
    expect(await rowsOf('SecurityEvent', { rest: 'ORDER BY "EventID"' })).toMatchObject([
      { EventID: 4624, Computer: 'dc1', TargetUserName: 'ada & co', LogonType: 3, IpAddress: '' },
      { EventID: 4625 },
    ]);
  });

  test('as JSON of the same structure', async () => {
    const event = {
      Event: {
        System: {
          Provider: { '#attributes': { Name: 'Security' } },
          EventID: 4688,
          TimeCreated: { '#attributes': { SystemTime: '2026-10-01T10:00:00Z' } },
          Computer: 'pc1',
          Channel: 'Security',
        },
        EventData: { NewProcessName: 'C:\\a.exe' },
      },
    };
    expect(await ingestText(lake, 'SecurityEvent', { text: `${JSON.stringify(event)}\n` })).toMatchObject({ rows: 1 });
    expect(await rowsOf('SecurityEvent', { rest: 'WHERE "EventID" = 4688' })).toMatchObject([
      { Computer: 'pc1', NewProcessName: 'C:\\a.exe', EventSourceName: 'Security' },
    ]);
  });
});
