/** Reads JSON lines from a fetched body, each as it arrives. */
export async function* readJsonLines<Line>(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader(); // DOM types differ only in the buffer's kind
  let buffer = '';
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) break;
      buffer += value;
      const lines = buffer.split('\n');
      buffer = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield parseJsonLine(line) as Line;
    }
    if (buffer !== '') yield parseJsonLine(buffer) as Line;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;
// The third parameter is newer than the library's types (ECMAScript, JSON.parse source text access).
const parse = JSON.parse as (text: string, reviver?: Reviver) => unknown;

/** Whole numbers that are longer than a number holds stay as their digits. */
export function parseJsonLine(line: string): unknown {
  if (!/\d{16}/.test(line)) return parse(line);
  return parse(line, (_key, value, context) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '') ? context?.source : value,
  );
}
