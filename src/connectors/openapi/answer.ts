import { type AnswerBlock, documentKind, type Json, readDocument, ToolError } from '../../connector-kit/index.ts';

const maxReadBytes = 5_000_000;
const maxShownCharacters = 100_000;
/** Files lie in the log with their calls, so they are small. */
const maxFileBytes = 3_000_000;

export type ShapedAnswer = {
  readonly status: number;
  readonly body: Json;
  readonly truncated: boolean;
  readonly mimeType: string;
  /** What stands beside the body: a picture, a sound, a file. */
  readonly blocks: readonly AnswerBlock[];
};
type Shape = {
  readonly fields: readonly string[];
  /** Of the request, without its query. */
  readonly address: string;
  readonly signal: AbortSignal;
};

/** An answer as a model reads it: the chosen fields, as much as fits, and a mark where it did not. */
export async function shapeAnswer(response: Response, { fields, address, signal }: Shape): Promise<ShapedAnswer> {
  const mimeType = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const { bytes, whole } = await readBounded(response);
  const shown = { status: response.status, mimeType, blocks: [] };
  if (mimeType !== '' && !isText(mimeType)) {
    const name = filenameOf(response) ?? address.split('/').at(-1) ?? '';
    return { ...shown, ...(await shapeFile({ bytes, whole, mimeType, name, address }, signal)) };
  }
  const text = new TextDecoder(charsetOf(response)).decode(bytes);
  const value = whole ? parseJson(text) : undefined;
  if (value === undefined)
    return { ...shown, body: text.slice(0, maxShownCharacters), truncated: !whole || text.length > maxShownCharacters };
  const kept = fields.length === 0 ? value : pickFields(value, fields);
  const written = JSON.stringify(kept);
  if (written.length <= maxShownCharacters) return { ...shown, body: kept, truncated: false };
  return {
    ...shown,
    body: `${written.slice(0, maxShownCharacters)}… [${written.length - maxShownCharacters} more characters]`,
    truncated: true,
  };
}

const isText = (mimeType: string): boolean =>
  /json|xml|^text\/|urlencoded|yaml|javascript|graphql/.test(mimeType) &&
  documentKind({ name: '', mimeType }) === null &&
  !mimeType.startsWith('image/');

type Content = {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly whole: boolean;
  readonly mimeType: string;
  readonly name: string;
  readonly address: string;
};

/** A file for the person's eyes; of a document, the model gets the text. */
async function shapeFile(
  { bytes, whole, mimeType, name, address }: Content,
  signal: AbortSignal,
): Promise<Pick<ShapedAnswer, 'body' | 'truncated' | 'blocks'>> {
  const size = `${bytes.length}${whole ? '' : ' or more'} bytes of ${mimeType}`;
  if (!whole || bytes.length > maxFileBytes)
    return { body: `[${size}, not shown: more than ${maxFileBytes / 1_000_000} MB]`, truncated: true, blocks: [] };
  if (bytes.length === 0) return { body: null, truncated: false, blocks: [] };
  const data = bytes.toString('base64');
  if (/^image\/(png|jpeg|gif|webp)$/.test(mimeType))
    return { body: `[${size}, shown beside this]`, truncated: false, blocks: [{ type: 'image', data, mimeType }] };
  if (mimeType.startsWith('audio/'))
    return { body: `[${size}, beside this]`, truncated: false, blocks: [{ type: 'audio', data, mimeType }] };
  const blocks: readonly AnswerBlock[] = [{ type: 'resource', resource: { uri: address, mimeType, blob: data } }];
  const kind = documentKind({ name, mimeType });
  const text = kind === null ? null : await readText(new Uint8Array(bytes), { kind, signal });
  if (text === null) return { body: `[${size}, beside this]`, truncated: false, blocks };
  // A page is read and not kept.
  return { body: text.slice(0, maxShownCharacters), truncated: text.length > maxShownCharacters, blocks: kind === 'html' ? [] : blocks };
}

/** Null: it is damaged or too much; the file itself is still there. */
async function readText(bytes: Uint8Array<ArrayBuffer>, options: Parameters<typeof readDocument>[1]): Promise<string | null> {
  try {
    return await readDocument(bytes, options);
  } catch (error) {
    if (error instanceof ToolError) return null;
    throw error;
  }
}

/** RFC 6266; of the two forms, the one that can hold every script comes first. */
function filenameOf({ headers }: Response): string | null {
  const disposition = headers.get('content-disposition') ?? '';
  const [, extended] = /filename\*=(?:utf-8)''([^;]+)/i.exec(disposition) ?? [];
  const [, quoted, plain] = /filename=(?:"([^"]*)"|([^;\s]+))/i.exec(disposition) ?? [];
  try {
    return extended === undefined ? (quoted ?? plain ?? null) : decodeURIComponent(extended);
  } catch {
    return quoted ?? plain ?? null;
  }
}

/** A name that is not known reads as UTF-8. */
function charsetOf({ headers }: Response): string {
  const [, name = 'utf-8'] = /charset="?([\w-]+)/i.exec(headers.get('content-type') ?? '') ?? [];
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return 'utf-8';
  }
}

/** Only these paths of a value; a list is gone through, and a path that is not there leaves nothing. */
export function pickFields(value: Json, fields: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((entry: Json) => pickFields(entry, fields));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Map.groupBy(fields, (field) => field.split('.', 1)[0] ?? '');
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, entry]): [string, Json][] => {
      const wanted = inner.get(name);
      if (wanted === undefined || entry === undefined) return [];
      if (wanted.includes(name)) return [[name, entry]];
      return [
        [
          name,
          pickFields(
            entry,
            wanted.map((field) => field.slice(name.length + 1)),
          ),
        ],
      ];
    }),
  );
}

function parseJson(text: string): Json | undefined {
  try {
    return text === '' ? null : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

async function readBounded(response: Response): Promise<{ readonly bytes: Buffer<ArrayBuffer>; readonly whole: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxReadBytes) return { bytes: Buffer.concat(chunks).subarray(0, maxReadBytes), whole: false };
  }
  return { bytes: Buffer.concat(chunks), whole: true };
}
