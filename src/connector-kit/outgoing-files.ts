import { z } from 'zod';
import { ToolError } from './tool.ts';

/** What a call may carry in all; in base64 and with the mail around them that is a little under 25 MB. */
export const maxOutgoingBytes = 18_000_000;
const maxCharacters = Math.ceil((maxOutgoingBytes * 4) / 3) + 4;

/** Files as a tool takes them, to attach to what it sends. */
export const outgoingFiles = z
  .array(
    z.object({
      name: z
        .string()
        .min(1)
        .max(255)
        .regex(/^[^/\\\p{Cc}]+$/u, 'a file name without a folder')
        .describe('With its ending'),
      mimeType: z
        .string()
        .max(127)
        .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/, 'a type such as application/pdf')
        .describe('Such as text/csv or application/pdf'),
      text: z.string().max(maxCharacters).optional().describe('The content of a text file; otherwise give `content`'),
      content: z.string().max(maxCharacters).optional().describe('The content of any file, in base64'),
    }),
  )
  .max(20)
  .default([])
  .describe(`Files to attach, together up to ${maxOutgoingBytes / 1_000_000} MB`);

export type OutgoingFile = { readonly name: string; readonly mimeType: string; readonly isText: boolean; readonly bytes: Buffer };

/** The files with their bytes. Throws a `ToolError` that names the one that does not fit. */
export function readOutgoingFiles(given: z.output<typeof outgoingFiles>): readonly OutgoingFile[] {
  const files = given.map(({ name, mimeType, text, content }) => {
    if ((text === undefined) === (content === undefined))
      throw new ToolError(`The attachment ${name} needs either \`text\` or \`content\` in base64. Nothing was sent.`);
    const bytes = text === undefined ? decode(name, content ?? '') : Buffer.from(text);
    return { name, mimeType: mimeType.toLowerCase(), isText: text !== undefined, bytes };
  });
  const total = sizeOf(files);
  if (total > maxOutgoingBytes)
    throw new ToolError(
      `The attachments have ${megabytes(total)} MB together; a mail takes ${maxOutgoingBytes / 1_000_000} MB. Nothing was sent. Put large files where they can be shared, and send a link.`,
    );
  return files;
}

export const sizeOf = (files: readonly OutgoingFile[]): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0);
export const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

/** Node leaves out what is no base64, and a file with a hole in it helps nobody. */
function decode(name: string, content: string): Buffer {
  const clean = content.replace(/\s+/g, '').replace(/={1,2}$/, '');
  if (!/^[\w+/-]*$/.test(clean) || clean.length % 4 === 1)
    throw new ToolError(`The content of the attachment ${name} is not base64. Nothing was sent.`);
  return Buffer.from(clean, 'base64');
}
