import {
  documentKind,
  type FileContent,
  findAppError,
  type Http,
  maxDocumentBytes,
  maxPictureBytes,
  maxTextBytes,
  path,
  pictureType,
  readFileContent,
} from '../../connector-kit/index.ts';
import { withContent } from './box-http.ts';

const textEndings =
  /\.(txt|md|markdown|csv|tsv|json|jsonl|ndjson|xml|ya?ml|toml|ini|conf|log|eml|ics|vcf|srt|vtt|tex|rst|sql|sh|ps1|py|js|mjs|ts|tsx|jsx|css|scss|java|kt|c|h|cc|cpp|cs|go|rs|rb|php|swift|r|lua|pl|kql|svg|boxnote)$/i;

type Readable = { readonly id: string; readonly name: string; readonly bytes: number; readonly signal: AbortSignal };

/** What is in a file; null: nothing that can be shown, or too much, which is known before anything of it is read. */
export async function readContent(http: Http, { id, name, bytes, signal }: Readable): Promise<FileContent | null> {
  const kind = kindOf(name);
  if (kind === null || (kind !== 'text' && bytes > mostBytes[kind])) return null;
  // Of a long text only the beginning is asked for.
  const range: Readonly<Record<string, string>> = bytes > mostBytes[kind] ? { range: `bytes=0-${mostBytes[kind] - 1}` } : {};
  const options = { followsElsewhere: true, headers: { accept: '*/*', ...range } };
  try {
    const read = async (box: Http) =>
      readFileContent(await box.download(path`/files/${id}/content`, options), { name, mimeType: null, signal });
    return await withContent(http, read);
  } catch (error) {
    // More than may come in one answer, as its length says.
    if (findAppError(error)?.code === 'network.response-too-large') return null;
    throw error;
  }
}

const mostBytes = { text: maxTextBytes, document: maxDocumentBytes, picture: maxPictureBytes };

/** Box does not say types, so the name's ending decides; without one it may be a text, as README and LICENSE are. */
function kindOf(name: string): FileContent['content']['kind'] | null {
  if (documentKind({ name }) !== null) return 'document';
  if (pictureType({ name, mimeType: null }) !== null) return 'picture';
  return textEndings.test(name) || !name.includes('.') ? 'text' : null;
}
