import { describe, expect, test } from 'vitest';
import { addToHistory, parseHistory } from './history.ts';
import { queryAtLine } from './query-at.ts';
import { exportFormats } from './results/export-answer.ts';
import { scopeQuery } from './time-range.ts';

const table = (name: string, ...columns: readonly string[]) => ({
  name,
  description: null,
  rows: 1,
  from: null,
  to: null,
  columns: columns.map((column) => ({ name: column, type: 'string' })),
});
const tables = [table('SigninLogs', 'TimeGenerated'), table('AuditLogs', 'TimeGenerated'), table('Countries', 'Code')];
const lastDay = { kind: 'last', span: '24h' } as const;

describe('the time range', () => {
  test('is put before the query for each table that it names, also within joins', () => {
    const query = 'SigninLogs | join (AuditLogs) on $left.a == $right.b | lookup Countries on Code';
    expect(scopeQuery(query, lastDay, tables)).toEqual({
      prefix:
        'let SigninLogs = table("SigninLogs") | where TimeGenerated > ago(24h);\nlet AuditLogs = table("AuditLogs") | where TimeGenerated > ago(24h);',
      text: `let SigninLogs = table("SigninLogs") | where TimeGenerated > ago(24h);\nlet AuditLogs = table("AuditLogs") | where TimeGenerated > ago(24h);\n${query}`,
      lines: 2,
      note: null,
    });
  });

  test('leaves a query alone that shall say it itself', () => {
    expect(scopeQuery('SigninLogs', { kind: 'query' }, tables)).toMatchObject({ prefix: '', text: 'SigninLogs', lines: 0 });
  });

  test('is between two times where they are given', () => {
    const range = { kind: 'between', from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' } as const;
    expect(scopeQuery('AuditLogs', range, tables).prefix).toContain(
      'TimeGenerated between (datetime(2026-10-01T00:00:00Z) .. datetime(2026-10-02T00:00:00Z))',
    );
  });

  test.each([
    ['print x = "SigninLogs" // AuditLogs', 'names no table'],
    ['Countries', 'names no table'],
    ['let SigninLogs = print 1; SigninLogs', 'names no table'],
    ['union SigninLogs, Audit*', 'wildcards'],
    ['search "x"', 'search'],
  ])('says where it does not hold: %s', (query, words) => {
    expect(scopeQuery(query, lastDay, tables).note).toContain(words);
  });
});

describe('what is run', () => {
  const text = 'let a = 1;\nprint a\n\n\nprint b\n| take 1\n';

  test.each([
    [1, 'let a = 1;\nprint a', 1],
    [2, 'let a = 1;\nprint a', 1],
    [4, 'let a = 1;\nprint a', 1],
    [5, 'print b\n| take 1', 5],
    [7, 'print b\n| take 1', 5],
  ])('with the cursor in line %i it is the query around it', (line, query, first) => {
    expect(queryAtLine(text, line)).toEqual({ text: query, line: first, column: 1 });
  });

  test('is nothing where nothing is written', () => {
    expect(queryAtLine('\n \n', 2)).toBeNull();
    expect(queryAtLine('\n\nprint 1', 1)?.line).toBe(3);
  });
});

describe('an answer that is saved', () => {
  const answer = {
    columns: [
      { name: 'Name', type: 'string' },
      { name: 'Facts', type: 'dynamic' },
    ],
    rows: [
      ['a|b', { x: 1 }],
      ['=1+1', null],
    ],
  };

  test('as CSV quotes what needs it and starts no formula', () => {
    expect(exportFormats.csv.print(answer)).toBe('Name,Facts\r\na|b,"{""x"":1}"\r\n\'=1+1,');
  });

  test('as JSON keeps dynamic values as they are', () => {
    expect(JSON.parse(exportFormats.json.print(answer))).toEqual([
      { Name: 'a|b', Facts: { x: 1 } },
      { Name: '=1+1', Facts: null },
    ]);
  });

  test('as Markdown is a table whose cells cannot break it', () => {
    expect(exportFormats.md.print(answer)).toBe('| Name | Facts |\n|---|---|\n| a\\|b | {"x":1} |\n| =1+1 |  |');
  });
});

describe('the history', () => {
  const past = (query: string) => ({ query, at: '2026-10-01T00:00:00Z', rows: 1, milliseconds: 5 });

  test('has a query once, at its newest run, and forgets the oldest', () => {
    expect(addToHistory([past('a'), past('b')], past('b')).map(({ query }) => query)).toEqual(['b', 'a']);
    const many = Array.from({ length: 100 }, (_, index) => past(`q${index}`));
    expect(addToHistory(many, past('new'))).toHaveLength(100);
  });

  test('survives what else may lie in the storage', () => {
    expect(parseHistory('{"x":')).toEqual([]);
    expect(parseHistory(JSON.stringify([1, { query: 5 }, past('a')]))).toEqual([past('a')]);
  });
});
