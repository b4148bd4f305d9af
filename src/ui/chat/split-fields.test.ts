import { expect, test } from 'vitest';
import { isCode, splitFields } from './split-fields.ts';

test('short values are facts, also those of a small object inside; long ones and those of several lines are texts; all else stays', () => {
  const text = '# Plan\n\nShip it.';
  expect(
    splitFields({
      id: '7',
      size: 12,
      isShared: false,
      owner: null,
      text,
      summary: 'x'.repeat(161),
      metadata: { bytes: '12', changedAt: '2026-01-05' },
      labels: ['a', 'b'],
      empty: {},
      deep: { a: { b: 1 } },
    }),
  ).toEqual({
    facts: [
      ['id', '7'],
      ['size', 12],
      ['isShared', false],
      ['owner', null],
      ['metadata.bytes', '12'],
      ['metadata.changedAt', '2026-01-05'],
    ],
    texts: [
      ['text', text],
      ['summary', 'x'.repeat(161)],
    ],
    rest: { labels: ['a', 'b'], empty: {}, deep: { a: { b: 1 } } },
  });
});

test('facts alone leave nothing over', () => {
  expect(splitFields({ sent: true })).toEqual({ facts: [['sent', true]], texts: [], rest: null });
});

test.each([
  ['notes/plan.md', false],
  ['Offer.PDF', false],
  ['server.log', true],
  ['main.ts', true],
  ['Ada Lovelace', false],
])('the text of %s is shown line by line: %s', (name, expected) => {
  expect(isCode(splitFields({ name, text: 'a\nb' }))).toBe(expected);
});
