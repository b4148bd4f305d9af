import { APICallError } from '@ai-sdk/provider';
import { expect, test } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { readModelFailure } from './model-errors.ts';

const http = (statusCode: number, responseHeaders: Record<string, string> = {}, responseBody = '') =>
  new APICallError({
    message: 'failed',
    url: 'https://a.example',
    requestBodyValues: { secret: 'prompt' },
    statusCode,
    responseHeaders,
    responseBody,
  });

test.each<[string, unknown, string, boolean, number | null]>([
  ['a refused key', http(401), 'model.refused-key', false, null],
  ['an unknown model', http(404), 'model.not-found', false, null],
  ['a rate limit with seconds', http(429, { 'retry-after': '3' }), 'model.rate-limited', true, 3000],
  ['a rate limit with milliseconds', http(429, { 'retry-after-ms': '250' }), 'model.rate-limited', true, 250],
  ['a failing provider', http(500), 'model.unavailable', true, null],
  ['a request that it refuses', http(400), 'model.unavailable', false, null],
  ['a broken line', new TypeError('terminated'), 'model.unavailable', true, null],
  ['a streamed overload', { type: 'overloaded_error', message: 'busy' }, 'model.unavailable', true, null],
  ['a streamed rate limit', { code: 'rate_limit_exceeded' }, 'model.rate-limited', true, null],
  ['what is no JSON', http(200, {}, '<html>'), 'model.unavailable', true, null],
  [
    'an address that may not be reached',
    new TypeError('fetch failed', { cause: new AppError('network.address-refused') }),
    'network.address-refused',
    false,
    null,
  ],
])('%s', (_name, thrown, code, retry, wait) => {
  const failure = readModelFailure(thrown);
  expect([failure.error.code, failure.retry, failure.waitMilliseconds]).toEqual([code, retry, wait]);
});

test('the log gets the words of the provider, not the conversation', () => {
  const { error } = readModelFailure(http(400, {}, '{"error":"tools[0] is too long"}'));
  expect(String(error.cause)).toContain('tools[0] is too long');
  expect(JSON.stringify([error, error.cause, error.message])).not.toContain('prompt');
  expect(error.message).not.toContain('too long');
});
