import { closeSync, readSync } from 'node:fs';
import { ToolError } from '../../../connector-kit/tool.ts';
import { type Learned, openIndex } from './shared-index.ts';
import { mayHold, signText } from './signature.ts';
import type { FileStamp, FoundFile } from './walk.ts';

/** What a search reads of files: those that cannot hold what it looks for are left unread. */
export type Contents = {
  /** The text of a file, or null where there is none or the places of a signature are not in it. */
  read(file: FoundFile, places: readonly number[]): Buffer | null;
  /** Likewise of a PDF or an Office document. */
  readDocument(file: FoundFile, places: readonly number[]): Promise<Buffer | null>;
  /** A document that takes long, since no search has read it before. */
  isNewDocument(file: FoundFile): boolean;
};

const maxFileBytes = 20_000_000;
const sampleBytes = 8_192;
/** What one search gives to learning, so that the first one is not slow; the next goes on. */
const learningMilliseconds = 500;
/** A file that changed so lately may change once more within the same tick of its clock. */
const settledMilliseconds = 2_000;
const documentMilliseconds = 8_000;
const keptDocumentBytes = 2_000_000;
const documents = /\.(?:pdf|docx|xlsx|xlsm|pptx)$/i;

export const isDocument = ({ name }: Pick<FoundFile, 'name'>): boolean => documents.test(name);

export function createContents(
  memory: SharedArrayBuffer,
  { clock, endsAt }: { readonly clock: () => number; readonly endsAt: number },
): Contents {
  const index = openIndex(memory);
  let learningLeft = learningMilliseconds;

  function lookUp(file: FoundFile): { readonly stamp: FileStamp; readonly known: Learned | null } | null {
    const stamp = file.stamp();
    return stamp === null ? null : { stamp, known: index.find({ path: file.wholePath, stamp }) };
  }

  function learn(file: FoundFile, stamp: FileStamp, learned: () => Learned): void {
    const began = performance.now();
    if (clock() - Math.max(stamp.modifiedAt, stamp.changedAt) < settledMilliseconds) return;
    index.keep({ path: file.wholePath, stamp }, learned());
    learningLeft -= performance.now() - began;
  }

  const cannotHold = ({ signature }: Learned, places: readonly number[]) => signature === null || !mayHold(signature, places);

  return {
    read: (file, places) => {
      const found = lookUp(file);
      if (found === null || (found.known !== null && cannotHold(found.known, places))) return null;
      const text = readText(file);
      if (found.known === null && learningLeft > 0)
        learn(file, found.stamp, () => ({ signature: text === null ? null : signText(text), text: null }));
      return text;
    },
    readDocument: async (file, places) => {
      const found = lookUp(file);
      if (found === null || (found.known !== null && cannotHold(found.known, places))) return null;
      if (found.known !== null && found.known.text !== null) return Buffer.from(found.known.text);
      const milliseconds = Math.min(documentMilliseconds, endsAt - clock());
      const text = await readDocumentText(file, AbortSignal.timeout(Math.max(0, milliseconds)));
      if (text === undefined && milliseconds < documentMilliseconds) return null;
      if (found.known === null)
        learn(file, found.stamp, () => ({
          signature: text === undefined ? null : signText(text),
          text: text === undefined || text.length > keptDocumentBytes ? null : text,
        }));
      return text ?? null;
    },
    isNewDocument: (file) => isDocument(file) && lookUp(file)?.known === null,
  };
}

/** As `read_file` shows it; undefined for one that cannot be read, or not in time. */
async function readDocumentText(file: FoundFile, signal: AbortSignal): Promise<Buffer | undefined> {
  // Loaded by the first document: most searches meet none.
  const { documentKind, maxDocumentBytes, readDocument } = await import('../../../connector-kit/documents/documents.ts');
  const kind = documentKind(file);
  const bytes = readWhole(file, maxDocumentBytes);
  if (kind === null || bytes === null) return undefined;
  try {
    return Buffer.from(await readDocument(new Uint8Array(bytes), { kind, signal }));
  } catch (error) {
    if (error instanceof ToolError || (error instanceof DOMException && error.name === 'TimeoutError')) return undefined;
    throw error;
  }
}

/** A text file's bytes; null for what is binary, too large or gone. */
function readText(file: FoundFile): Buffer | null {
  const bytes = readWhole(file, maxFileBytes);
  return bytes === null || bytes.subarray(0, sampleBytes).includes(0) ? null : bytes;
}

function readWhole(file: FoundFile, most: number): Buffer | null {
  const opened = file.open();
  if (opened === null) return null;
  const { descriptor, size } = opened;
  try {
    if (size > most) return null;
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read) read = readSync(descriptor, bytes, length, size - length, length);
    return bytes.subarray(0, length);
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}
