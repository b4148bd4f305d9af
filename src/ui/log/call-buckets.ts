import type { CallView } from '../../contract/objects.ts';

export type Bucket = { readonly startsAt: number; readonly calls: number; readonly failed: number };
export type CallSummary = {
  readonly buckets: readonly Bucket[];
  readonly total: number;
  readonly failed: number;
  /** Milliseconds; null while no call has ended. */
  readonly median: number | null;
  readonly slowest20th: number | null;
};

/** Counts calls over their own span of time, in equal parts. */
export function summariseCalls(calls: readonly CallView[], parts = 60): CallSummary {
  const moments = calls.map(({ startedAt }) => new Date(startedAt).getTime());
  const first = Math.min(...moments);
  const last = Math.max(...moments);
  const width = Math.max(1, (last - first + 1) / parts);
  const buckets = Array.from({ length: parts }, (_, index) => ({ startsAt: first + index * width, calls: 0, failed: 0 }));
  for (const [index, call] of calls.entries()) {
    const bucket = buckets[Math.min(parts - 1, Math.floor(((moments[index] ?? first) - first) / width))];
    if (bucket === undefined) continue;
    bucket.calls++;
    if (hasFailed(call)) bucket.failed++;
  }
  const durations = calls.flatMap(({ milliseconds }) => (milliseconds === null ? [] : [milliseconds])).sort((a, b) => a - b);
  return {
    buckets,
    total: calls.length,
    failed: calls.filter(hasFailed).length,
    median: durations[Math.floor(durations.length / 2)] ?? null,
    slowest20th: durations[Math.floor(durations.length * 0.95)] ?? null,
  };
}

function hasFailed({ state }: CallView): boolean {
  return state === 'failed' || state === 'interrupted';
}
