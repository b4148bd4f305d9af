import type { FileHandle } from 'node:fs/promises';

export type TextPart = {
  readonly text: string;
  /** Bytes; `next` null: this was the end. */
  readonly next: number | null;
};

const sampleBytes = 8_192;

/** True for what is most likely no text: a NUL in its beginning. UTF-16 counts as binary here. */
export async function looksBinary(file: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(sampleBytes), 0, sampleBytes, 0);
  return buffer.subarray(0, bytesRead).includes(0);
}

/** A part of a text by bytes, cut between characters and, where there is one, after a line. */
export async function readTextPart(
  file: FileHandle,
  { offset, bytes, size }: { readonly offset: number; readonly bytes: number; readonly size: number },
): Promise<TextPart> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, offset);
  const isEnd = offset + bytesRead >= size || bytesRead === 0;
  const part = buffer.subarray(0, bytesRead);
  const end = isEnd ? bytesRead : lineEnd(part);
  return { text: part.subarray(0, end).toString('utf8'), next: isEnd ? null : offset + end };
}

function lineEnd(part: Buffer): number {
  const line = part.lastIndexOf(0x0a) + 1;
  if (line > 0) return line;
  // No line ends here: at least no character is cut (continuation bytes are 10xxxxxx).
  let end = part.length;
  while (end > 0 && end > part.length - 4 && ((part[end - 1] ?? 0) & 0xc0) === 0x80) end -= 1;
  return end > 0 && ((part[end - 1] ?? 0) & 0x80) !== 0 ? end - 1 : part.length;
}
