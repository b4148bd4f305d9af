import { ToolError } from '../../../connector-kit/tool.ts';
import type { Look } from './task.ts';

/** Finds the next place from `from` on in a text that is kept as bytes; both in bytes. Null: there is none. */
export type Matcher = (bytes: Buffer, from: number) => { readonly start: number; readonly end: number } | null;

/** The fastest way to find what is asked for: bytes where case counts, one character a byte where all is ASCII, else real text. */
export function createMatcher({ query, isPattern, matchCase }: Extract<Look, { kind: 'lines' }>): Matcher {
  if (!isPattern && matchCase) return findBytes(Buffer.from(query));
  const pattern = toPattern(isPattern ? query : query.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), matchCase);
  const isAscii = Buffer.byteLength(query) === query.length;
  return findByPattern(pattern, isAscii && !isPattern ? 'latin1' : 'utf8');
}

function findBytes(needle: Buffer): Matcher {
  return (bytes, from) => {
    const start = bytes.indexOf(needle, from);
    return start === -1 ? null : { start, end: start + needle.length };
  };
}

function findByPattern(pattern: RegExp, encoding: 'latin1' | 'utf8'): Matcher {
  let known: { readonly bytes: Buffer; readonly text: string } | null = null;
  return (bytes, from) => {
    if (known?.bytes !== bytes) known = { bytes, text: bytes.toString(encoding) };
    const { text } = known;
    // In Latin-1 a character is a byte; in UTF-8 the way between them is counted.
    pattern.lastIndex = encoding === 'latin1' ? from : bytes.subarray(0, from).toString('utf8').length;
    const found = pattern.exec(text);
    if (found === null) return null;
    const start = encoding === 'latin1' ? found.index : Buffer.byteLength(text.slice(0, found.index));
    return { start, end: start + Math.max(1, Buffer.byteLength(found[0], encoding)) };
  };
}

function toPattern(source: string, matchCase: boolean): RegExp {
  try {
    return new RegExp(source, matchCase ? 'gm' : 'gim');
  } catch (cause) {
    throw new ToolError(`"${source}" is not a regular expression: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}
