/** What a file's first bytes say it is. */
export type Container = 'plain' | 'gzip' | 'zstd' | 'parquet' | 'unreadable';

export const formats = ['ndjson', 'json', 'csv', 'parquet', 'xml'] as const;
export type Format = (typeof formats)[number];

/** How text must be rewritten before the engine reads it; `as-is` needs nothing. */
export type TextForm =
  | { readonly kind: 'ndjson'; readonly rewrite: 'as-is' | 'lines' }
  /** Elements of arrays, of an object's list, or objects one after the other: each becomes a line. */
  | { readonly kind: 'json'; readonly list: string | null }
  | { readonly kind: 'csv'; readonly rewrite: 'as-is' | 'lines' }
  | { readonly kind: 'xml' };

/** How a file is packed, by its magic number. */
export function detectContainer(head: Uint8Array): Container {
  const starts = (...bytes: readonly number[]) => bytes.every((byte, index) => head[index] === byte);
  if (starts(0x1f, 0x8b)) return 'gzip';
  if (starts(0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  if (starts(0x50, 0x41, 0x52, 0x31)) return 'parquet';
  return starts(0x50, 0x4b, 0x03, 0x04) || starts(0x42, 0x5a, 0x68) || starts(0xfd, 0x37, 0x7a) ? 'unreadable' : 'plain';
}

/** The encoding that a byte order mark names. */
export function detectEncoding(head: Uint8Array): 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 'utf-8-bom' : 'utf-8';
}

/** Keys under which APIs and exports put their list of records. */
const lists = /^\{\s*"(Records|records|value|Events|events|logs|data|results|items)"\s*:\s*\[/;

/** What the text of a file is, from its beginning. `rewritten`: it must be rewritten anyhow, since its encoding is not plain UTF-8. */
export function detectText(head: string, { format, rewritten }: { readonly format?: Format; readonly rewritten: boolean }): TextForm {
  const text = head.trimStart();
  const rewrite = rewritten ? 'lines' : 'as-is';
  if (format === 'ndjson') return { kind: 'ndjson', rewrite };
  if (format === 'csv') return { kind: 'csv', rewrite };
  if (format === 'xml') return { kind: 'xml' };
  if (format === undefined && text.startsWith('<')) return { kind: 'xml' };
  if (format === undefined && !text.startsWith('{') && !text.startsWith('[')) return { kind: 'csv', rewrite };
  const list = lists.exec(text)?.[1];
  if (list !== undefined) return { kind: 'json', list };
  if (text.startsWith('{') && isLineOfJson(text)) return { kind: 'ndjson', rewrite };
  return { kind: 'json', list: null };
}

/** True where an object ends with its line; a head that ends within the first line counts, as pretty printing breaks early. */
function isLineOfJson(text: string): boolean {
  const end = text.indexOf('\n');
  if (end === -1) return true;
  const line = text.slice(0, end).trim();
  // A bad first line is set aside like any other, if the next one begins an object.
  return line.endsWith('}') || (line.length > 2 && text.slice(end + 1).startsWith('{'));
}
