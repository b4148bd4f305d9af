import { classNames } from '../kit/class-names.ts';
import { Jack } from '../kit/jack.tsx';
import { type ConnectionStatus, jackOf } from './connection-status.ts';

/** A connection's status: the jack and the word. */
export function StatusWord({
  status,
  words = status,
  className,
}: {
  readonly status: ConnectionStatus;
  readonly words?: string;
  readonly className?: string;
}) {
  const tone = status === 'Reconnect' ? 'text-live-ink' : status === 'Error' ? 'text-bad-ink' : 'text-ink-soft';
  return (
    <span className={classNames('inline-flex items-center gap-1.5 text-sm whitespace-nowrap', tone, className)}>
      <Jack state={jackOf[status]} size={12} />
      {words}
    </span>
  );
}
