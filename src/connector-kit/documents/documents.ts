import { type Background, createBackground } from '../background.ts';
import { ToolError } from '../tool.ts';

export type DocumentKind = 'pdf' | 'docx' | 'xlsx' | 'pptx' | 'html';
export type DocumentTask = { readonly kind: DocumentKind; readonly bytes: Uint8Array<ArrayBuffer> };

const kinds: readonly { readonly kind: DocumentKind; readonly endings: readonly string[]; readonly mimeTypes: readonly string[] }[] = [
  { kind: 'pdf', endings: ['.pdf'], mimeTypes: ['application/pdf'] },
  { kind: 'docx', endings: ['.docx'], mimeTypes: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'] },
  { kind: 'xlsx', endings: ['.xlsx', '.xlsm'], mimeTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] },
  { kind: 'pptx', endings: ['.pptx'], mimeTypes: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'] },
  { kind: 'html', endings: ['.html', '.htm', '.xhtml'], mimeTypes: ['text/html', 'application/xhtml+xml'] },
];

/** Documents larger than this are not read; a thread holds them whole. */
export const maxDocumentBytes = 50_000_000;
const documentMilliseconds = 45_000;

/** What kind of document this is, by type or name; null: none that can be read as text. */
export function documentKind({ name, mimeType = null }: { readonly name: string; readonly mimeType?: string | null }): DocumentKind | null {
  const found = kinds.find(
    ({ endings, mimeTypes }) =>
      (mimeType !== null && mimeTypes.includes(mimeType)) || endings.some((ending) => name.toLowerCase().endsWith(ending)),
  );
  return found?.kind ?? null;
}

// Started by the first document and never before.
let readers: Background<DocumentTask, string> | null = null;

/** A document as Markdown. `bytes` is given away: it cannot be used afterwards. */
export async function readDocument(
  bytes: Uint8Array<ArrayBuffer>,
  { kind, signal }: { readonly kind: DocumentKind; readonly signal: AbortSignal },
): Promise<string> {
  if (bytes.length > maxDocumentBytes)
    throw new ToolError(`The document is larger than ${maxDocumentBytes / 1_000_000} MB, so it cannot be read as text.`);
  readers ??= createBackground(new URL('./worker.ts', import.meta.url));
  return readers.run({ kind, bytes }, { signal, milliseconds: documentMilliseconds, transfer: [bytes.buffer] });
}
