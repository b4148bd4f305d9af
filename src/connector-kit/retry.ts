/** How one attempt ended. `status` null: no answer came. */
export type Attempt = {
  /** From 1. */
  readonly number: number;
  readonly status: number | null;
  readonly retryAfter: string | null;
  /** Only what reads, or what may be done twice without harm, is done again. */
  readonly repeatable: boolean;
};
export type RetryVerdict = { readonly kind: 'retry'; readonly milliseconds: number } | { readonly kind: 'give-up' };

const maxAttempts = 4;
const maxWaitMilliseconds = 30_000;
const firstPauseMilliseconds = 300;
const passing = new Set([429, 502, 503, 504]);

/** Whether and when to try again. `Retry-After` is honoured up to a bound; past it the call fails and says so. */
export function decideRetry(
  { number, status, retryAfter, repeatable }: Attempt,
  { now, chance }: { readonly now: number; readonly chance: number },
): RetryVerdict {
  if (!repeatable || number >= maxAttempts || (status !== null && !passing.has(status))) return { kind: 'give-up' };
  const asked = readRetryAfter(retryAfter, now);
  if (asked !== null && asked > maxWaitMilliseconds) return { kind: 'give-up' };
  // Full jitter above what the server asked for, so that many callers do not come back at once.
  const pause = firstPauseMilliseconds * 2 ** (number - 1);
  return { kind: 'retry', milliseconds: Math.round((asked ?? pause * 0.5) + pause * 0.5 * chance) };
}

/** RFC 9110 §10.2.3: seconds, or a date. In milliseconds from now. */
function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
