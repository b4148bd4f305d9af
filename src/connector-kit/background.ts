import { Worker } from 'node:worker_threads';
import { AppError } from '../domain/errors.ts';
import { ToolError } from './tool.ts';

/** Work that would hold up everybody else, done in a thread of its own. */
export type Background<Task, Result> = {
  /** Ends the thread when the signal falls or the time is over, whatever it is doing. */
  run(
    task: Task,
    options: { readonly signal: AbortSignal; readonly milliseconds: number; readonly transfer?: readonly ArrayBuffer[] },
  ): Promise<Result>;
};

/** What a thread answers; see `serveTasks`. */
export type Reply =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly message: string };

const idleMilliseconds = 30_000;
const maxThreads = 2;
const maxMemoryMb = 512;

/** Threads that are started when first needed and end when idle. `url` is a module that calls `serveTasks`. */
export function createBackground<Task, Result>(url: URL): Background<Task, Result> {
  const idle: { readonly worker: Worker; readonly timer: NodeJS.Timeout }[] = [];
  const line: (() => void)[] = [];
  let busy = 0;

  function takeWorker(): Worker {
    const known = idle.pop();
    if (known === undefined) return new Worker(url, { resourceLimits: { maxOldGenerationSizeMb: maxMemoryMb } });
    clearTimeout(known.timer);
    known.worker.ref();
    return known.worker;
  }

  function rest(worker: Worker): void {
    worker.unref();
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((entry) => entry.worker === worker),
        1,
      );
      void worker.terminate();
    }, idleMilliseconds);
    timer.unref();
    idle.push({ worker, timer });
  }

  return {
    run: async (task, { signal, milliseconds, transfer = [] }) => {
      if (busy >= maxThreads) await new Promise<void>((resolve) => line.push(resolve));
      busy += 1;
      try {
        signal.throwIfAborted();
        const worker = takeWorker();
        const reply = await exchange(worker, { task, transfer, signal: AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]) });
        rest(worker);
        return readReply(reply) as Result;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof DOMException && error.name === 'TimeoutError')
          throw new ToolError(`This took longer than ${milliseconds / 1000} seconds and was stopped. Ask for less.`);
        throw error;
      } finally {
        busy -= 1;
        line.shift()?.();
      }
    },
  };
}

function exchange(
  worker: Worker,
  { task, transfer, signal }: { readonly task: unknown; readonly transfer: readonly ArrayBuffer[]; readonly signal: AbortSignal },
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const end = () => {
    worker.off('message', onMessage);
    worker.off('error', onError);
    signal.removeEventListener('abort', onAbort);
  };
  const onMessage = (reply: Reply) => {
    end();
    resolve(reply);
  };
  const onError = (error: unknown) => {
    end();
    void worker.terminate();
    reject(isOutOfMemory(error) ? new ToolError('This needs more memory than is allowed. Ask for less.') : error);
  };
  const onAbort = () => onError(signal.reason);
  worker.on('message', onMessage);
  worker.on('error', onError);
  signal.addEventListener('abort', onAbort, { once: true });
  worker.postMessage(task, [...transfer]);
  return promise;
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function readReply(reply: Reply): unknown {
  switch (reply.kind) {
    case 'result':
      return reply.result;
    case 'refused':
      throw new ToolError(reply.sentence);
    case 'failed':
      throw new AppError('internal', { cause: new Error(reply.message) });
  }
}
