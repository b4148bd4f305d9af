import { documentKind, maxDocumentBytes, readDocument } from './documents/documents.ts';
import type { Download } from './http.ts';
import { type AnswerBlock, ToolError } from './tool.ts';

export type FileAbout = {
  readonly name: string;
  readonly mimeType: string | null;
  readonly signal: AbortSignal;
  /** Of characters. */
  readonly limit?: number;
};
export type FileContent = {
  readonly content: { readonly kind: 'text' | 'document' | 'picture'; readonly text: string; readonly truncated: boolean };
  readonly blocks: readonly AnswerBlock[];
};

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const maxPictureBytes = 5_000_000;
const maxTextBytes = 5_000_000;

/**
 * A file's body as a model can read it: documents as Markdown, text as it is, pictures as a block beside the answer. What is
 * known to be too large is refused before the body is read, and what turns out to be is left where the bound is.
 */
export async function readFileContent(
  { stream, bytes: size }: Pick<Download, 'stream' | 'bytes'>,
  { name, mimeType, signal, limit = 100_000 }: FileAbout,
): Promise<FileContent> {
  const kind = documentKind({ name, mimeType });
  const picture = pictures.find((known) => known === mimeType);
  const maxBytes = kind !== null ? maxDocumentBytes : picture !== undefined ? maxPictureBytes : maxTextBytes;
  const bytes = await readBounded(stream, { size, maxBytes, name });
  if (kind !== null) return { content: { kind: 'document', ...cutText(await readDocument(bytes, { kind, signal }), limit) }, blocks: [] };
  if (picture !== undefined) {
    const data = Buffer.from(bytes).toString('base64');
    return { content: { kind: 'picture', text: '', truncated: false }, blocks: [{ type: 'image', data, mimeType: picture }] };
  }
  if (bytes.includes(0)) throw new ToolError(`"${name}" is neither text, a picture nor a document that can be read.`);
  return { content: { kind: 'text', ...cutText(new TextDecoder().decode(bytes), limit) }, blocks: [] };
}

/** The beginning of a text, never cut between the halves of a character. */
export function cutText(text: string, limit: number): { readonly text: string; readonly truncated: boolean } {
  if (text.length <= limit) return { text, truncated: false };
  const isHigh = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1));
  return { text: text.slice(0, isHigh ? limit - 1 : limit), truncated: true };
}

async function readBounded(
  stream: ReadableStream<Uint8Array>,
  { size, maxBytes, name }: { readonly size: number | null; readonly maxBytes: number; readonly name: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new ToolError(`"${name}" is larger than ${maxBytes / 1_000_000} MB, so it cannot be read.`);
  if (size !== null && size > maxBytes) {
    await stream.cancel();
    throw tooLarge();
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const part of stream) {
    length += part.length;
    if (length > maxBytes) throw tooLarge();
    parts.push(part);
  }
  const whole = new Uint8Array(new ArrayBuffer(length));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
