import { useMemo } from 'react';
import type { CallView } from '../../contract/objects.ts';
import { formatDuration, formatMoment } from '../kit/format.ts';
import { summariseCalls } from './call-buckets.ts';

const height = 32;

/** When the listed calls were made, how many failed, and how long they took. */
export function StripChart({ calls }: { readonly calls: readonly CallView[] }) {
  const { buckets, total, failed, median, slowest20th } = useMemo(() => summariseCalls(calls), [calls]);
  const highest = Math.max(1, ...buckets.map((bucket) => bucket.calls));
  const scale = (count: number) => (count / highest) * (height - 2);
  const figures = [
    `${total} ${total === 1 ? 'call' : 'calls'}`,
    `${failed} failed`,
    median === null ? null : `median ${formatDuration(median)}`,
    slowest20th === null ? null : `95th percentile ${formatDuration(slowest20th)}`,
  ].filter(Boolean);
  return (
    <figure className="flex flex-col gap-1">
      <svg
        viewBox={`0 0 ${buckets.length * 10} ${height}`}
        preserveAspectRatio="none"
        className="h-8 w-full border-b"
        role="img"
        aria-label={`Calls over time: ${figures.join(', ')}`}
      >
        {buckets.map((bucket, index) =>
          bucket.calls === 0 ? null : (
            <g key={bucket.startsAt}>
              <rect
                x={index * 10 + 1}
                width="8"
                y={height - scale(bucket.calls)}
                height={scale(bucket.calls)}
                className="fill-line-strong"
              />
              <rect x={index * 10 + 1} width="8" y={height - scale(bucket.failed)} height={scale(bucket.failed)} className="fill-bad" />
            </g>
          ),
        )}
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-xs text-ink-faint tabular-nums">
        <span className="max-sm:hidden">{formatMoment(new Date(buckets[0]?.startsAt ?? 0).toISOString())}</span>
        <span>{figures.join(' · ')}</span>
        <span className="max-sm:hidden">{formatMoment(calls[0]?.startedAt ?? new Date(0).toISOString())}</span>
      </figcaption>
    </figure>
  );
}
