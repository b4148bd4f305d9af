import { APICallError, InvalidResponseDataError, JSONParseError, NoSuchModelError, TypeValidationError } from '@ai-sdk/provider';
import { AppError, findAppError } from '../../domain/errors.ts';

/** What a provider's failure means to people, whether it is worth another try, and when. */
export type ModelFailure = { readonly error: AppError; readonly retry: boolean; readonly waitMilliseconds: number | null };

/** Reads whatever the provider layer threw or streamed as an error. Upstream text stays in the cause. */
export function readModelFailure(thrown: unknown): ModelFailure {
  const ours = findAppError(thrown);
  if (ours !== null) return { error: ours, retry: ours.code === 'model.invalid-response', waitMilliseconds: null };
  if (APICallError.isInstance(thrown) && thrown.statusCode !== undefined && thrown.statusCode >= 300)
    return readStatus(thrown.statusCode, thrown);
  if (NoSuchModelError.isInstance(thrown))
    return { error: new AppError('model.not-found', { cause: thrown }), retry: false, waitMilliseconds: null };
  if (isUnreadable(thrown))
    return { error: new AppError('model.invalid-response', { cause: thrown }), retry: true, waitMilliseconds: null };
  const status = streamedStatus(thrown);
  if (status !== null) return readStatus(status, thrown);
  return { error: new AppError('model.unavailable', { cause: thrown }), retry: true, waitMilliseconds: null };
}

function readStatus(status: number, thrown: unknown): ModelFailure {
  const wait = APICallError.isInstance(thrown) ? retryAfter(thrown.responseHeaders) : null;
  const failure = (error: AppError, retry: boolean): ModelFailure => ({ error, retry, waitMilliseconds: wait });
  if (status === 401 || status === 403) return failure(new AppError('model.refused-key', { cause: thrown }), false);
  if (status === 404)
    return failure(
      new AppError('model.not-found', { sentence: "The model's provider does not know this model. Check its name.", cause: thrown }),
      false,
    );
  if (status === 429)
    return failure(
      new AppError('model.rate-limited', { cause: thrown, detail: wait === null ? {} : { retryAfterSeconds: Math.ceil(wait / 1000) } }),
      true,
    );
  if (status >= 500 || status === 408 || status === 409) return failure(new AppError('model.unavailable', { cause: thrown }), true);
  return failure(
    new AppError('model.unavailable', {
      sentence: `The model's provider refused the request (HTTP ${status}). It may not take these tools or settings; the log has its words.`,
      cause: thrown,
      detail: { status },
    }),
    false,
  );
}

function isUnreadable(thrown: unknown): boolean {
  if (JSONParseError.isInstance(thrown) || TypeValidationError.isInstance(thrown) || InvalidResponseDataError.isInstance(thrown))
    return true;
  if (!APICallError.isInstance(thrown)) return false;
  return thrown.statusCode === undefined || thrown.statusCode < 300 ? isUnreadable(thrown.cause) : false;
}

/** Errors inside a stream carry a word instead of a status. */
function streamedStatus(thrown: unknown): number | null {
  const text = typeof thrown === 'object' && thrown !== null ? JSON.stringify(thrown) : String(thrown);
  if (/rate_limit|overloaded/.test(text)) return /overloaded/.test(text) ? 503 : 429;
  if (/authentication_error|invalid_api_key/.test(text)) return 401;
  return null;
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
