/** One message of a server-sent event stream. */
export type ServerEvent = { readonly event: string; readonly id: string | null; readonly data: string };

/** Reads server-sent events (HTML Living Standard §9.2) from a fetched body, so that a lost stream can be taken up where we want. */
export async function* readServerEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffer = '';
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) return;
      buffer += decoder.decode(value, { stream: true });
      const blocks = buffer.split(/\r\n\r\n|\n\n|\r\r/);
      buffer = blocks.pop() ?? '';
      for (const block of blocks) {
        const message = parseBlock(block);
        if (message !== null) yield message;
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parseBlock(block: string): ServerEvent | null {
  let event = 'message';
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event' && value !== undefined) event = value;
    if (field === 'id' && value !== undefined) id = value;
    if (field === 'data' && value !== undefined) data.push(value);
  }
  return data.length === 0 ? null : { event, id, data: data.join('\n') };
}
