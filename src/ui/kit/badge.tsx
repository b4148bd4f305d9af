import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tones = {
  neutral: 'border-line-strong text-ink-soft',
  live: 'border-live-line bg-live-soft text-live-ink',
  good: 'border-transparent bg-good-soft text-good-ink',
  bad: 'border-transparent bg-bad-soft text-bad-ink',
} as const;
export type Tone = keyof typeof tones;

/** A word in a small frame. */
export function Badge({
  tone = 'neutral',
  title,
  className,
  children,
}: {
  readonly tone?: Tone;
  readonly title?: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 text-xs font-medium',
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
