import type { FileHandle } from 'node:fs/promises';

/** A part of a text. `next` is where to go on, in bytes; null: this was the end. */
export type TextPart = { readonly text: string; readonly next: number | null };

const sampleBytes = 8_192;

/** True for what is most likely no text: a NUL in its beginning. UTF-16 counts as binary here. */
export async function looksBinary(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
  return buffer.subarray(0, bytesRead).includes(0);
}

/** A part of a text file by bytes; only that part is read. */
export async function readTextPart(
  file: FileHandle,
  { offset, bytes, size }: { readonly offset: number; readonly bytes: number; readonly size: number },
): Promise<TextPart> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, offset);
  return toPart(buffer.subarray(0, bytesRead), { offset, isEnd: bytesRead === 0 || offset + bytesRead >= size });
}

/** The same of a text in memory. */
export function cutText(text: Buffer, { offset, bytes }: { readonly offset: number; readonly bytes: number }): TextPart {
  return toPart(text.subarray(offset, offset + bytes), { offset, isEnd: offset + bytes >= text.length });
}

function toPart(part: Buffer, { offset, isEnd }: { readonly offset: number; readonly isEnd: boolean }): TextPart {
  const end = isEnd ? part.length : wholeLines(part);
  return { text: part.subarray(0, end).toString('utf8'), next: isEnd ? null : offset + end };
}

/** Up to the last end of a line; where there is none, up to the last whole character. */
function wholeLines(part: Buffer): number {
  const line = part.lastIndexOf(0x0a) + 1;
  if (line > 0) return line;
  // Continuation bytes are 10xxxxxx; the byte before them says how many belong to it.
  let start = part.length - 1;
  while (start > 0 && ((part[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  const lead = part[start] ?? 0;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return start + length <= part.length || start === 0 ? part.length : start;
}
