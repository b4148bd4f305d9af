/** A response of JSON lines that are written as they come. */
export type JsonLines = {
  readonly response: Response;
  /** Resolves when the reader wants more, so that a slow reader holds the writer back. Rejects once the reader is gone. */
  write(line: string): Promise<void>;
  /** Ends the answer; a reader that is gone already does not mind. */
  close(): Promise<void>;
};

/** An `application/x-ndjson` response; `onGone` is told when its reader goes away. */
export function createJsonLines({ onGone }: { readonly onGone: () => void }): JsonLines {
  const { readable, writable } = new TextEncoderStream();
  const writer = writable.getWriter();
  writer.closed.catch(onGone);
  return {
    response: new Response(readable, {
      headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-cache', 'x-accel-buffering': 'no' },
    }),
    write: (line) => writer.write(`${line}\n`),
    close: () => writer.close().catch(() => {}),
  };
}
