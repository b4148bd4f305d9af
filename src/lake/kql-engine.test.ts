import { afterAll, describe, expect, it } from 'vitest';
import { rowsOf, testEngine } from '../../testing/kql-engine.ts';
import { AppError } from '../domain/errors.ts';

const engine = testEngine({ Logs: { TimeGenerated: 'datetime', User: 'string', Data: 'dynamic' } });
afterAll(() => engine.close());

async function refusal(
  query: string,
): Promise<{ readonly code: string; readonly message: string; readonly line: number; readonly column: number }> {
  const compiled = await engine.compile(query);
  if (compiled.kind !== 'refused') return expect.fail(`translated: ${query}`);
  return compiled.diagnostics[0] as never;
}

describe('refusals', () => {
  it("what the binder finds keeps Kusto's code, words and place", async () => {
    const found = await refusal('Logs\n| where Usr == "x"');
    expect(found).toMatchObject({ line: 2, column: 9 });
    expect(found.code).toMatch(/^KS\d+$/);
    expect(found.message).toContain("'Usr'");
  });

  it.each([
    ['externaldata(a:string)["https://example.com/x.csv"]', 'externaldata'],
    ['.show tables', 'Commands'],
    ['Logs | reduce by User', "operator 'reduce'"],
    ['Logs | extend x = hash_many(User)', 'hash_many()'],
    ['union isfuzzy=true Nowhere, Nothing', 'None of the tables'],
    ['Logs | where User matches regex "a(?=b)"', '(?='],
    ['Logs | extend n = row_number()', 'serialized'],
    ['print 1; print 2', 'Several results'],
    ['let x = 1;', 'no result'],
  ])('%s is refused by name', async (query, word) => {
    const found = await refusal(query);
    expect(found.message).toContain(word);
    expect(found.code).toBe('kql.refused');
  });

  it('a query that breaks the parser is a diagnostic, not a crash', async () => {
    for (const query of ['', '|', 'Logs | where (', 'Logs | where '.repeat(200), '"', 'let let let', `print ${'('.repeat(3000)}1`]) {
      expect((await engine.compile(query)).kind, query.slice(0, 20)).toBe('refused');
    }
    expect(await rowsOf(engine, 'print still = "here"')).toEqual([['here']]);
  });
});

describe('the ends of what can be written', () => {
  it.each([
    'startofweek(todatetime(9e18), 1000000)',
    'startofmonth(datetime(9999-12-31), 3)',
    'startofday(datetime(2020-01-01), 9223372036854775807)',
    'endofweek(datetime(9999-12-31))',
    'todatetime(-5)',
    'todatetime(3155378976000000000)',
  ])('%s is past the calendar, so it is null', async (expression) => {
    expect(await rowsOf(engine, `print value = ${expression}`)).toEqual([[null]]);
  });

  it('what lies inside is told to the tick', async () => {
    const query = 'print startofday(datetime(9000-01-01), -2000000), endofyear(datetime(9999-12-31)), todatetime(3155378975999999999)';
    const last = '9999-12-31T23:59:59.9999999Z';
    expect(await rowsOf(engine, query)).toEqual([['3524-03-10T00:00:00.0000000Z', last, last]]);
  });

  it('the occurrences of nothing come to an end', async () => {
    expect(await rowsOf(engine, 'print indexof("ab", "", 0, -1, 3), indexof("ab", "", 0, -1, 9223372036854775807)')).toEqual([[2, -1]]);
  });

  it('an assertion without a message says what ended the query', async () => {
    await expect(rowsOf(engine, 'print assert(1 > strlen("ab"), "")')).rejects.toThrow('assert() does not hold');
  });
});

