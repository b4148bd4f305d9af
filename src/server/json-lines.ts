import { createStreamedText, type StreamedText } from './streamed-text.ts';

/** An `application/x-ndjson` response; each text that is written is a line. */
export function createJsonLines({ onGone }: { readonly onGone: () => void }): StreamedText {
  const stream = createStreamedText({ headers: { 'content-type': 'application/x-ndjson' }, onGone });
  return { ...stream, write: (line) => stream.write(`${line}\n`) };
}
