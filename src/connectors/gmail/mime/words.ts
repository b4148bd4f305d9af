/** RFC 2047 §2: a line with encoded words is at most 76 characters; 39 bytes are 52 of base64, and the header's name stands before. */
const bytesOfWord = 39;

/** A header's text with what is not ASCII as encoded words, cut between whole characters. */
export function encodeWords(text: string, { always = false }: { readonly always?: boolean } = {}): string {
  // A line break would begin another header.
  const line = text.replace(/[\r\n]+/g, ' ');
  if (!always && /^[\x20-\x7e]*$/.test(line) && !line.includes('=?')) return line;
  const words: string[] = [];
  let word = '';
  for (const character of line) {
    if (Buffer.byteLength(word + character) > bytesOfWord) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join('\r\n ');
}

/** The text of a header; services decode most, but not all, encoded words. Unknown charsets stay as they are. */
export function decodeWords(text: string): string {
  const joined = text.replace(/(\?=)\s+(?==\?)/g, '$1');
  return joined.replace(/=\?([\w-]+)(?:\*[\w-]+)?\?([BbQq])\?([^?]*)\?=/g, (word, charset: string, encoding: string, data: string) => {
    const bytes = encoding.toUpperCase() === 'B' ? Buffer.from(data, 'base64') : fromQuoted(data);
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return word;
    }
  });
}

/** RFC 2047 §4.2: an underscore is a space. */
function fromQuoted(data: string): Buffer {
  const binary = data.replaceAll('_', ' ').replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(binary, 'latin1');
}
