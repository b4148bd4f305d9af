import { AppError } from '../domain/errors.ts';

const metadataMilliseconds = 20_000;

/** For metadata and token requests, which are answered quickly or not at all: each ends with the caller, or after a time. */
export function boundedFetch(
  fetch: typeof globalThis.fetch,
  { signal, milliseconds = metadataMilliseconds }: { readonly signal: AbortSignal; readonly milliseconds?: number },
): typeof globalThis.fetch {
  return async (input, init) => {
    const deadline = new AbortController();
    const host = new URL(input instanceof Request ? input.url : String(input)).host;
    const timer = setTimeout(
      () =>
        deadline.abort(
          new AppError('network.timed-out', { sentence: `${host} did not answer within ${milliseconds / 1000} seconds. Try again.` }),
        ),
      milliseconds,
    );
    const signals = [signal, deadline.signal, ...(init?.signal == null ? [] : [init.signal])];
    try {
      const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
      // The body is read within the time as well: such answers are small.
      const body = response.body === null ? null : await response.arrayBuffer();
      return Object.defineProperty(new Response(body, response), 'url', { value: response.url });
    } finally {
      clearTimeout(timer);
    }
  };
}
