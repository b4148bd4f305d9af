import { describe, expect, test } from 'vitest';
import { withStoredNames } from '../column-types.ts';
import { detectDelimiter, splitFields, splitRecords } from './delimiter.ts';
import { detectText } from './detect-format.ts';
import { inferType, type Observation } from './infer.ts';
import { createElementLines } from './json-elements.ts';
import { planIngest } from './plan.ts';

describe('what a text is', () => {
  test.each([
    ['{"a":1}\n{"a":2}', { kind: 'ndjson', rewrite: 'as-is' }],
    ['{"a":1}', { kind: 'ndjson', rewrite: 'as-is' }],
    ['{"a":\n{"a":2}', { kind: 'ndjson', rewrite: 'as-is' }],
    ['{\n  "a": 1\n}\n{\n "a": 2 }', { kind: 'json', list: null }],
    [' [ {"a":1} ]', { kind: 'json', list: null }],
    ['{"Records":[{"a":1}]}', { kind: 'json', list: 'Records' }],
    ['{ "value": [', { kind: 'json', list: 'value' }],
    ['<Events>', { kind: 'xml' }],
    ['a,b\n1,2', { kind: 'csv', rewrite: 'as-is' }],
  ])('%s', (text, expected) => {
    expect(detectText(text, { rewritten: false })).toEqual(expected);
  });
});

describe('delimiters', () => {
  test.each([
    ['a,b,c\n1,2,3', ','],
    ['a;b\n"1,5";2\n"2,5";3', ';'],
    ['a\tb c\n1\t2, 3', '\t'],
    ['a|b|c\n1|2|3', '|'],
    ['a❖b❖c\nx, y❖2❖3', '❖'],
    ['a#b\n1#2', '#'],
    ['single\n1\n2', ','],
  ])('%j', (head, expected) => {
    expect(detectDelimiter(head)).toBe(expected);
  });

  test('quotes hide delimiters and line ends, and double inside', () => {
    expect(splitFields('a,"b,""c""",', ',')).toEqual(['a', 'b,"c"', '']);
    expect(splitRecords('a,"b\nc"\r\nd\n')).toEqual(['a,"b\nc"', 'd']);
  });
});

describe('elements of JSON, whatever the chunks', () => {
  test.each([
    ['[{"a":"]},{"},{"b":[1,{"c":2}]}]', null, ['{"a":"]},{"}', '{"b":[1,{"c":2}]}']],
    ['[\n  {"a": 1},\n\n  {"a": "x\\"y"}\n]\n', null, ['{"a": 1}', '{"a": "x\\"y"}']],
    ['{"Records":[{"a":1},{"a":2}],"more":[3]}', 'Records', ['{"a":1}', '{"a":2}']],
    ['{"a":1}{"a":2}\n{"a":3}', null, ['{"a":1}', '{"a":2}', '{"a":3}']],
    ['[1,"two",null]', null, ['1', '"two"', 'null']],
    ['[]', null, []],
    ['[{"a":1},{"a":', null, ['{"a":1}', '{"a":', 'the list ends here without its bracket']],
  ])('%s', (text, list, expected) => {
    for (const size of [1, 3, 1000]) {
      const lines = createElementLines({ list });
      for (let at = 0; at < text.length; at += size) lines.write(text.slice(at, at + size));
      lines.end();
      const found = String(lines.read() ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
      expect(found).toEqual(expected);
    }
  });
});

const nothing: Observation = { values: 0, structured: 0, bools: 0, longs: 0, reals: 0, datetimes: 0, texts: 0 };
describe('types from what was seen', () => {
  test.each([
    [{}, null],
    [{ values: 2, bools: 2 }, 'bool'],
    [{ values: 2, longs: 2 }, 'long'],
    [{ values: 3, longs: 2, reals: 1 }, 'real'],
    [{ values: 2, datetimes: 2 }, 'datetime'],
    [{ values: 3, datetimes: 2, texts: 1 }, 'string'],
    [{ values: 2, structured: 2 }, 'dynamic'],
    [{ values: 2, longs: 1, texts: 1 }, 'dynamic'],
    [{ values: 2, bools: 1, longs: 1 }, 'dynamic'],
  ] as const)('%j', (seen, expected) => {
    expect(inferType({ ...nothing, ...seen }, { mixed: 'dynamic' })).toBe(expected);
  });

  test('where all is text anyway, a mix is a string', () => {
    expect(inferType({ ...nothing, values: 2, longs: 1, texts: 1 }, { mixed: 'string' })).toBe('string');
  });
});

describe('where values go', () => {
  const columns = withStoredNames(
    [],
    [
      { name: 'TimeGenerated', type: 'datetime' },
      { name: 'EventID', type: 'int' },
      { name: 'Account', type: 'string' },
    ],
  );
  const plan = (keys: readonly string[], more: object = {}) =>
    planIngest({ columns, keys, types: new Map(keys.map((key) => [key, 'string'])), mapping: null, ...more });
  const places = (keys: readonly string[], more: object = {}) => {
    const made = plan(keys, more);
    return 'kind' in made ? made.kind : Object.fromEntries(made.columns.map(({ column, place }) => [column.name, place.join('.')]));
  };

  test.each([
    [['TimeGenerated', 'EventID'], {}, { TimeGenerated: 'TimeGenerated', EventID: 'EventID' }],
    [['TimeGenerated [UTC]', 'account'], {}, { TimeGenerated: 'TimeGenerated [UTC]', Account: 'account' }],
    [['TimeGenerated', 'account', 'Account'], {}, { TimeGenerated: 'TimeGenerated', Account: 'Account', account: 'account' }],
    [['ts', 'EventID'], {}, { TimeGenerated: 'ts', EventID: 'EventID', ts: 'ts' }],
    [['When', 'ts'], { time: 'When' }, { TimeGenerated: 'When', When: 'When', ts: 'ts' }],
    [['EventID'], {}, 'no-time'],
    [['TimeGenerated'], { time: 'Else' }, 'no-time'],
  ])('%j %j', (keys, more, expected) => {
    expect(places(keys, more)).toEqual(expected);
  });

  test('columns that hold nothing are not made, and no more than a table may have', () => {
    const empty = planIngest({ columns, keys: ['TimeGenerated', 'x'], types: new Map([['x', null]]), mapping: null });
    expect(empty).toMatchObject({ added: [], dropped: [] });
    const keys = ['TimeGenerated', ...Array.from({ length: 800 }, (_, index) => `k${index}`)];
    const wide = plan(keys);
    expect('kind' in wide ? 0 : [wide.added.length, wide.dropped.length]).toEqual([747, 53]);
  });
});
