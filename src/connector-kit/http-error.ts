import { AppError } from '../domain/errors.ts';
import { isJsonObject } from '../domain/json.ts';
import { redact } from '../domain/secret.ts';

const maxBodyCharacters = 4_000;

/** What an HTTP status means to whoever called, in our words; what the service wrote stays in the detail, redacted. */
const sentences: readonly (readonly [status: (status: number) => boolean, sentence: string])[] = [
  [(status) => status === 400 || status === 422, 'did not accept the request. Check the arguments.'],
  [(status) => status === 403, 'does not allow this with the permissions of this account.'],
  [(status) => status === 404 || status === 410, 'has nothing under this id, or this account may not see it.'],
  [(status) => status === 409 || status === 412, 'says that this was changed meanwhile. Read it again first.'],
  [(status) => status === 413, 'says that this is too large.'],
  [(status) => status === 429, 'limits the rate. Wait a moment and try again.'],
  [(status) => status >= 500, 'has trouble of its own. Try again later.'],
];

/** The error of an answer that is not 2xx. Reads the body, so that the connection is free again. */
export async function toHttpError(
  response: Response,
  { service, scopes }: { readonly service: string; readonly scopes: readonly string[] },
): Promise<AppError> {
  const { status } = response;
  const text = await response.text().catch(() => '');
  const detail = { httpStatus: status, body: redactBody(text), retryAfter: response.headers.get('retry-after') };
  const challenge = response.headers.get('www-authenticate') ?? '';
  // RFC 6750 §3.1: the sign-in is good, but for less than this.
  if (status === 403 && /insufficient_scope/i.test(challenge))
    return new AppError('connection.scope-required', { detail: { ...detail, scopes: scopesIn(challenge) ?? scopes } });
  const meaning = sentences.find(([fits]) => fits(status))?.[1] ?? 'answered with an HTTP error.';
  return new AppError('upstream.http-error', { sentence: `${service} ${meaning} (HTTP ${status})`, detail });
}

function scopesIn(challenge: string): readonly string[] | null {
  return /scope="([^"]+)"/i.exec(challenge)?.[1]?.split(' ') ?? null;
}

function redactBody(text: string): unknown {
  const short = text.slice(0, maxBodyCharacters);
  try {
    const value: unknown = JSON.parse(text);
    return text.length <= maxBodyCharacters && (isJsonObject(value) || Array.isArray(value)) ? redact(value) : redactText(short);
  } catch {
    return redactText(short);
  }
}

function redactText(text: string): string {
  return text
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, '$1 [redacted]')
    .replace(/([\w-]*(?:token|secret|password|key)["']?\s*[=:]\s*["']?)[^\s"'&,]+/gi, '$1[redacted]');
}
