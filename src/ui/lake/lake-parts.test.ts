import { describe, expect, test } from 'vitest';
import { addToHistory, parseHistory } from './history.ts';
import { findTables } from './find-tables.ts';
import { placesOf, toolName } from './saved-query.ts';
import { queryAtLine } from './query-at.ts';
import { exportFormats } from './results/export-answer.ts';
import { shownRows, withoutEmptyColumns } from './results/result-rows.ts';
import { rowsInSight } from './results/use-row-window.ts';
import { scopeQuery } from './time-range.ts';
import { inEditor } from './use-run-part.ts';

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

test('columns without anything in them can be left out, and words are looked for in all of a row', () => {
  const columns = ['a', 'b', 'c'].map((name) => ({ name, type: 'string' }));
  const rows = [
    ['x', '', 'Oslo'],
    ['y', null, 'Lisbon'],
  ];
  expect(withoutEmptyColumns({ columns, rows })).toEqual({
    columns: [columns[0], columns[2]],
    rows: [
      ['x', 'Oslo'],
      ['y', 'Lisbon'],
    ],
  });
  expect(shownRows(rows, { filter: 'OSLO x', sorting: null })).toEqual([rows[0]]);
  expect(shownRows(rows, { filter: '', sorting: { column: 2, descending: false } })[0]?.[2]).toBe('Lisbon');
});

test('only rows in sight are in the page, and some beyond; a list that became shorter shows its end', () => {
  const view = { top: 3000, height: 300 };
  expect(rowsInSight(view, { count: 100_000, rowHeight: 30 })).toEqual({ first: 88, end: 122 });
  expect(rowsInSight(view, { count: 5, rowHeight: 30 })).toEqual({ first: 4, end: 5 });
  expect(rowsInSight({ top: 0, height: 300 }, { count: 0, rowHeight: 30 })).toEqual({ first: 0, end: 0 });
});

test('an error is marked where it is in the editor, whatever was put before the query', () => {
  const problem = { diagnostics: [{ code: 'KS142', message: 'x', line: 4, column: 3, length: 2 }] };
  expect(inEditor(problem, { line: 10, column: 5, linesBefore: 2 })).toMatchObject([{ line: 11, column: 3 }]);
  expect(inEditor(problem, { line: 10, column: 5, linesBefore: 3 })).toMatchObject([{ line: 10, column: 7 }]);
});

test('tables are found by name first, then by what they are for, then by a column', () => {
  const purpose = { ...table('Events', 'Time'), description: 'What signin services say' };
  const column = table('Other', 'LastSignin', 'Code');
  const found = findTables([column, purpose, table('SigninLogs', 'Code')], 'signin');
  expect(found.map(({ table: { name }, columns }) => [name, columns?.map((one) => one.name)])).toEqual([
    ['SigninLogs', undefined],
    ['Events', undefined],
    ['Other', ['LastSignin']],
  ]);
});

test('the parameters of a saved query are its places, and its name is made from its title', () => {
  expect(placesOf('T | where a == {Account} and b == "{Account}" | extend d = dynamic({"x":1}), t = {_Since}')).toEqual([
    'Account',
    '_Since',
  ]);
  expect(toolName('3 Sign-ins of Zoë, by day!')).toBe('sign_ins_of_zoe_by_day');
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
