import { expect, test } from 'vitest';
import { readLightText } from './light-text.ts';

test('bold, code and links are parts of their own, in order', () => {
  expect(readLightText('Open [Apps](https://a.example/x?y=1#z) > **New** with `read`.')).toEqual([
    { kind: 'text', text: 'Open ' },
    { kind: 'link', text: 'Apps', href: 'https://a.example/x?y=1#z' },
    { kind: 'text', text: ' > ' },
    { kind: 'bold', text: 'New' },
    { kind: 'text', text: ' with ' },
    { kind: 'code', text: 'read' },
    { kind: 'text', text: '.' },
  ]);
});

test('what is no mark, and any address but https, stays text', () => {
  for (const text of ['', 'a * b ** c', '[x](javascript:alert(1))', '[x](http://a.example)', '`open'])
    expect(
      readLightText(text)
        .map((part) => (part.kind === 'text' ? part.text : 'a mark'))
        .join(''),
    ).toBe(text);
});
