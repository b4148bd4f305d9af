import { AppError, type ErrorCode, findAppError } from '../../domain/errors.ts';
import { InvalidRequest } from '../problem.ts';

/** OpenAI's error shape. */
export type OpenAIError = {
  readonly error: { readonly message: string; readonly type: string; readonly param: string | null; readonly code: string | null };
};

/** A request that `/v1` cannot take, with the parameter at fault. Unsupported is said, never ignored. */
export function refuse(message: string, { param, code = null }: { readonly param: string; readonly code?: string | null }): AppError {
  return new AppError('request.invalid', { sentence: message, detail: { param, code } });
}

/** Any error as a response of `/v1`. */
export function openAIErrorResponse(error: unknown): Response {
  const known = findAppError(error) ?? new AppError('internal', { cause: error });
  const seconds = known.detail.retryAfterSeconds;
  return new Response(JSON.stringify(toOpenAIError(known)), {
    status: known.status,
    headers: { 'content-type': 'application/json', ...(typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {}) },
  });
}

export function toOpenAIError(error: AppError): OpenAIError {
  const { param, code } = error.detail;
  const place = error instanceof InvalidRequest ? error.places[0]?.path : undefined;
  return {
    error: {
      message: error.message,
      type: typeOf(error.status),
      param: typeof param === 'string' ? param : (place ?? paramOf.get(error.code) ?? null),
      code: typeof code === 'string' ? code : codeOf.has(error.code) ? (codeOf.get(error.code) ?? null) : error.code,
    },
  };
}

/** OpenAI's own codes, for what clients look for; the rest keep ours. */
const codeOf = new Map<ErrorCode, string | null>([
  ['request.invalid', null],
  ['identity.sign-in-required', 'invalid_api_key'],
  ['model.not-found', 'model_not_found'],
  ['model.rate-limited', 'rate_limit_exceeded'],
  ['internal', 'server_error'],
]);
const paramOf = new Map<ErrorCode, string>([
  ['model.not-found', 'model'],
  ['approval.not-found', 'input'],
]);

function typeOf(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
