import { expect, test } from 'vitest';
import { compareTexts, type DiffPart } from './compare-texts.ts';

const plain = (parts: readonly DiffPart[] | null) => parts?.map(({ text }) => text).join('') ?? null;
const marked = (parts: readonly DiffPart[] | null) =>
  parts
    ?.filter((part) => part.marked)
    .map(({ text }) => text)
    .join('|') ?? null;

test('a changed line stands beside its old form, with the words that differ marked', () => {
  const rows = compareTexts('name: a\ndescription: reads a file', 'name: a\ndescription: reads any file');
  expect(rows.map(({ before, after }) => [plain(before), plain(after)])).toEqual([
    ['name: a', 'name: a'],
    ['description: reads a file', 'description: reads any file'],
  ]);
  expect(marked(rows[0]?.before ?? null)).toBe('');
  expect([marked(rows[1]?.before ?? null), marked(rows[1]?.after ?? null)]).toEqual(['a', 'any']);
});

test('lines on one side only leave the other side empty', () => {
  const rows = compareTexts('a', 'a\nb');
  expect(rows.map(({ before, after }) => [plain(before), plain(after)])).toEqual([
    ['a', 'a'],
    [null, 'b'],
  ]);
});

test('a new text has no left side at all', () => {
  expect(compareTexts('', 'a\nb').every(({ before }) => before === null)).toBe(true);
});
