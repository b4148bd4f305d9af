import { AppError } from '../domain/errors.ts';

export type SizeGuard = {
  /** Throws `network.response-too-large` when the bound is passed. */
  count(chunk: Uint8Array): void;
  failure(): AppError;
};

const lineFeed = 10;
const carriageReturn = 13;

/** Counts a body while it streams: as a whole, or event by event, since an event stream may live for days. */
export function createSizeGuard({
  url,
  maxBytes,
  perEvent,
}: {
  readonly url: URL;
  readonly maxBytes: number;
  readonly perEvent: boolean;
}): SizeGuard {
  let bytes = 0;
  let lineIsEmpty = true;
  let lastByte = 0;

  const failure = () =>
    new AppError('network.response-too-large', {
      sentence: `${url.host} sent more than ${describeBytes(maxBytes)} in one ${perEvent ? 'message' : 'answer'}. Ask for less at once.`,
      detail: { maxBytes },
    });

  /** An empty line ends an event, whichever of the three line ends is used (WHATWG HTML §9.2.5). */
  function countEvents(chunk: Uint8Array): void {
    for (const byte of chunk) {
      bytes += 1;
      const endsLine = byte === carriageReturn || (byte === lineFeed && lastByte !== carriageReturn);
      if (endsLine && lineIsEmpty) bytes = 0;
      if (endsLine) lineIsEmpty = true;
      else if (byte !== lineFeed) lineIsEmpty = false;
      lastByte = byte;
      if (bytes > maxBytes) throw failure();
    }
  }

  return {
    failure,
    count: (chunk) => {
      if (perEvent) return countEvents(chunk);
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw failure();
    },
  };
}

function describeBytes(bytes: number): string {
  return bytes >= 1_000_000 ? `${Math.round(bytes / 100_000) / 10} MB` : `${bytes} bytes`;
}
