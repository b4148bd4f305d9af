import { documentKind, type Http, maxDocumentBytes, path, readDocument, ToolError, type z } from '../../connector-kit/index.ts';
import { everyDrive, type file } from './files.ts';

/** What Google's own documents become when their text is asked for (https://developers.google.com/workspace/drive/api/guides/ref-export-formats). */
const textOf = new Map<string, { readonly mimeType: string; readonly note?: string }>([
  ['application/vnd.google-apps.document', { mimeType: 'text/markdown' }],
  ['application/vnd.google-apps.presentation', { mimeType: 'text/plain' }],
  ['application/vnd.google-apps.spreadsheet', { mimeType: 'text/csv', note: 'Only the first sheet; export_file gives the whole as xlsx.' }],
  ['application/vnd.google-apps.script', { mimeType: 'application/vnd.google-apps.script+json' }],
]);
const maxTextBytes = 10_000_000;
const isText = /^(text\/|application\/(json|xml|yaml|x-yaml|javascript|csv))/;

export type Content = { readonly text: string; readonly note?: string | undefined };

/** The text of a file: Google's own exported, documents as Markdown. */
export async function readContent(http: Http, about: z.output<typeof file>, signal: AbortSignal): Promise<Content> {
  const { id, name, mimeType, bytes } = about;
  const exported = textOf.get(mimeType);
  if (exported !== undefined) return { text: await exportText(http, { id, mimeType: exported.mimeType }), note: exported.note };
  const kind = documentKind({ name, mimeType });
  if (kind === null && !isText.test(mimeType))
    throw new ToolError(`${name} is ${mimeType}, which has no text. Open it in Google Drive: ${about.url}`);
  if ((bytes ?? 0) > (kind === null ? maxTextBytes : maxDocumentBytes))
    throw new ToolError(`${name} is too large to be read: ${bytes} bytes.`);
  const response = await http.send(path`/drive/v3/files/${id}`, { query: { alt: 'media', ...everyDrive }, followsElsewhere: true });
  const content = new Uint8Array(await response.arrayBuffer());
  return { text: kind === null ? new TextDecoder().decode(content) : await readDocument(content, { kind, signal }) };
}

/** A Google document in another format, as text. Google exports at most 10 MB. */
export async function exportText(http: Http, { id, mimeType }: { readonly id: string; readonly mimeType: string }): Promise<string> {
  const response = await http.send(path`/drive/v3/files/${id}/export`, { query: { mimeType }, headers: { accept: '*/*' } });
  return response.text();
}
