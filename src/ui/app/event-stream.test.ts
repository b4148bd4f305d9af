import { expect, test } from 'vitest';
import { readServerEvents, type ServerEvent } from './event-stream.ts';

async function read(chunks: readonly string[]) {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  const events: ServerEvent[] = [];
  for await (const event of readServerEvents(body)) events.push(event);
  return events;
}

test('messages are read across the borders of chunks', async () => {
  expect(await read(['event: text-del', 'ta\nid: 3\nda', 'ta: {"a":1}\n', '\nevent: x\ndata: 2\n\n'])).toEqual([
    { event: 'text-delta', id: '3', data: '{"a":1}' },
    { event: 'x', id: null, data: '2' },
  ]);
});

test('comments and messages without data are left out, and several data lines are joined', async () => {
  expect(await read([': keep-alive\n\nid: 1\n\ndata: a\r\ndata: b\r\n\r\n'])).toEqual([{ event: 'message', id: null, data: 'a\nb' }]);
});

test('a message that was cut off by the end of the stream is not given', async () => {
  expect(await read(['data: whole\n\ndata: par'])).toHaveLength(1);
});
