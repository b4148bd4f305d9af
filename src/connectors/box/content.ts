import {
  documentKind,
  type FileContent,
  type Http,
  maxDocumentBytes,
  maxPictureBytes,
  path,
  pictureType,
  readFileContent,
} from '../../connector-kit/index.ts';
import { withContent } from './box-http.ts';

const textEndings =
  /\.(txt|md|markdown|csv|tsv|json|jsonl|ndjson|xml|ya?ml|toml|ini|conf|log|eml|ics|vcf|srt|vtt|tex|rst|sql|sh|ps1|py|js|mjs|ts|tsx|jsx|css|scss|java|kt|c|h|cc|cpp|cs|go|rs|rb|php|swift|r|lua|pl|kql|svg|boxnote)$/i;

type Readable = { readonly id: string; readonly name: string; readonly bytes: number; readonly signal: AbortSignal };
type Read = { readonly content: FileContent; readonly blocks: Awaited<ReturnType<typeof readFileContent>>['blocks'] };

/** What is in a file; null: nothing that can be shown, or too much, which is known before anything of it is sent for. */
export async function readContent(http: Http, { id, name, bytes, signal }: Readable): Promise<Read | null> {
  if (!isReadable({ name, bytes })) return null;
  return withContent(http, (box) => readFileContent(box, path`/files/${id}/content`, { name, mimeType: null, signal }));
}

/** Box does not say types, so the name's ending decides. Of a long text the beginning is read, hence its size does not matter. */
function isReadable({ name, bytes }: { readonly name: string; readonly bytes: number }): boolean {
  if (documentKind({ name }) !== null) return bytes <= maxDocumentBytes;
  if (pictureType({ name, mimeType: null }) !== null) return bytes <= maxPictureBytes;
  // Nothing in the name says what it is, as with README or LICENSE.
  return textEndings.test(name) || !name.includes('.');
}
