/** A signal that follows others until it is released; the others keep no listener of a request that is over. */
export function linkSignals(signals: readonly (AbortSignal | null | undefined)[]): { readonly signal: AbortSignal; release(): void } {
  const own = new AbortController();
  const followed = signals.filter((signal) => signal !== null && signal !== undefined);
  const aborted = followed.find((signal) => signal.aborted);
  if (aborted !== undefined) own.abort(aborted.reason);
  const onAbort = (event: Event) => own.abort((event.target as AbortSignal).reason);
  for (const signal of followed) signal.addEventListener('abort', onAbort, { once: true });
  return {
    signal: own.signal,
    release: () => {
      for (const signal of followed) signal.removeEventListener('abort', onAbort);
    },
  };
}
