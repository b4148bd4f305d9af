import { z } from 'zod';
import { readDocument } from './documents/documents.ts';
import { cutText, type FileAbout, type FileContent, readFileContent } from './file-content.ts';
import type { Http } from './http.ts';

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
  return cutText(text, limit);
}

/** A file that lies at `to`, which may lead elsewhere. Bounded, whatever its size. */
export async function readGraphFile(http: Http, to: string, about: FileAbout): Promise<FileContent> {
  return readFileContent(await http.download(to, { followsElsewhere: true, headers: { accept: '*/*' } }), about);
}
