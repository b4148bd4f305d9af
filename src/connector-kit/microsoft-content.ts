import { z } from 'zod';
import { readDocument } from './documents/documents.ts';
import { cut } from './file-content.ts';

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
