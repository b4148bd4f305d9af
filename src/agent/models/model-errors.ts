import { APICallError, InvalidResponseDataError, JSONParseError, TypeValidationError } from '@ai-sdk/provider';
import { AppError, findAppError } from '../../domain/errors.ts';

/** What a provider's failure means to people, whether it is worth another try, and when. */
export type ModelFailure = { readonly error: AppError; readonly retry: boolean; readonly waitMilliseconds: number | null };

/** Reads whatever the provider layer threw or streamed as an error. Upstream text goes into the cause, for the log. */
export function readModelFailure(thrown: unknown): ModelFailure {
  const ours = findAppError(thrown);
  if (ours !== null) return { error: ours, retry: ours.code === 'model.invalid-response', waitMilliseconds: null };
  const cause = describe(thrown);
  const status =
    APICallError.isInstance(thrown) && (thrown.statusCode ?? 0) >= 300 ? (thrown.statusCode ?? null) : streamedStatus(cause.message);
  if (status === null && isUnreadable(thrown))
    return { error: new AppError('model.invalid-response', { cause }), retry: true, waitMilliseconds: null };
  const wait = APICallError.isInstance(thrown) ? retryAfter(thrown.responseHeaders) : null;
  return { ...readStatus(status ?? 503, { cause, wait }), waitMilliseconds: wait };
}

function readStatus(
  status: number,
  { cause, wait }: { readonly cause: Error; readonly wait: number | null },
): Omit<ModelFailure, 'waitMilliseconds'> {
  if (status === 401 || status === 403) return { error: new AppError('model.refused-key', { cause }), retry: false };
  if (status === 404) {
    const sentence = "The model's provider does not know this model. Check its name.";
    return { error: new AppError('model.not-found', { sentence, cause }), retry: false };
  }
  if (status === 429) {
    const detail = wait === null ? {} : { retryAfterSeconds: Math.ceil(wait / 1000) };
    return { error: new AppError('model.rate-limited', { cause, detail }), retry: true };
  }
  if (status >= 500 || status === 408 || status === 409) return { error: new AppError('model.unavailable', { cause }), retry: true };
  const sentence = `The model's provider refused the request (HTTP ${status}). It may not take these tools or settings; the server log has its words.`;
  return { error: new AppError('model.unavailable', { sentence, cause }), retry: false };
}

/** What the log may keep: the provider's words, not the conversation that was sent to it. */
function describe(thrown: unknown): Error {
  if (APICallError.isInstance(thrown))
    return new Error(`HTTP ${thrown.statusCode ?? 'none'}: ${thrown.message} ${(thrown.responseBody ?? '').slice(0, 2000)}`.trim());
  if (thrown instanceof Error) return new Error(`${thrown.name}: ${thrown.message}`.slice(0, 2000), { cause: thrown.cause });
  try {
    return new Error(JSON.stringify(thrown)?.slice(0, 2000) ?? String(thrown));
  } catch {
    return new Error(String(thrown));
  }
}

function isUnreadable(thrown: unknown): boolean {
  if (JSONParseError.isInstance(thrown) || TypeValidationError.isInstance(thrown) || InvalidResponseDataError.isInstance(thrown))
    return true;
  if (!APICallError.isInstance(thrown)) return false;
  return thrown.statusCode === undefined || thrown.statusCode < 300 ? isUnreadable(thrown.cause) : false;
}

/** Errors inside a stream carry a word instead of a status. */
function streamedStatus(text: string): number | null {
  if (/overloaded/.test(text)) return 503;
  if (/rate_limit/.test(text)) return 429;
  return /authentication_error|invalid_api_key/.test(text) ? 401 : null;
}

function retryAfter(headers: Record<string, string> | undefined): number | null {
  const milliseconds = Number(headers?.['retry-after-ms']);
  if (headers?.['retry-after-ms'] !== undefined && Number.isFinite(milliseconds)) return milliseconds;
  const value = headers?.['retry-after'];
  if (value === undefined) return null;
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now());
}
