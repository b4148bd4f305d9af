import { AsyncLocalStorage } from 'node:async_hooks';
import { AppError } from '../../domain/errors.ts';
import type { CallContext } from '../../domain/tool.ts';

/**
 * What one call (or one attempt to connect) knows of the exchanges made for it. The SDK's transports hand over neither
 * which request a stream belongs to nor that it broke; the asynchronous context of the call tells.
 */
export type CallScope = {
  /** Null while connecting and listing: nobody to ask. */
  readonly context: CallContext | null;
  /** Rejects with what broke an exchange of this scope in a way that the SDK would wait out for ever. */
  readonly broken: Promise<never>;
  /** Ends the exchanges that are still open. */
  readonly signal: AbortSignal;
  /** True once the call is over: what still happens in its context belongs to the session. */
  readonly ended: boolean;
  fail(error: unknown): void;
  /** What went wrong before belongs to an exchange that is over. */
  exchangeStarted(): void;
  /** A response stream ended. Unless its answer has come or it can be resumed, the call ends as closed. */
  streamEnded(end: StreamEnd): void;
  /** A message could not be read; it matters if no answer follows. */
  noteProblem(error: unknown): void;
  /** The SDK gave up resuming a stream. */
  resumptionGivenUp(): void;
};

export type StreamEnd = { readonly answered: boolean; readonly resumable: boolean; readonly error: unknown };

export const scopes = new AsyncLocalStorage<CallScope>();

/** Long enough for the SDK to hand over an answer that arrived in the last bytes. */
const settleMilliseconds = 100;
/** Long enough for the end of a stream whose answer has come, so that its connection can be used again. */
const lingerMilliseconds = 1_000;

/** Runs `work` in a scope of its own and gives whichever comes first: its result, or what broke. */
export async function runInScope<T>(context: CallContext | null, work: (scope: CallScope) => Promise<T>): Promise<T> {
  const { scope, end } = createScope(context);
  try {
    return await Promise.race([scopes.run(scope, () => work(scope)), scope.broken]);
  } finally {
    end();
  }
}

function createScope(context: CallContext | null): { readonly scope: CallScope; end(): void } {
  const { promise: broken, reject } = Promise.withResolvers<never>();
  broken.catch(() => {});
  const exchanges = new AbortController();
  let ended = false;
  let problem: unknown = null;
  let settling: NodeJS.Timeout | null = null;

  const closeSoon = (error: unknown) => {
    if (ended) return;
    settling ??= setTimeout(() => reject(problem ?? error), settleMilliseconds);
  };
  const scope: CallScope = {
    context,
    broken,
    signal: exchanges.signal,
    get ended() {
      return ended;
    },
    fail: reject,
    noteProblem: (error) => {
      problem ??= error;
    },
    exchangeStarted: () => {
      problem = null;
    },
    streamEnded: ({ answered, resumable, error }) => {
      if (error instanceof AppError) reject(error);
      else if (!answered && !resumable) closeSoon(new AppError('upstream.closed', { cause: error }));
    },
    resumptionGivenUp: () => closeSoon(new AppError('upstream.closed')),
  };
  return {
    scope,
    end: () => {
      ended = true;
      if (settling !== null) clearTimeout(settling);
      setTimeout(() => exchanges.abort(), lingerMilliseconds).unref();
    },
  };
}
