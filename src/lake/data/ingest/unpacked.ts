import { createReadStream } from 'node:fs';
import type { Readable, Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

export type Compression = 'none' | 'gzip' | 'zstd';

/** What unpacks a file's bytes. */
export function unpack(compression: Compression): readonly Transform[] {
  return compression === 'gzip' ? [createGunzip()] : compression === 'zstd' ? [createZstdDecompress()] : [];
}

/** A file's bytes, unpacked; what goes wrong anywhere on the way is thrown to the reader. */
export function readUnpacked(path: string, compression: Compression): Readable {
  return unpack(compression).reduce<Readable>((from, step) => {
    from.once('error', (error) => step.destroy(error));
    step.once('close', () => from.destroy());
    return from.pipe(step);
  }, createReadStream(path));
}

/** The lines of a file, one after the other, without their ends. */
export async function* readLines(path: string, compression: Compression): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of readUnpacked(path, compression)) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
