import { classNames } from './class-names.ts';

/** How a jack looks: plugged in (amber), open, loose (needs the person), faulty or taped over. */
export type JackState = 'plugged' | 'open' | 'loose' | 'faulty' | 'off';

const rings: Record<JackState, string> = {
  plugged: 'text-live',
  open: 'text-ink-faint',
  loose: 'text-live',
  faulty: 'text-bad',
  off: 'text-line-strong',
};

/** The socket that stands for a connection. It is a picture only: say the state in words beside it. */
export function Jack({ state, size = 14, className }: { readonly state: JackState; readonly size?: number; readonly className?: string }) {
  return (
    <svg viewBox="0 0 14 14" width={size} height={size} aria-hidden="true" className={classNames('shrink-0', rings[state], className)}>
      <circle
        cx="7"
        cy="7"
        r="5.6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeDasharray={state === 'loose' ? '2.6 2' : undefined}
      />
      {(state === 'plugged' || state === 'faulty') && <circle cx="7" cy="7" r="2.8" fill="currentColor" />}
      {state === 'off' && <path d="M3.2 10.8 10.8 3.2" stroke="currentColor" strokeWidth="1.4" />}
    </svg>
  );
}

/** Patchbay's mark: two jacks and the cable between them. */
export function Mark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 20 20" width={size} height={size} fill="none" aria-hidden="true" className="shrink-0">
      <path d="M5 5c0 11 10-1 10 10" className="stroke-live" strokeWidth="1.8" strokeLinecap="round" />
      <circle cx="5" cy="5" r="3.2" className="fill-panel stroke-ink" strokeWidth="1.5" />
      <circle cx="15" cy="15" r="3.2" className="fill-panel stroke-ink" strokeWidth="1.5" />
      <circle cx="5" cy="5" r="1.2" className="fill-live" />
      <circle cx="15" cy="15" r="1.2" className="fill-live" />
    </svg>
  );
}
