import { extractWWWAuthenticateParams } from '@modelcontextprotocol/client';
import { AppError } from '../../domain/errors.ts';
import { type CallScope, type StreamEnd, scopes } from './call-scope.ts';
import { linkSignals } from './link-signals.ts';

type Fetch = typeof globalThis.fetch;

/**
 * Stands between the SDK's transports and a connection's fetch. Refusals for want of a sign-in or of a scope become
 * errors here, while their headers are at hand; the end of each event stream is told to the call it belongs to.
 * @param onStreamEnd Called when a stream ends that belongs to no call: the server's channel for notifications.
 */
export function createWatchedFetch(fetch: Fetch, { onStreamEnd }: { readonly onStreamEnd: () => void }): Fetch {
  return async (input, init) => {
    const scope = scopeOf(init?.method);
    const { signal, release } = linkSignals([init?.signal, scope?.signal]);
    scope?.exchangeStarted();
    try {
      const response = await fetch(input, { ...init, signal });
      const refusal = readRefusal(response);
      if (refusal !== null) throw refusal;
      if (response.body === null || response.headers.get('content-type')?.includes('text/event-stream') !== true) {
        release();
        return response;
      }
      const body = watchBody(response.body, (end) => {
        release();
        if (signal.aborted) return;
        if (scope === undefined) onStreamEnd();
        else scope.streamEnded({ ...end, resumable: end.resumable || init?.method === 'GET' });
      });
      return Object.defineProperty(new Response(body, response), 'url', { value: response.url });
    } catch (error) {
      release();
      throw error;
    }
  };
}

/** The stream that a session opens for itself while connecting belongs to no call; one that resumes a call's answer does. */
function scopeOf(method = 'GET'): CallScope | undefined {
  const scope = scopes.getStore();
  return scope === undefined || scope.ended || (method === 'GET' && scope.context === null) ? undefined : scope;
}

/** What a 401, or a 403 for want of scopes, means (RFC 6750 §3.1). Null: the response is not such a refusal. */
export function readRefusal(response: Response): AppError | null {
  if (response.status !== 401 && response.status !== 403) return null;
  const { resourceMetadataUrl, scope, error, errorDescription } = extractWWWAuthenticateParams(response);
  const scopesAsked = scope?.split(/\s+/).filter((entry) => entry !== '') ?? [];
  const detail = {
    resourceMetadataUrl: resourceMetadataUrl?.href ?? null,
    scopes: scopesAsked,
    error: error ?? null,
    errorDescription: errorDescription ?? null,
  };
  if (response.status === 401) return new AppError('connection.sign-in-required', { detail });
  if (error !== 'insufficient_scope') return null;
  const sentence =
    scopesAsked.length === 0
      ? undefined
      : `This call needs the permission ${scopesAsked.join(', ')}, which was not granted. Reconnect and accept it.`;
  return new AppError('connection.scope-required', { detail, ...(sentence === undefined ? {} : { sentence }) });
}

function watchBody(body: ReadableStream<Uint8Array>, onEnd: (end: StreamEnd) => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const seen = { answered: false, resumable: false };
  let tail = Buffer.alloc(0);

  /** An event with an id can be resumed after (2025-11-25 basic/transports › Resumability); a response has one of two keys. */
  const look = (chunk: Uint8Array) => {
    const bytes = Buffer.concat([tail, chunk]);
    seen.resumable ||= bytes.indexOf('id:') === 0 || bytes.includes('\nid:');
    seen.answered ||= bytes.includes('"result"') || bytes.includes('"error"');
    tail = bytes.subarray(-8);
  };

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            controller.close();
            return onEnd({ ...seen, error: null });
          }
          if (!seen.answered || !seen.resumable) look(value);
          controller.enqueue(value);
        } catch (error) {
          controller.error(error);
          onEnd({ ...seen, error });
        }
      },
      cancel: async (reason) => {
        await reader.cancel(reason);
        onEnd({ ...seen, answered: true, error: null });
      },
    },
    { highWaterMark: 0 },
  );
}
