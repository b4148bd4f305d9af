import { documentKind, maxDocumentBytes, readDocument } from './documents/documents.ts';
import type { Download } from './http.ts';
import { type AnswerBlock, ToolError } from './tool.ts';

export type FileContent = {
  readonly content: { readonly kind: 'text' | 'document' | 'picture'; readonly text: string; readonly truncated: boolean };
  readonly blocks: readonly AnswerBlock[];
};

export type FileAbout = {
  readonly name: string;
  /** Null: the service does not say, and the name decides. */
  readonly mimeType: string | null;
  readonly signal: AbortSignal;
  /** Of characters. */
  readonly limit?: number;
};

/** A model cannot be shown this: it is no text, picture or document, or too large. Whoever has its address may open it. */
export class FileUnreadable extends ToolError {}

/** What a model can be shown as it is. */
const pictures: readonly { readonly mimeType: string; readonly endings: readonly string[] }[] = [
  { mimeType: 'image/png', endings: ['.png'] },
  { mimeType: 'image/jpeg', endings: ['.jpg', '.jpeg'] },
  { mimeType: 'image/gif', endings: ['.gif'] },
  { mimeType: 'image/webp', endings: ['.webp'] },
];
export const maxPictureBytes = 5_000_000;
export const maxTextBytes = 5_000_000;

/** The type of a picture that a model can be shown; null: it is none. */
export function pictureType({ name, mimeType }: Pick<FileAbout, 'name' | 'mimeType'>): string | null {
  const found = pictures.find((known) =>
    mimeType === null ? known.endings.some((ending) => name.toLowerCase().endsWith(ending)) : known.mimeType === mimeType,
  );
  return found?.mimeType ?? null;
}

/**
 * A file's body as a model can read it: documents as Markdown, text as it is, pictures as a block beside the answer. Of a long
 * text only the beginning is read; what else is too large is refused, before the body is read where its size is known.
 */
export async function readFileContent(
  { stream, bytes: size }: Pick<Download, 'stream' | 'bytes'>,
  { name, mimeType, signal, limit = 100_000 }: FileAbout,
): Promise<FileContent> {
  const kind = documentKind({ name, mimeType });
  const picture = pictureType({ name, mimeType });
  const isText = kind === null && picture === null;
  const maxBytes = kind !== null ? maxDocumentBytes : picture !== null ? maxPictureBytes : maxTextBytes;
  const tooLarge = () => new FileUnreadable(`"${name}" is larger than ${maxBytes / 1_000_000} MB, so it cannot be read.`);
  if (!isText && size !== null && size > maxBytes) {
    await stream.cancel();
    throw tooLarge();
  }
  const { bytes, whole } = await readBounded(stream, maxBytes);
  if (!whole && !isText) throw tooLarge();
  if (kind !== null) return { content: { kind: 'document', ...cutText(await readDocument(bytes, { kind, signal }), limit) }, blocks: [] };
  if (picture !== null) {
    const data = Buffer.from(bytes).toString('base64');
    return { content: { kind: 'picture', text: '', truncated: false }, blocks: [{ type: 'image', data, mimeType: picture }] };
  }
  if (bytes.includes(0)) throw new FileUnreadable(`"${name}" is neither text, a picture nor a document that can be read.`);
  const { text, truncated } = cutText(new TextDecoder().decode(bytes), limit);
  return { content: { kind: 'text', text, truncated: truncated || !whole }, blocks: [] };
}

/** What is read of a file; of one that cannot be shown, a link that the person opens, and why. */
export async function readOrLink(
  read: () => Promise<FileContent>,
  {
    uri,
    name,
    mimeType,
    size,
  }: { readonly uri: string; readonly name: string; readonly mimeType: string | null; readonly size: number | null },
): Promise<{ readonly text: string; readonly truncated: boolean; readonly note?: string; readonly blocks: readonly AnswerBlock[] }> {
  try {
    const { content, blocks } = await read();
    return { text: content.text, truncated: content.truncated, blocks };
  } catch (error) {
    if (!(error instanceof FileUnreadable)) throw error;
    const about = { ...(mimeType === null ? {} : { mimeType }), ...(size === null ? {} : { size }) };
    const note = `${error.message} The person can open the link.`;
    return { text: '', truncated: false, note, blocks: [{ type: 'resource_link', uri, name, ...about }] };
  }
}

/** The beginning of a text; never cut between the halves of a character. */
export function cutText(text: string, limit: number): { readonly text: string; readonly truncated: boolean } {
  if (text.length <= limit) return { text, truncated: false };
  const isHigh = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1));
  return { text: text.slice(0, isHigh ? limit - 1 : limit), truncated: true };
}

/** At most `maxBytes`; what is left is never sent for. */
async function readBounded(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly whole: boolean }> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const part of stream) {
    if (length + part.length > maxBytes) {
      parts.push(part.subarray(0, maxBytes - length));
      return { bytes: join(parts, maxBytes), whole: false };
    }
    length += part.length;
    parts.push(part);
  }
  return { bytes: join(parts, length), whole: true };
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(new ArrayBuffer(length));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
