import { type Json, ToolError } from '../../connector-kit/index.ts';
import { isObject } from './styles.ts';

export type File = { readonly bytes: Uint8Array<ArrayBuffer>; readonly name: string | null; readonly mimeType: string | null };

/** A file as a tool takes one: its content in base64, or as text. The schema has bounded it. */
export function readFile(argument: string, value: Json): File {
  const given = isObject(value) ? value : {};
  const { text, base64, name, mimeType } = given;
  if ((typeof text === 'string') === (typeof base64 === 'string'))
    throw new ToolError(`${argument} is a file: give its content as \`text\`, or in \`base64\`.`);
  return {
    bytes: typeof text === 'string' ? new Uint8Array(Buffer.from(text)) : decode(argument, String(base64)),
    name: typeof name === 'string' && name !== '' ? name : null,
    mimeType: typeof mimeType === 'string' ? mimeType.toLowerCase() : null,
  };
}

/** Node leaves out what is no base64, and a file with a hole in it helps nobody. */
function decode(argument: string, text: string): Uint8Array<ArrayBuffer> {
  const clean = text.replace(/\s+/g, '').replace(/={1,2}$/, '');
  if (!/^[\w+/-]*$/.test(clean) || clean.length % 4 === 1) throw new ToolError(`${argument} is not base64.`);
  return new Uint8Array(Buffer.from(clean, 'base64'));
}
