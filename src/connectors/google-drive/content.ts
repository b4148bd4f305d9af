import {
  documentKind,
  type FileContent,
  FileUnreadable,
  type Http,
  maxDocumentBytes,
  path,
  pictureType,
  readFileContent,
  readOrLink,
  type z,
} from '../../connector-kit/index.ts';
import { everyDrive, type file } from './files.ts';

/** What Google's own documents become when their text is asked for (https://developers.google.com/workspace/drive/api/guides/ref-export-formats). */
const textOf = new Map<string, { readonly mimeType: string; readonly note?: string }>([
  ['application/vnd.google-apps.document', { mimeType: 'text/markdown' }],
  ['application/vnd.google-apps.presentation', { mimeType: 'text/plain' }],
  ['application/vnd.google-apps.spreadsheet', { mimeType: 'text/csv', note: 'Only the first sheet; export_file gives the whole as xlsx.' }],
  ['application/vnd.google-apps.script', { mimeType: 'application/vnd.google-apps.script+json' }],
]);
export const maxCharacters = 100_000;
const isText = /^(text\/|application\/(json|xml|yaml|x-yaml|javascript|csv))/;

export type Content = Pick<FileContent, 'blocks'> & {
  readonly text: string;
  readonly isBeginning: boolean;
  readonly note?: string | undefined;
};

/** What is in a file: Google's own exported, documents as Markdown, pictures, of a long text the beginning, of all else a link. */
export async function readContent(http: Http, about: z.output<typeof file>, signal: AbortSignal): Promise<Content> {
  const { id, name, mimeType, bytes } = about;
  const exported = textOf.get(mimeType);
  if (exported !== undefined) {
    const text = await exportText(http, { id, mimeType: exported.mimeType });
    return { text: text.slice(0, maxCharacters), isBeginning: text.length > maxCharacters, note: exported.note, blocks: [] };
  }
  const isDocument = documentKind({ name, mimeType }) !== null;
  const canBeRead = isDocument || pictureType({ name, mimeType }) !== null || isText.test(mimeType);
  const read = async () => {
    if (!canBeRead) throw new FileUnreadable(`${name} is ${mimeType}, which has no text.`);
    // Known before it is asked for.
    if (isDocument && (bytes ?? 0) > maxDocumentBytes) throw new FileUnreadable(`${name} is too large to be read: ${bytes} bytes.`);
    const found = await http.download(path`/drive/v3/files/${id}`, { query: { alt: 'media', ...everyDrive }, followsElsewhere: true });
    return readFileContent({ ...found, bytes: found.bytes ?? bytes }, { name, mimeType, signal, limit: maxCharacters });
  };
  const { truncated, ...rest } = await readOrLink(read, { uri: about.url, name, mimeType, size: bytes });
  return { ...rest, isBeginning: truncated };
}

/** A Google document in another format, as text. Google exports at most 10 MB. */
export async function exportText(http: Http, { id, mimeType }: { readonly id: string; readonly mimeType: string }): Promise<string> {
  const response = await http.send(path`/drive/v3/files/${id}/export`, { query: { mimeType }, headers: { accept: '*/*' } });
  return response.text();
}
