import { z } from 'zod';
import { documentKind, maxDocumentBytes, readDocument } from './documents/documents.ts';
import type { Http } from './http.ts';
import { type AnswerBlock, ToolError } from './tool.ts';

/** A person or list as mail and calendar name one. */
export const graphRecipient = z.object({
  emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish(),
});
export const mailPerson = z.object({ name: z.string(), address: z.string() });

/** Who a recipient is; a name that is missing is the address. */
export function toMailPerson(recipient: z.output<typeof graphRecipient> | null | undefined): z.output<typeof mailPerson> {
  const { name, address } = recipient?.emailAddress ?? {};
  return { name: name || address || '', address: address ?? '' };
}

/** A text as Graph has it: HTML, or plain. */
export const graphBody = z.object({ contentType: z.string().nullish(), content: z.string().nullish() });

/** A body as Markdown, cut at `limit` characters. */
export async function readGraphBody(
  body: z.output<typeof graphBody> | null | undefined,
  { signal, limit = 100_000 }: { readonly signal: AbortSignal; readonly limit?: number },
): Promise<{ readonly text: string; readonly truncated: boolean }> {
  const content = body?.content ?? '';
  const isHtml = body?.contentType?.toLowerCase() === 'html' && content.trim() !== '';
  const text = isHtml ? await readDocument(new TextEncoder().encode(content), { kind: 'html', signal }) : content.trim();
  return cut(text, limit);
}

/** Never between the halves of a character. */
function cut(text: string, limit: number): { readonly text: string; readonly truncated: boolean } {
  if (text.length <= limit) return { text, truncated: false };
  const isHigh = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1));
  return { text: text.slice(0, isHigh ? limit - 1 : limit), truncated: true };
}

export type GraphContent = { readonly kind: 'text' | 'document' | 'picture'; readonly text: string; readonly truncated: boolean };

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const maxPictureBytes = 5_000_000;
const maxTextBytes = 5_000_000;

/** A file that lies at `to`: documents as Markdown, text as it is, pictures as a block beside the answer. Bounded, whatever its size. */
export async function readGraphFile(
  http: Http,
  to: string,
  { name, mimeType, signal, limit = 100_000 }: GraphFile,
): Promise<{ readonly content: GraphContent; readonly blocks: readonly AnswerBlock[] }> {
  const kind = documentKind({ name, mimeType });
  const picture = pictures.find((known) => known === mimeType);
  const maxBytes = kind !== null ? maxDocumentBytes : picture !== undefined ? maxPictureBytes : maxTextBytes;
  const { stream } = await http.download(to, { followsElsewhere: true, headers: { accept: '*/*' } });
  const bytes = await readBounded(stream, { maxBytes, name });
  if (kind !== null) return { content: { kind: 'document', ...cut(await readDocument(bytes, { kind, signal }), limit) }, blocks: [] };
  if (picture !== undefined) {
    const data = Buffer.from(bytes).toString('base64');
    return { content: { kind: 'picture', text: '', truncated: false }, blocks: [{ type: 'image', data, mimeType: picture }] };
  }
  if (bytes.includes(0)) throw new ToolError(`"${name}" is neither text, a picture nor a document that can be read.`);
  return { content: { kind: 'text', ...cut(new TextDecoder().decode(bytes), limit) }, blocks: [] };
}

export type GraphFile = {
  readonly name: string;
  readonly mimeType: string | null;
  readonly signal: AbortSignal;
  /** Of characters. */
  readonly limit?: number;
};

async function readBounded(
  stream: ReadableStream<Uint8Array>,
  { maxBytes, name }: { readonly maxBytes: number; readonly name: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the stream.
  for await (const part of stream) {
    length += part.length;
    if (length > maxBytes) throw new ToolError(`"${name}" is larger than ${maxBytes / 1_000_000} MB, so it cannot be read.`);
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
