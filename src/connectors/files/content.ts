import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { documentKind, maxDocumentBytes, readDocument, ToolError } from '../../connector-kit/index.ts';
import { type Place, showPlace } from './places.ts';
import { cutText, looksBinary, readTextPart, type TextPart } from './read-text.ts';

/** What a file holds, as far as a model can read it. */
export type Content =
  | ({ readonly kind: 'text' | 'document' } & TextPart)
  | { readonly kind: 'picture'; readonly mimeType: string; readonly data: string };

const pictures = new Map([
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.gif', 'image/gif'],
  ['.webp', 'image/webp'],
]);
const maxPictureBytes = 5_000_000;

/** A part of a text file, of a document as Markdown, or a picture whole. Throws a ToolError for what is none of them. */
export async function readContent(
  file: FileHandle,
  {
    facts,
    place,
    offset,
    bytes,
    signal,
  }: { readonly facts: Stats; readonly place: Place; readonly offset: number; readonly bytes: number; readonly signal: AbortSignal },
): Promise<Content> {
  const name = place.parts.at(-1) ?? '';
  const kind = documentKind({ name });
  if (kind !== null) {
    if (facts.size > maxDocumentBytes) throw tooLarge(place, maxDocumentBytes);
    const text = Buffer.from(await readDocument(await readWhole(file, facts.size), { kind, signal }));
    return { kind: 'document', ...cutText(text, { offset, bytes }) };
  }
  const mimeType = pictures.get(/\.\w+$/.exec(name.toLowerCase())?.[0] ?? '');
  if (mimeType !== undefined) {
    if (facts.size > maxPictureBytes) throw tooLarge(place, maxPictureBytes);
    return { kind: 'picture', mimeType, data: Buffer.from(await readWhole(file, facts.size)).toString('base64') };
  }
  if (await looksBinary(file)) throw new ToolError(`${showPlace(place)} is neither text nor a document that can be read.`);
  return { kind: 'text', ...(await readTextPart(file, { offset, bytes, size: facts.size })) };
}

/** In memory of its own, which can be handed to a thread. */
async function readWhole(file: FileHandle, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(new ArrayBuffer(size));
  let length = 0;
  for (let read = -1; read !== 0 && length < size; length += read)
    ({ bytesRead: read } = await file.read(whole, length, size - length, length));
  return length === size ? whole : whole.slice(0, length);
}

function tooLarge(place: Place, bytes: number): ToolError {
  return new ToolError(`${showPlace(place)} is larger than ${bytes / 1_000_000} MB, so it cannot be read.`);
}
