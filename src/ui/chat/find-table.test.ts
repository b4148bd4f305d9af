import { describe, expect, test } from 'vitest';
import { fieldsBeside, findTable, readJsonText } from './find-table.ts';

describe('a table is found in', () => {
  test('an array of objects, with the columns of all of them', () => {
    expect(findTable([{ a: 1 }, { a: 2, b: 'x' }])).toEqual({
      columns: ['a', 'b'],
      rows: [
        [1, null],
        [2, 'x'],
      ],
    });
  });

  test('columns and rows, as Kusto answers', () => {
    const answer = {
      tables: [
        {
          name: 'PrimaryResult',
          columns: [
            { name: 'User', type: 'string' },
            { name: 'Count', type: 'long' },
          ],
          rows: [['ada', 3]],
        },
      ],
    };
    expect(findTable(answer)).toEqual({ columns: ['User', 'Count'], rows: [['ada', 3]] });
  });

  test('columns and rows of objects', () => {
    expect(findTable({ columns: ['a', 'b'], rows: [{ b: 2, a: 1 }] })).toEqual({ columns: ['a', 'b'], rows: [[1, 2]] });
  });

  test('the one list among other fields', () => {
    expect(findTable({ results: [{ id: 1 }], next_page_token: 'x', total: 1 })).toEqual({ columns: ['id'], rows: [[1]] });
  });

  test('CSV with quotes, and TSV', () => {
    expect(findTable('name,note\r\nada,"one, two"\r\ngrace,"say ""hi"""\r\n')).toEqual({
      columns: ['name', 'note'],
      rows: [
        ['ada', 'one, two'],
        ['grace', 'say "hi"'],
      ],
    });
    expect(findTable('a\tb\n1\t2\n3\t4')?.rows).toHaveLength(2);
  });
});

describe('no table is found in', () => {
  test.each([
    ['prose with commas', 'Well, this is prose, and it goes on.\nIt has, too, many commas.\nOne, two.'],
    ['one line', 'a,b,c'],
    ['an empty list', []],
    ['a list of words', ['a', 'b']],
    ['two lists, which would be a guess', { users: [{ a: 1 }], groups: [{ b: 1 }] }],
    ['an object of scalars', { a: 1 }],
    ['nothing', null],
  ])('%s', (_, value) => {
    expect(findTable(value)).toBeNull();
  });
});

test('what stands beside the table is kept, where it says something', () => {
  expect(fieldsBeside({ subject: 'Review', attendees: [{ name: 'Ada' }], body: '', location: null })).toEqual({ subject: 'Review' });
  expect(fieldsBeside({ messages: [{ id: 1 }], next: null })).toBeNull();
  expect(fieldsBeside({ columns: ['a'], rows: [[1]], truncated: null, seconds: 1 })).toBeNull();
  expect(fieldsBeside([{ a: 1 }])).toBeNull();
});

test('text that only looks like JSON stays text', () => {
  expect(readJsonText('[see below]')).toBe('[see below]');
  expect(readJsonText(' {"a":1} ')).toEqual({ a: 1 });
});
