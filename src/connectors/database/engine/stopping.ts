import type { Socket } from 'node:net';
import { findAppError, ToolError } from '../../../connector-kit/index.ts';

const graceMilliseconds = 3_000;
/** Drivers hold a row whole, so a table of giant values must not be read to its end. */
const maxReceivedBytes = 128_000_000;

export type Stopping = {
  /** Of the call. */
  readonly signal: AbortSignal;
  readonly milliseconds: number;
  readonly socket: Socket;
  /** Asks the server to stop what runs. */
  readonly cancel: (signal: AbortSignal) => Promise<void>;
  /** What a driver's error means; null: it is not one. */
  readonly explain: (error: unknown) => ToolError | null;
};

/** Does work on a connection that ends with the call, with its time, and with too many bytes: in the server first, then here. */
export async function untilStopped<Result>(
  work: () => Promise<Result>,
  { signal, milliseconds, socket, cancel, explain }: Stopping,
): Promise<Result> {
  const timeout = AbortSignal.timeout(milliseconds);
  const tooMuch = new AbortController();
  const before = socket.bytesRead;
  const watch = setInterval(() => socket.bytesRead - before > maxReceivedBytes && tooMuch.abort(), 50);
  const stopped = AbortSignal.any([signal, timeout, tooMuch.signal]);
  const stop = () => {
    const grace = AbortSignal.timeout(graceMilliseconds);
    grace.addEventListener('abort', () => socket.destroy());
    // Where even that cannot be sent, the connection ends all the same.
    cancel(grace).catch(() => socket.destroy());
  };
  stopped.addEventListener('abort', stop, { once: true });
  try {
    stopped.throwIfAborted();
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted)
      throw new ToolError(`This took longer than ${milliseconds / 1000} seconds and was stopped in the database. Ask for less.`);
    if (tooMuch.signal.aborted) throw new ToolError('The rows are too large to be read. Ask for fewer columns, or for parts of them.');
    throw findAppError(error) ?? explain(error) ?? error;
  } finally {
    clearInterval(watch);
    stopped.removeEventListener('abort', stop);
    socket.destroy();
  }
}
