import { expect, test } from 'vitest';
import { parseJsonLine, readJsonLines } from './json-lines.ts';

async function linesOf(...chunks: readonly string[]) {
  const lines: unknown[] = [];
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  for await (const line of readJsonLines(body)) lines.push(line);
  return lines;
}

test('lines are whole wherever the network cut them', async () => {
  expect(await linesOf('{"a":1}\n{"b', '":2}\n\n{"c":3}')).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
});

test('a number longer than numbers hold stays as its digits, others are numbers, text is text', () => {
  expect(parseJsonLine('[9007199254740993, -9007199254740993, 12, 1.5e20, "9007199254740993"]')).toEqual([
    '9007199254740993',
    '-9007199254740993',
    12,
    1.5e20,
    '9007199254740993',
  ]);
});
