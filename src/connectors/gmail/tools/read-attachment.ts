import { answer, defineTool, documentKind, googleHttp, readDocument, ToolError, z } from '../../../connector-kit/index.ts';
import { reads } from '../hints.ts';
import { openAttachment } from '../messages.ts';

const maxCharacters = 100_000;
const maxPictureBytes = 5_000_000;

/** What is attached to a mail, as far as a model can read it. */
export const readAttachment = defineTool({
  name: 'read_attachment',
  title: 'Read an attachment',
  description:
    'Gives what is attached to a mail: text, PDF, Word, Excel, PowerPoint and HTML as Markdown, pictures as they are. Use it with a `partId` that read_email gave.',
  ...reads,
  input: z.object({ id: z.string().min(1).describe('Of the mail'), partId: z.string().min(1) }),
  output: z.object({ name: z.string(), mimeType: z.string(), bytes: z.int(), text: z.string(), cut: z.boolean() }),
  examples: [{ title: 'The first one', input: { id: 'msg_table', partId: '1' } }],
  run: async ({ id, partId }, { http, signal }) => {
    const found = await openAttachment(googleHttp(http), { id, partId });
    if (found === null) throw new ToolError(`The mail has no attachment "${partId}". read_email lists them.`);
    const { read, partId: _, ...about } = found;
    const kind = documentKind(about);
    if (kind !== null) return { ...about, ...shorten(await readDocument(await read(), { kind, signal })) };
    if (about.mimeType.startsWith('text/')) return { ...about, ...shorten(new TextDecoder().decode(await read())) };
    if (!/^image\/(png|jpeg|gif|webp)$/.test(about.mimeType))
      throw new ToolError(`${about.name} is ${about.mimeType}, which cannot be shown. Open the mail in Gmail.`);
    if (about.bytes > maxPictureBytes)
      throw new ToolError(`${about.name} is larger than ${maxPictureBytes / 1_000_000} MB. Open the mail in Gmail.`);
    const data = Buffer.from(await read()).toString('base64');
    return answer({ ...about, text: '', cut: false }, [{ type: 'image', data, mimeType: about.mimeType }]);
  },
});

function shorten(text: string) {
  return { text: text.slice(0, maxCharacters), cut: text.length > maxCharacters };
}
