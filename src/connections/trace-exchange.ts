import type { Clock } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import { isSecretName, redact } from '../domain/secret.ts';
import type { TraceExchange } from '../domain/trace.ts';

type Fetch = typeof globalThis.fetch;
type RecordOptions = {
  readonly fetch: Fetch;
  readonly input: string | URL | Request;
  readonly init: RequestInit | undefined;
  readonly clock: Clock;
  readonly into: TraceExchange[];
};

const keptCharacters = 16_000;
const blanked = '[redacted]';

/** Sends a request and records it with its answer, blanked and bounded. A body is recorded as its reader reads it. */
export async function recordExchange({ fetch, input, init, clock, into }: RecordOptions): Promise<Response> {
  const startedAt = clock();
  const request: TraceExchange['request'] = {
    method: init?.method ?? (input instanceof Request ? input.method : 'GET'),
    url: blankUrl(input instanceof Request ? input.url : String(input)),
    headers: blankHeaders(new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined))),
    ...(init?.body === undefined || init.body === null ? {} : { body: describeBody(init.body) }),
  };
  const place = into.length;
  const note = (response: TraceExchange['response']) => {
    into[place] = { request, response, milliseconds: clock() - startedAt };
  };
  note({ failure: 'No answer yet.' });
  try {
    const response = await fetch(input, init);
    const head = { status: response.status, headers: blankHeaders(response.headers) };
    note(head);
    if (response.body === null) return response;
    const isStream = response.headers.get('content-type')?.includes('text/event-stream') === true;
    const body = watchText(response.body, (text) => note({ ...head, body: isStream ? describeEvents(text) : describeText(text) }));
    return Object.defineProperty(new Response(body, response), 'url', { value: response.url });
  } catch (error) {
    note({ failure: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}

function watchText(body: ReadableStream<Uint8Array>, onText: (text: string) => void): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder();
  let text = '';
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (text.length < keptCharacters) {
          text += decoder.decode(chunk, { stream: true });
          onText(text);
        }
        controller.enqueue(chunk);
      },
    }),
  );
}

function describeBody(body: BodyInit): Json | string {
  if (body instanceof URLSearchParams) return blankParameters(body);
  return typeof body === 'string' ? describeText(body) : '(binary)';
}

/** JSON and forms are blanked by the names of their fields, other text by the look of tokens. */
function describeText(text: string): Json | string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return bound(blankTokens(text));
    const safe = JSON.parse(blankTokens(JSON.stringify(redact(parsed)))) as Json;
    const size = JSON.stringify(safe).length;
    return size > keptCharacters ? bound(JSON.stringify(safe)) : safe;
  } catch {
    // Half of a JSON text cannot be blanked by names, so nothing of it is kept but its beginning's shape.
    return looksLikeJson(text)
      ? `(${text.length >= keptCharacters ? 'more than ' : ''}${text.length} characters of JSON)`
      : bound(blankTokens(text));
  }
}

function describeEvents(text: string): Json | string {
  const messages = text.split(/\r\n\r\n|\n\n|\r\r/).flatMap((event) => {
    const data = event
      .split(/\r\n|\n|\r/)
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trimStart())
      .join('\n');
    return data === '' ? [] : [describeText(data)];
  });
  return messages.length === 1 ? (messages[0] ?? '') : messages;
}

function blankUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  for (const name of new Set(url.searchParams.keys())) if (mustBlank(name)) url.searchParams.set(name, blanked);
  if (url.password !== '') url.password = blanked;
  return url.href;
}

function blankHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [name, mustBlank(name) ? blanked : name === 'location' ? blankUrl(value) : blankTokens(value)]),
  );
}

function blankParameters(parameters: URLSearchParams): Json {
  return Object.fromEntries([...parameters].map(([name, value]) => [name, mustBlank(name) ? blanked : value]));
}

/** `state` binds a sign-in to a browser: whoever reads a trace must not learn it while it is open. */
const mustBlank = (name: string): boolean => isSecretName(name) || name === 'state';

/** JSON Web Tokens and bearer credentials, wherever they stand. */
function blankTokens(text: string): string {
  return text.replace(/eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, blanked).replace(/\b(Bearer|Basic|DPoP)\s+[\w.~+/=-]{8,}/gi, `$1 ${blanked}`);
}

const bound = (text: string): string => (text.length > keptCharacters ? `${text.slice(0, keptCharacters)}… (cut)` : text);
const looksLikeJson = (text: string): boolean => /^\s*[[{]/.test(text);
