import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, testEngine } from '../../testing/kql-engine.ts';
import { AppError } from '../domain/errors.ts';

const schema = { SigninLogs: { TimeGenerated: 'datetime', UserPrincipalName: 'string', ResultType: 'string' } } as const;
const engine = testEngine(schema);
const hurried = testEngine(schema, { timeout: 1500, rows: 1000, bytes: 1_000_000, memory: '500MB' });
// Limits of time count from the first question, and workers take a while to be warm.
beforeAll(() => Promise.all([engine, hurried].map((each) => rowsOf(each, 'print 1'))), 60_000);
afterAll(() => Promise.all([engine.close(), hurried.close()]));

type Outcome = { readonly code: string; readonly message: string; readonly line?: number; readonly column?: number };

async function outcomeOf(on: typeof engine, query: string, signal?: AbortSignal): Promise<Outcome> {
  try {
    const rows = await rowsOf(on, query, signal);
    return { code: 'answered', message: JSON.stringify(rows).slice(0, 100) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const diagnostics = error.detail?.['diagnostics'] as readonly Outcome[] | undefined;
    return { message: error.message, ...diagnostics?.[0], code: diagnostics?.[0]?.code ?? error.code };
  }
}

const crossJoin =
  'range x from 1 to 1000000 step 1 | extend k = 1 | join kind=inner (range y from 1 to 1000000 step 1 | extend k = 1) on k | summarize sum(x * y)';

describe('broken and unknown', () => {
  it.each([
    ['SigninLogs | whre UserPrincipalName == "x"', 'KS176', 'Query operator expected.', 1, 14],
    ['SigninLogs\n| where UserPrincipalNam == "x"', 'KS142', "The nearest is 'UserPrincipalName'.", 2, 9],
    ['SigninLog | take 1', 'KS204', "The nearest is 'SigninLogs'.", 1, 1],
    ['print strcatt("a", "b")', 'KS211', "The nearest is 'strcat'.", 1, 7],
    ['print 99999999999999999999', 'kql.refused', '99999999999999999999', 1, 7],
  ])('%j is told with its code, its place and what may have been meant', async (query, code, words, line, column) => {
    const outcome = await outcomeOf(engine, query);
    expect(outcome).toMatchObject({ code, line, column });
    expect(outcome.message).toContain(words);
  });
});

describe('too long and too deep', () => {
  it.each([
    ['more than a million characters', `print "${'x'.repeat(1_000_001)}"`, 'kql.refused', '1,000,000'],
    ['ten thousand brackets', `print ${'('.repeat(10_000)}1${')'.repeat(10_000)}`, 'kql.refused', 'nested too deeply'],
    ['ten thousand bags', `print dynamic(${'['.repeat(10_000)}${']'.repeat(10_000)})`, 'kql.refused', 'nested too deeply'],
    ['thirty thousand conditions', `SigninLogs | where ${'ResultType == "a" or '.repeat(30_000)}true`, 'KS245', 'depth'],
    ['two thousand steps', `print x = 1${' | extend x = x + 1'.repeat(2000)}`, 'KS245', 'depth'],
    ['names that double forty times', doubled(40), 'kql.refused', 'too'],
  ])('%s end in a clear sentence', async (_what, query, code, words) => {
    const outcome = await outcomeOf(engine, query);
    expect(outcome.code).toBe(code);
    expect(outcome.message).toContain(words);
  });

  it('a text of nearly a million characters is answered', async () => {
    expect((await rowsOf(engine, `print strlen("${'x'.repeat(990_000)}")`))[0]).toEqual([990_000]);
  });

  function doubled(times: number): string {
    const lets = Array.from({ length: times }, (_, index) => `let a${index} = ${index === 0 ? '1' : `a${index - 1} + a${index - 1}`};`);
    return `${lets.join('\n')}\nprint a${times - 1}`;
  }
});

describe('too much', () => {
  it.each([
    ['a cross join of everything', crossJoin, 'lake.timed-out'],
    ['more rows than may be asked for', 'range x from 1 to 100000 step 1 | take 100000000', 'lake.too-many-rows'],
    ['a range to the largest number', 'range x from 1 to 9223372036854775807 step 1 | summarize count()', 'lake.timed-out'],
    ['texts of ten megabytes', 'print s = strrep(strrep("0123456789", 1000), 1000)', 'lake.too-large'],
    [
      'a series of a billion points',
      'print t = now() | make-series count() on t from datetime(2000-01-01) to datetime(2024-01-01) step 1ms',
      'kql.refused',
    ],
    [
      'groups beyond the memory',
      'range x from 1 to 20000000 step 1 | summarize make_list(strcat(x, "-", x)) by x % 3 | project array_length(list_)',
      'lake.',
    ],
  ])('%s is ended by name', async (_what, query, code) => {
    expect((await outcomeOf(hurried, query)).code).toContain(code);
    expect(await rowsOf(hurried, 'print still = "here"')).toEqual([['here']]);
  });

  it('a text that grows tenfold step by step ends before it fills the memory', async () => {
    const grown = `print s = strrep("x", 1000)${' | extend s = strcat(s, s, s, s, s, s, s, s, s, s)'.repeat(8)} | project strlen(s)`;
    const repeated = 'print s = strrep(strrep(strrep("0123456789", 1000), 1000), 1000) | project strlen(s)';
    for (const query of [grown, repeated])
      expect(await outcomeOf(engine, query)).toMatchObject({ code: 'kql.refused', message: expect.stringContaining('64,000,000') });
  });

  it('expressions that would run for ages elsewhere end at once', async () => {
    const rows = await rowsOf(
      engine,
      'range x from 1 to 1000 step 1 | where strcat(strrep("a", 1000), "!") matches regex "(a+)+$" | count',
    );
    expect(rows).toEqual([[0]]);
    const computed = 'print p = strcat("(a+)+", "$") | extend s = strcat(strrep("a", 60), "!") | project s matches regex p';
    expect((await rowsOf(engine, computed))[0]).toHaveLength(1);
  });

  it('others are answered while one runs away, and it stops when it is cancelled', async () => {
    const stop = new AbortController();
    const runaway = outcomeOf(engine, crossJoin, stop.signal);
    for (const value of [1, 2, 3]) expect(await rowsOf(engine, `print ${value}`)).toEqual([[value]]);
    stop.abort();
    expect((await runaway).code).toBe('lake.cancelled');
  });
});
