import { expect, test } from 'vitest';
import { type Attempt, decideRetry, type RetryVerdict } from './retry.ts';

const attempt: Attempt = { number: 1, status: 503, retryAfter: null, repeatable: true };
const now = Date.parse('2026-11-21T12:00:00Z');
const giveUp: RetryVerdict = { kind: 'give-up' };

const rows: readonly (readonly [string, Partial<Attempt>, RetryVerdict])[] = [
  ['a passing fault is tried again after a pause', {}, { kind: 'retry', milliseconds: 150 }],
  ['the pause grows', { number: 3 }, { kind: 'retry', milliseconds: 600 }],
  ['four attempts are enough', { number: 4 }, giveUp],
  ['what writes is never done twice', { repeatable: false }, giveUp],
  ['what writes is not done twice after a limit either', { repeatable: false, status: 429, retryAfter: '1' }, giveUp],
  ['a service that could not be reached is asked again', { status: null }, { kind: 'retry', milliseconds: 150 }],
  ['Retry-After in seconds is honoured', { status: 429, retryAfter: '2' }, { kind: 'retry', milliseconds: 2000 }],
  [
    'Retry-After as a date is honoured',
    { status: 429, retryAfter: 'Sat, 21 Nov 2026 12:00:05 GMT' },
    { kind: 'retry', milliseconds: 5000 },
  ],
  ['a date that is past means now', { status: 429, retryAfter: 'Sat, 21 Nov 2026 11:00:00 GMT' }, { kind: 'retry', milliseconds: 0 }],
  ['a wait past the bound is not waited for', { status: 429, retryAfter: '3600' }, giveUp],
  ['nonsense is no wait', { status: 429, retryAfter: 'soon' }, { kind: 'retry', milliseconds: 150 }],
  ['a fault of the request stays one', { status: 400 }, giveUp],
  ['so does a plain error of the server', { status: 500 }, giveUp],
];

test.each(rows)('%s', (_, change, verdict) => {
  expect(decideRetry({ ...attempt, ...change }, { now, chance: 0 })).toEqual(verdict);
});

test('jitter spreads those who come back', () => {
  expect(decideRetry({ ...attempt, status: 429, retryAfter: '2' }, { now, chance: 1 })).toEqual({ kind: 'retry', milliseconds: 2150 });
});
