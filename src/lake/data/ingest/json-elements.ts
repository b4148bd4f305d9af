import { Transform } from 'node:stream';

const byteOf = {
  tab: 9,
  newline: 10,
  return: 13,
  space: 32,
  quote: 34,
  comma: 44,
  bracket: 91,
  escape: 92,
  bracketEnd: 93,
  brace: 123,
  braceEnd: 125,
};
const lineEnd = Buffer.from('\n');

/**
 * Turns JSON into lines, one element each: the elements of an array, of the list that an object holds under its first key, or
 * values that follow one another. Looks at bytes only, so it holds one chunk at a time; what is not JSON comes out as lines
 * that are not JSON either, and is set aside there.
 */
export function createElementLines({ list }: { readonly list: string | null }): Transform {
  const splitter = createSplitter(list === null ? 0 : 1);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, splitter.split(Buffer.from(chunk)));
    },
    flush(done) {
      done(null, splitter.end());
    },
  });
}

/** `listDepth`: how deep the list lies; at 0 there may be none, and values stand on their own. */
function createSplitter(listDepth: 0 | 1) {
  /** The depth at which elements lie; null until it is known. */
  let elements: number | null = null;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let finished = false;
  let open = false;

  const split = (chunk: Buffer): Buffer => {
    const pieces: Buffer[] = [];
    let start = open ? 0 : -1;
    const end = (at: number) => {
      if (start !== -1) pieces.push(chunk.subarray(start, at), lineEnd);
      start = -1;
      open = false;
    };
    for (let at = 0; at < chunk.length && !finished; at += 1) {
      const byte = chunk[at] ?? 0;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === byteOf.escape) escaped = true;
        else if (byte === byteOf.quote) inText = false;
        continue;
      }
      if (byte === byteOf.newline || byte === byteOf.return || byte === byteOf.space || byte === byteOf.tab) {
        if (byte === byteOf.newline && depth === 0 && elements === 0) end(at);
        else if (byte !== byteOf.space && start !== -1) chunk[at] = byteOf.space;
        continue;
      }
      if (elements === null && byte === byteOf.bracket && depth === listDepth) {
        depth += 1;
        elements = depth;
        continue;
      }
      if (elements === null && listDepth === 0) elements = 0;
      if (elements !== null && depth === elements) {
        if (byte === byteOf.comma) {
          end(at);
          continue;
        }
        if (elements > 0 && byte === byteOf.bracketEnd) {
          end(at);
          depth -= 1;
          elements = null;
          finished = listDepth === 1;
          continue;
        }
        if (start === -1) {
          start = at;
          open = true;
        }
      }
      if (byte === byteOf.quote) inText = true;
      else if (byte === byteOf.brace || byte === byteOf.bracket) depth += 1;
      else if (byte === byteOf.braceEnd || byte === byteOf.bracketEnd) {
        depth = Math.max(0, depth - 1);
        if (depth === 0 && elements === 0) end(at + 1);
      }
    }
    if (start !== -1) pieces.push(chunk.subarray(start));
    return Buffer.concat(pieces);
  };
  // A list that nobody closed was cut off; what is missing is said by a line that is not JSON.
  const end = () =>
    Buffer.concat([
      ...(open ? [lineEnd] : []),
      ...(elements !== null && elements > 0 ? [Buffer.from('the list ends here without its bracket\n')] : []),
    ]);
  return { split, end };
}
