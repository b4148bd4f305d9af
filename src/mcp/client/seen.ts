import {
  ProtocolError,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  SseError,
  UnsupportedProtocolVersionError,
} from '@modelcontextprotocol/client';
import { isJsonObject } from '../../domain/json.ts';

/** What was seen of a server when something failed; judged in classify.ts. */
export type Seen =
  | {
      readonly kind: 'http-status';
      readonly status: number;
      readonly body: string | null;
      /** The JSON-RPC error in the body, if it holds one. */
      readonly rpcError: { readonly code: number; readonly message: string } | null;
      readonly hadSession: boolean;
      readonly hint: string | null;
    }
  | { readonly kind: 'unexpected-content'; readonly contentType: string | null }
  | { readonly kind: 'unreadable-json' }
  | { readonly kind: 'not-json-rpc' }
  | { readonly kind: 'invalid-result'; readonly message: string }
  | { readonly kind: 'rpc-error'; readonly code: number; readonly message: string }
  | { readonly kind: 'version-unsupported'; readonly message: string }
  | { readonly kind: 'too-many-pages' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'unknown'; readonly message: string };

/** Marks an error of a request that carried a session id: what 404 means depends on it. */
export class SessionRequestError extends Error {
  constructor(cause: unknown) {
    super('a request within a session failed', { cause });
  }
}

/** Reads the SDK's errors. They nest: the negotiation wraps what the transport threw. */
export function readSeen(error: unknown, hadSession = false): Seen {
  if (error instanceof SessionRequestError) return readSeen(error.cause, true);
  if (error instanceof SdkHttpError) return readHttp(error, hadSession);
  if (error instanceof UnsupportedProtocolVersionError) return { kind: 'version-unsupported', message: error.message };
  if (error instanceof ProtocolError) return { kind: 'rpc-error', code: error.code, message: error.message };
  if (error instanceof SseError) return readSse(error, hadSession);
  if (error instanceof SdkError) return readSdk(error, hadSession);
  if (!(error instanceof Error)) return { kind: 'unknown', message: String(error) };
  if (error.name === 'SyntaxError') return { kind: 'unreadable-json' };
  if (error.name === 'ZodError' || error.name === '$ZodError') return { kind: 'not-json-rpc' };
  // The SSE transport throws its POST failures as plain errors.
  const posted = /^Error POSTing to endpoint \(HTTP (\d+)\): ([\s\S]*)$/.exec(error.message);
  if (posted !== null) return status({ status: Number(posted[1]), body: posted[2] ?? null, hadSession: true });
  if (error.message === 'Not connected') return { kind: 'closed' };
  return error.cause === undefined ? { kind: 'unknown', message: error.message.slice(0, 200) } : readSeen(error.cause, hadSession);
}

function readHttp(error: SdkHttpError, hadSession: boolean): Seen {
  const { data } = error;
  const hint = /Redirect to \S+ not followed; use that URL[^(]*/.exec(error.message)?.[0] ?? null;
  return status({ status: data.status, body: typeof data['text'] === 'string' ? data['text'] : null, hadSession, hint });
}

function readSse(error: SseError, hadSession: boolean): Seen {
  const contentType = /Invalid content type, expected "text\/event-stream"/.test(error.message);
  if (contentType) return { kind: 'unexpected-content', contentType: /got "?([^"]+)"?/.exec(error.message)?.[1] ?? null };
  return error.code === undefined ? { kind: 'closed' } : status({ status: error.code, body: null, hadSession });
}

function readSdk(error: SdkError, hadSession: boolean): Seen {
  switch (error.code) {
    case SdkErrorCode.ClientHttpUnexpectedContent: {
      const { data } = error;
      return {
        kind: 'unexpected-content',
        contentType: isJsonObject(data) && typeof data['contentType'] === 'string' ? data['contentType'] : null,
      };
    }
    case SdkErrorCode.InvalidResult:
    case SdkErrorCode.UnsupportedResultType:
      return { kind: 'invalid-result', message: error.message.slice(0, 300) };
    case SdkErrorCode.ListPaginationExceeded:
      return { kind: 'too-many-pages' };
    case SdkErrorCode.ConnectionClosed:
    case SdkErrorCode.NotConnected:
      return { kind: 'closed' };
    default: {
      const cause = error.cause ?? (isJsonObject(error.data) ? error.data['cause'] : undefined);
      return cause instanceof Error ? readSeen(cause, hadSession) : { kind: 'unknown', message: error.message.slice(0, 200) };
    }
  }
}

function status(seen: {
  readonly status: number;
  readonly body: string | null;
  readonly hadSession: boolean;
  readonly hint?: string | null;
}): Seen {
  return { kind: 'http-status', hint: null, ...seen, rpcError: readRpcError(seen.body) };
}

function readRpcError(body: string | null): { readonly code: number; readonly message: string } | null {
  try {
    const parsed: unknown = JSON.parse(body ?? '');
    const error = isJsonObject(parsed) && parsed['jsonrpc'] === '2.0' ? parsed['error'] : null;
    if (!isJsonObject(error) || typeof error['code'] !== 'number') return null;
    return { code: error['code'], message: typeof error['message'] === 'string' ? error['message'] : '' };
  } catch {
    return null;
  }
}
