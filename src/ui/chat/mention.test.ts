import { expect, test } from 'vitest';
import { mentionAt, rankMentions } from './mention.ts';

test.each([
  ['@', { start: 0, search: '' }],
  ['Look at @lin', { start: 8, search: 'lin' }],
  ['Ask @microsoft sen', { start: 4, search: 'microsoft sen' }],
])('“%s” is a mention', (text, expected) => {
  expect(mentionAt(text, text.length)).toEqual(expected);
});

test.each(['ada@example', 'Meet @ noon', 'no mention', '@a  b'])('“%s” is none', (text) => {
  expect(mentionAt(text, text.length)).toBeNull();
});

test('only the text before the caret counts', () => {
  expect(mentionAt('@lin and more', 4)).toEqual({ start: 0, search: 'lin' });
});

test('names that begin with the search come before those that contain it', () => {
  const all = [
    { name: 'Google Mail', slug: 'google-mail' },
    { name: 'Mail', slug: 'mail' },
    { name: 'Files', slug: 'files' },
  ];
  expect(rankMentions('mail', all).map(({ name }) => name)).toEqual(['Mail', 'Google Mail']);
});
