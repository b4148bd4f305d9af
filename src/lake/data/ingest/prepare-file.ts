import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../domain/errors.ts';
import { detectDelimiter, splitFields, splitRecords } from './delimiter.ts';
import { detectContainer, detectEncoding, detectText, type Format } from './detect-format.ts';
import { createElementLines } from './json-elements.ts';
import { flattenEvent, isWindowsEvent } from './windows-event.ts';
import { type Compression, readUnpacked, unpack } from './unpacked.ts';
import { createEventLines } from './xml-events.ts';

/** A file in a form that the engine reads. */
export type ReadableFile =
  | { readonly kind: 'ndjson'; readonly path: string; readonly compression: Compression }
  | {
      readonly kind: 'csv';
      readonly path: string;
      readonly compression: Compression;
      readonly delimiter: string;
      readonly columns: readonly string[];
      readonly header: boolean;
    }
  | { readonly kind: 'parquet'; readonly path: string };

export type PrepareRequest = {
  readonly path: string;
  /** A folder for a rewritten copy. */
  readonly folder: string;
  readonly format?: Format;
  readonly delimiter?: string;
  /** The names of a CSV file that has no header. */
  readonly columns?: readonly string[];
  readonly signal: AbortSignal;
};

const headBytes = 256 * 1024;

/** Finds out what a file is; rewrites it to lines of JSON or plain UTF-8 where the engine could not read it as it stands. */
export async function prepareFile(request: PrepareRequest): Promise<ReadableFile> {
  const { path, format, signal } = request;
  const packed = await readHead(path);
  const container = detectContainer(packed);
  if (container === 'parquet') return { kind: 'parquet', path };
  if (container === 'unreadable' || format === 'parquet')
    throw unreadable(path, 'is packed in a way that is not read here; unpack it, or use gzip or zstd');
  const head = container === 'plain' ? packed : await readUnpackedHead(path, container);
  const encoding = detectEncoding(head);
  const text = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding).decode(head);
  if (text.includes('\0')) throw unreadable(path, 'is no text');
  const form = detectText(text, { format, rewritten: encoding !== 'utf-8' });
  const compression = container === 'plain' ? 'none' : container;
  const decode = encoding.startsWith('utf-16') ? [decodeFrom(encoding)] : encoding === 'utf-8-bom' ? [dropBytes(3)] : [];
  const rewritten = async (...steps: readonly Transform[]) => {
    const target = join(request.folder, 'rewritten');
    await pipeline([createReadStream(path), ...unpack(compression), ...decode, ...steps, createWriteStream(target)], { signal });
    return { path: target, compression: 'none' } as const;
  };
  const asIs = { path, compression } as const;
  switch (form.kind) {
    case 'ndjson':
      if (isWindowsEvent(firstRecord(text)))
        return { kind: 'ndjson', ...(await rewritten(createElementLines({ list: null }), flattenLines())) };
      return { kind: 'ndjson', ...(form.rewrite === 'as-is' ? asIs : await rewritten()) };
    case 'json': {
      const lines = createElementLines({ list: form.list });
      const steps = isWindowsEvent(firstRecord(text)) ? [lines, flattenLines()] : [lines];
      return { kind: 'ndjson', ...(await rewritten(...steps)) };
    }
    case 'xml':
      return { kind: 'ndjson', ...(await rewritten(createEventLines())) };
    case 'csv': {
      const delimiter = request.delimiter ?? detectDelimiter(text);
      const header = request.columns === undefined;
      const columns = request.columns ?? splitFields(splitRecords(text.replace(/^\uFEFF/, ''))[0] ?? '', delimiter);
      return { kind: 'csv', ...(form.rewrite === 'as-is' ? asIs : await rewritten()), delimiter, columns, header };
    }
  }
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new AppError('request.invalid', { sentence: `${path} cannot be read.`, cause });
  }
}

async function readUnpackedHead(path: string, container: Compression): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  const stream = readUnpacked(path, container);
  try {
    for await (const part of stream) {
      parts.push(part as Buffer);
      size += (part as Buffer).length;
      if (size >= headBytes) break;
    }
  } catch (cause) {
    if (size === 0) throw unreadable(path, 'is damaged', cause);
  }
  return Buffer.concat(parts);
}

function firstRecord(text: string): unknown {
  const splitter = createElementLines({ list: /^\s*\{\s*"\w+"\s*:\s*\[/.test(text) ? 'list' : null });
  splitter.end(Buffer.from(text));
  const line = String(splitter.read() ?? '').split('\n', 1)[0] ?? '';
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function flattenLines(): Transform {
  let rest = '';
  const flatten = (line: string) => {
    try {
      return `${JSON.stringify(flattenEvent(JSON.parse(line)))}\n`;
    } catch {
      return `${line}\n`;
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // Lines of JSON end at bytes that no other character contains, so a cut within a character stays in the rest.
      const lines = (rest + chunk.toString('latin1')).split('\n');
      rest = lines.pop() ?? '';
      done(null, lines.map((line) => flatten(Buffer.from(line, 'latin1').toString())).join(''));
    },
    flush(done) {
      done(null, rest === '' ? '' : flatten(Buffer.from(rest, 'latin1').toString()));
    },
  });
}

function decodeFrom(encoding: string): Transform {
  const decoder = new TextDecoder(encoding);
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => done(null, decoder.decode(chunk, { stream: true })),
    flush: (done) => done(null, decoder.decode()),
  });
}

function dropBytes(count: number): Transform {
  let left = count;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const dropped = Math.min(left, chunk.length);
      left -= dropped;
      done(null, chunk.subarray(dropped));
    },
  });
}

function unreadable(path: string, why: string, cause?: unknown): AppError {
  return new AppError('lake.file-unreadable', { sentence: `${path} ${why}.`, cause });
}