describe('columns that no later step names', () => {
  it('are not read, and one that only hidden steps need is', async () => {
    const compiled = await engine.compile('Logs | serialize Before = prev(User), Old = Data | project User, Before');
    if (compiled.kind === 'refused') expect.fail(compiled.diagnostics[0]?.message);
    expect(compiled.sql).not.toContain('"Data"');
    const rows = 'datatable(a:long, b:string)[1, "x", 2, "y"]';
    expect(await rowsOf(engine, `${rows} | sort by b desc | project a | extend n = row_number()`)).toEqual([
      [2, 1],
      [1, 2],
    ]);
    expect(await rowsOf(engine, `${rows} | search "x" | search "x" | project-away a, b`)).toEqual([['search_arg0', 'search_arg0']]);
    expect(await rowsOf(engine, `${rows} | extend c = dynamic([1, 2]) | mv-expand c | count`)).toEqual([[4]]);
  });
});

describe('values and names', () => {
  const nasty = [
    "'; DROP TABLE Logs; --",
    '"quoted"',
    "it''s",
    '/* comment */',
    '{brace}',
    '$1 ? :x',
    'a\\nb',
    'tab\tand\nline',
    'null\u0000byte',
    '😀 é',
  ];

  it.each(nasty)('%j as text comes back as it went in', async (text) => {
    expect(await rowsOf(engine, `print x = ${JSON.stringify(text)}`)).toEqual([[text]]);
    expect(
      await rowsOf(
        engine,
        `datatable(s:string)[${JSON.stringify(text)}] | where s == ${JSON.stringify(text)} and s contains ${JSON.stringify(text)} | project s`,
      ),
    ).toEqual([[text]]);
  });

  it.each(["it's", 'a "b"', 'drop; --', 'SELECT', '{x}'])('%j as a column name stays a name', async (name) => {
    const written = `['${name.replaceAll("'", "\\'")}']`;
    const { columns } = await engine.query(`print ${written} = 1 | extend y = ${written} + 1 | summarize sum(y) by ${written}`);
    expect(columns[0]?.name).toBe(name);
  });

  it('keys of a bag cannot leave their path', async () => {
    const key = 'a"].b\'$[*]';
    expect(await rowsOf(engine, `print d = parse_json('{"x":1}')[${JSON.stringify(key)}]`)).toEqual([[null]]);
  });

  it('columns that differ by case only stay two', async () => {
    expect(await rowsOf(engine, 'print a = 1, A = 2 | project A, a')).toEqual([[2, 1]]);
  });
});

describe('bounds', () => {
  it('an aborted query stops and says so, and the engine goes on', async () => {
    const stop = new AbortController();
    const running = rowsOf(
      engine,
      'range x from 1 to 1000000 step 1 | extend k = 1 | join kind=inner (range y from 1 to 1000000 step 1 | extend k = 1) on k | summarize sum(x * y)',
      stop.signal,
    );
    setTimeout(() => stop.abort(), 300);
    await expect(running).rejects.toMatchObject({ code: 'lake.cancelled' });
    expect(await rowsOf(engine, 'print 1')).toEqual([[1]]);
  });

  it('a query that runs too long, gives too many rows or too many bytes is ended by name', async () => {
    const small = testEngine({}, { timeout: 400, rows: 1000, bytes: 50_000 });
    try {
      const code = (query: string): Promise<unknown> =>
        rowsOf(small, query).then(
          () => 'done',
          (error: unknown) => (error instanceof AppError ? error.code : error),
        );
      expect(await code('range x from 1 to 5000 step 1')).toBe('lake.too-many-rows');
      expect(await code('range x from 1 to 900 step 1 | extend s = strrep("x", 500)')).toBe('lake.too-large');
      expect(
        await code(
          'range x from 1 to 1000000 step 1 | extend k = 1 | join kind=inner (range y from 1 to 1000000 step 1 | extend k = 1) on k | summarize sum(x * y)',
        ),
      ).toBe('lake.timed-out');
      expect(await code('print 1')).toBe('done');
    } finally {
      await small.close();
    }
  });

  it('a known table without rows answers with its columns', async () => {
    const { columns, rows } = await engine.query('Logs');
    expect(columns).toEqual([
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'User', type: 'string' },
      { name: 'Data', type: 'dynamic' },
    ]);
    for await (const chunk of rows) expect(chunk).toEqual([]);
  });
});
