import { AppError, type Background, createBackground, type Json, ToolError, z } from '../../connector-kit/index.ts';
import type { Description } from './description/description.ts';
import { readDescription } from './description/read.ts';
import type { ReadTask } from './description/worker.ts';
import { discoverProvider, isPersonal, schemeOf } from './sign-in.ts';

export const maxDocumentCharacters = 16_000_000;
export const tooLong = `more than ${maxDocumentCharacters / 1_000_000} million characters; keep only the paths that you need`;

const kept = new Map<string, Description>();
const maxKept = 8;

/** The description in the settings, parsed once and not with every call. */
export function descriptionOf({ document }: { readonly document: string }): Description {
  const known = kept.get(document) ?? readDescription(document);
  remember(document, known);
  return known;
}

/** What is kept of a document; the same when it is reduced again. */
export function reduce(document: string): string {
  return isReduced(document) && kept.has(document) ? document : keep(readDescription(document));
}

const isReduced = (text: string): boolean => text.startsWith('{"patchbay":1,');

function keep(found: Description): string {
  const document = JSON.stringify(found);
  remember(document, found);
  return document;
}

function remember(document: string, found: Description): void {
  kept.delete(document);
  kept.set(document, found);
  for (const oldest of kept.keys()) if (kept.size > maxKept) kept.delete(oldest);
}

type Given = Readonly<Record<string, Json | undefined>>;
const choice = z.object({ security: z.string(), access: z.enum(['shared', 'personal']).optional() });

/** What only a fetch or much time can say: the description behind its address, read to the end; where an OpenID provider signs people in. */
export async function prepareSettings(given: Given, fetch: typeof globalThis.fetch): Promise<Given> {
  const text = (await fetchDocument(given, fetch)) ?? given['document'];
  if (typeof text !== 'string' || text.trim() === '') return given;
  const found = await reduceDocument(text, given['operations']);
  const chosen = choice.safeParse(given);
  const scheme = chosen.success ? schemeOf(found, chosen.data) : null;
  const settings = { ...given, ...baseOf(given, found) };
  if (scheme?.kind !== 'openid' || !chosen.success || !isPersonal(scheme, chosen.data)) return { ...settings, document: keep(found) };
  const schemes = { ...found.schemes, [chosen.data.security]: await discoverProvider(scheme, fetch) };
  return { ...settings, document: keep({ ...found, schemes }) };
}

/** A server may be named in relation to where the document lies (OpenAPI › Server Object). */
function baseOf({ baseUrl, documentUrl }: Given, { server }: Description): Given {
  if (typeof baseUrl === 'string' && baseUrl !== '') return {};
  const found = URL.parse(server, typeof documentUrl === 'string' ? documentUrl : undefined);
  return found === null || server === '' || /[{}]/.test(server) ? {} : { baseUrl: found.href };
}

const readMilliseconds = 30_000;
// Started by the first document and never before.
let readers: Background<ReadTask, string> | null = null;

/** A large document takes seconds, which nobody else should wait for. */
async function reduceDocument(text: string, operations: Json | undefined): Promise<Description> {
  if (isReduced(text)) return descriptionOf({ document: text });
  const wanted = z.array(z.object({ operation: z.string() })).safeParse(operations);
  readers ??= createBackground(new URL('./description/worker.ts', import.meta.url));
  const named = wanted.success ? wanted.data.map(({ operation }) => operation) : [];
  try {
    if (text.length > maxDocumentCharacters) throw new ToolError(tooLong);
    const read = await readers.run({ text, wanted: named }, { signal: new AbortController().signal, milliseconds: readMilliseconds });
    return descriptionOf({ document: read });
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    throw new AppError('request.invalid', { sentence: `OpenAPI: the setting "document" does not fit: ${error.message}` });
  }
}

/** Fetches the description where only its address was given; from then on the text is what counts. */
async function fetchDocument({ document, documentUrl }: Given, fetch: typeof globalThis.fetch): Promise<string | null> {
  if ((typeof document === 'string' && document.trim() !== '') || typeof documentUrl !== 'string' || documentUrl === '') return null;
  const response = await fetch(documentUrl, {
    headers: { accept: 'application/json, application/yaml, text/yaml, */*;q=0.5' },
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new AppError('request.invalid', { sentence: `The address of the description answers with HTTP ${response.status}.` });
  }
  return response.text();
}
