import type { OutgoingFile } from '../../../connector-kit/index.ts';
import { encodeWords } from './words.ts';

/** RFC 2045 §6.8: lines of base64 have at most 76 characters. */
export function base64Lines(bytes: Buffer): string {
  return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}

/** A file as a part of a mail (RFC 2183). */
export function filePart({ name, mimeType, isText, bytes }: OutgoingFile): string {
  // RFC 2046 §5.2.1 lets no message be in base64; as a file of bytes it arrives all the same.
  const type = /^(message|multipart)\//.test(mimeType) ? 'application/octet-stream' : mimeType;
  const charset = isText && type.startsWith('text/') ? '; charset=UTF-8' : '';
  return [
    // `name` in encoded words is what readers go by that do not know RFC 2231.
    `Content-Type: ${type}${charset};\r\n name="${isPlain(name) ? quoted(name) : encodeWords(name, { always: true })}"`,
    `Content-Disposition: attachment;\r\n ${fileName(name)}`,
    'Content-Transfer-Encoding: base64',
    '',
    base64Lines(bytes),
  ].join('\r\n');
}

/** RFC 2231 §3, §4: another script is written in percents, and a long name in numbered parts. */
function fileName(name: string): string {
  if (isPlain(name)) return `filename="${quoted(name)}"`;
  const parts: string[] = [];
  let part = '';
  for (const character of name.toWellFormed()) {
    const next = percents(character);
    if (part.length + next.length > 54) {
      parts.push(part);
      part = '';
    }
    part += next;
  }
  return [...parts, part].map((text, index) => `filename*${index}*=${index === 0 ? "UTF-8''" : ''}${text}`).join(';\r\n ');
}

const isPlain = (name: string): boolean => /^[\x20-\x7e]{1,56}$/.test(name);
const quoted = (name: string): string => name.replace(/["\\]/g, '\\$&');

/** RFC 2231 §7 lets only attribute-char stand as it is. */
function percents(character: string): string {
  return /^[\w.~-]$/.test(character)
    ? character
    : [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
