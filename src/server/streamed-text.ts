/** A response whose text is written as it comes. */
export type StreamedText = {
  readonly response: Response;
  /** Resolves when the reader wants more, so that a slow reader holds the writer back. Rejects once the reader is gone. */
  write(text: string): Promise<void>;
  /** Ends the answer; a reader that is gone already does not mind. */
  close(): Promise<void>;
};

/** `onGone` is told when the reader goes away. */
export function createStreamedText({
  headers,
  onGone,
}: {
  readonly headers: Readonly<Record<string, string>>;
  readonly onGone: () => void;
}): StreamedText {
  const { readable, writable } = new TextEncoderStream();
  const writer = writable.getWriter();
  writer.closed.catch(onGone);
  return {
    response: new Response(readable, { headers: { 'cache-control': 'no-cache', 'x-accel-buffering': 'no', ...headers } }),
    write: (text) => writer.write(text),
    close: () => writer.close().catch(() => {}),
  };
}
