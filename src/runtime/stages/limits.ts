import { errorCatalogue } from '../../domain/errors.ts';
import type { ToolOutcome } from '../../domain/tool.ts';
import { createTurnstile } from '../turnstile.ts';
import type { Stage } from '../stage.ts';

/** Bounds of a call, unless its connector sets others. Times in milliseconds, sizes in bytes. */
export type CallLimits = {
  /** A call that neither ends nor reports progress for this long is ended. */
  readonly callTimeout: number;
  /** Progress extends a call up to this. */
  readonly maxCallTimeout: number;
  readonly maxResultBytes: number;
  readonly maxConcurrentCalls: number;
  /** Calls that may wait for a place before more are refused. */
  readonly maxWaitingCalls: number;
};

export const defaultCallLimits: CallLimits = {
  callTimeout: 60_000,
  maxCallTimeout: 30 * 60_000,
  maxResultBytes: 256 * 1024,
  maxConcurrentCalls: 16,
  maxWaitingCalls: 64,
};

/** Time, size and concurrency of calls, per connector. */
export function createLimitsStage({ limits }: { readonly limits: CallLimits }): Stage {
  const turnstile = createTurnstile();
  return async (running, next) => {
    const { tool } = running.call;
    const place = await turnstile.enter(tool.connectorId ?? tool.label, {
      places: tool.limits.maxConcurrentCalls ?? limits.maxConcurrentCalls,
      waiting: limits.maxWaitingCalls,
      signal: running.signal,
    });
    if (place === 'full') return failed('call.too-many');
    if (place === 'aborted') return failed('call.cancelled');
    const timer = createCallTimer({
      quiet: tool.limits.callTimeoutSeconds === null ? limits.callTimeout : tool.limits.callTimeoutSeconds * 1000,
      total: limits.maxCallTimeout,
    });
    try {
      const outcome = next({
        ...running,
        maxResultBytes: tool.limits.maxResultBytes ?? limits.maxResultBytes,
        signal: AbortSignal.any([running.signal, timer.signal]),
        onProgress: (progress) => {
          timer.extend();
          running.onProgress(progress);
        },
        // A question to a person waits as long as the person takes; the time counts again once it is answered.
        elicit:
          running.elicit === null
            ? null
            : async (request) => {
                const resume = timer.pause();
                try {
                  return await running.elicit!(request);
                } finally {
                  resume();
                }
              },
      });
      // A source that ignores its signal must not hold the person.
      const ended = await Promise.race([outcome, timer.expired]);
      return ended === 'expired' ? failed('call.timed-out') : ended;
    } finally {
      timer.stop();
      place.leave();
    }
  };
}

function failed(code: 'call.too-many' | 'call.cancelled' | 'call.timed-out'): ToolOutcome {
  return { kind: 'failed', code, message: errorCatalogue[code].sentence, httpStatus: null };
}

function createCallTimer({ quiet, total }: { readonly quiet: number; readonly total: number }) {
  const controller = new AbortController();
  const { promise: expired, resolve } = Promise.withResolvers<'expired'>();
  const expire = () => {
    controller.abort(new DOMException('The call timed out.', 'TimeoutError'));
    resolve('expired');
  };
  let quietTimer = setTimeout(expire, quiet);
  const totalTimer = setTimeout(expire, Math.max(total, quiet));
  const extend = () => {
    clearTimeout(quietTimer);
    if (!controller.signal.aborted) quietTimer = setTimeout(expire, quiet);
  };
  return {
    signal: controller.signal,
    expired,
    extend,
    pause: () => {
      clearTimeout(quietTimer);
      return extend;
    },
    stop: () => {
      clearTimeout(quietTimer);
      clearTimeout(totalTimer);
    },
  };
}
