import type { Json } from '../../connector-kit/index.ts';

const maxReadBytes = 5_000_000;
const maxShownCharacters = 100_000;

export type ShapedAnswer = { readonly status: number; readonly body: Json; readonly truncated: boolean; readonly mimeType: string };

/** An answer as a model reads it: the chosen fields, as much as fits, and a mark where it did not. */
export async function shapeAnswer(response: Response, fields: readonly string[]): Promise<ShapedAnswer> {
  const mimeType = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const { bytes, whole } = await readBounded(response);
  const shown = { status: response.status, mimeType };
  if (mimeType !== '' && !/json|xml|^text\/|urlencoded/.test(mimeType))
    return { ...shown, body: `[${bytes.length}${whole ? '' : ' or more'} bytes of ${mimeType}, not shown]`, truncated: bytes.length > 0 };
  const text = new TextDecoder().decode(bytes);
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

async function readBounded(response: Response): Promise<{ readonly bytes: Buffer; readonly whole: boolean }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxReadBytes) return { bytes: Buffer.concat(chunks).subarray(0, maxReadBytes), whole: false };
  }
  return { bytes: Buffer.concat(chunks), whole: true };
}
