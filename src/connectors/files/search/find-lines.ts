import type { Matcher } from './matcher.ts';

const maxLineCharacters = 300;
const maxMatchesPerFile = 50;

/** The lines of a text in which something is found, counted from one. */
export function findLines(bytes: Buffer, matcher: Matcher): readonly { readonly line: number; readonly text: string }[] {
  const found: { readonly line: number; readonly text: string }[] = [];
  let line = 1;
  let countedTo = 0;
  for (let from = 0; from <= bytes.length && found.length < maxMatchesPerFile; ) {
    const place = matcher(bytes, from);
    if (place === null || place.start >= bytes.length) break;
    const start = bytes.lastIndexOf(0x0a, Math.max(0, place.start - 1)) + 1;
    const lineStart = place.start === 0 ? 0 : start;
    const end = bytes.indexOf(0x0a, place.start);
    const lineEnd = end === -1 ? bytes.length : end;
    for (let at = bytes.indexOf(0x0a, countedTo); at !== -1 && at < place.start; at = bytes.indexOf(0x0a, at + 1)) {
      line += 1;
      countedTo = at + 1;
    }
    found.push({ line, text: bytes.subarray(lineStart, lineEnd).toString('utf8').trim().slice(0, maxLineCharacters) });
    from = lineEnd + 1;
  }
  return found;
}
