/** One server-sent event (WHATWG HTML §9.2). */
export type ServerEvent = { readonly event?: string; readonly id?: string; readonly data: string };

const keepAlive = 15_000;

/**
 * A `text/event-stream` response over an async iterable, with comments that keep proxies awake.
 * The iterable is returned (its `finally` runs) when the reader goes away.
 */
export function eventStream(events: AsyncIterable<ServerEvent>): Response {
  const encoder = new TextEncoder();
  const iterator = events[Symbol.asyncIterator]();
  let timer: NodeJS.Timeout | undefined;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      timer = setInterval(() => controller.enqueue(encoder.encode(': keep-alive\n\n')), keepAlive);
    },
    pull: async (controller) => {
      const next = await iterator.next().catch((error: unknown) => {
        clearInterval(timer);
        throw error;
      });
      if (next.done === true) {
        clearInterval(timer);
        controller.close();
        return;
      }
      controller.enqueue(encoder.encode(printEvent(next.value)));
    },
    cancel: async () => {
      clearInterval(timer);
      await iterator.return?.();
    },
  });
  return new Response(stream, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' } });
}

function printEvent({ event, id, data }: ServerEvent): string {
  const lines = [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...data.split('\n').map((line) => `data: ${line}`),
  ];
  return `${lines.join('\n')}\n\n`;
}
