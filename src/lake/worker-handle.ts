import { Worker } from 'node:worker_threads';
import { AppError } from '../domain/errors.ts';

/** A worker that answers numbered requests; a worker that dies or hangs is replaced, and its requests fail. */
export type WorkerHandle<Request, Reply> = {
  /** Sends and yields replies with this id until the reader stops. */
  readonly exchange: (id: number, request: Request, signal?: AbortSignal, deadline?: number) => AsyncGenerator<Reply>;
  readonly send: (request: Request) => void;
  readonly close: () => Promise<void>;
};

type Mailbox<Reply> = { readonly replies: (Reply | Error)[]; wake: () => void };

type WorkerOptions<Request> = {
  readonly workerData: object;
  /**
   * What asks the worker to stop what it does and leave. A thread in which native code calls back into JavaScript must leave by
   * itself: ending it from outside ends the whole process.
   */
  readonly retire?: Request;
};

/** How long a worker that was asked to leave may take before it is let go. */
const leaveTime = 5000;

/** Starts a worker from a module and keeps one running. */
export function startWorker<Request, Reply>(module: URL, { workerData, retire }: WorkerOptions<Request>): WorkerHandle<Request, Reply> {
  const mailboxes = new Map<number, Mailbox<Reply>>();
  let closed = false;
  let worker = start();

  function start(): Worker {
    const started = new Worker(module, { workerData });
    started.on('message', (reply: Reply & { readonly id?: number }) => {
      if (reply.id !== undefined) deliver(reply.id, reply);
    });
    // Asking keeps the process alive, a waiting worker does not.
    started.unref();
    started.on('error', (error) => {
      if (started === worker) failAll(new AppError('lake.failed', { cause: error }));
    });
    started.on('exit', () => {
      if (closed || started !== worker) return;
      failAll(new AppError('lake.failed'));
      worker = start();
    });
    return started;
  }

  function deliver(id: number, reply: Reply | Error): void {
    const mailbox = mailboxes.get(id);
    mailbox?.replies.push(reply);
    mailbox?.wake();
  }

  function failAll(error: Error): void {
    for (const id of mailboxes.keys()) deliver(id, error);
  }

  function post(request: Request): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    worker.postMessage(request);
  }

  function replace(): void {
    const old = worker;
    worker = start();
    void dismiss(old);
    failAll(new AppError('lake.timed-out'));
  }

  /** Ends a worker; one that must leave by itself and does not is left alone until the process ends. */
  async function dismiss(old: Worker): Promise<void> {
    if (retire === undefined) return void (await old.terminate());
    const gone = new Promise<void>((resolve) => {
      old.once('exit', () => resolve());
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    old.postMessage(retire);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, leaveTime);
    });
    await Promise.race([gone, late]);
    clearTimeout(timer);
  }

  return {
    send: post,
    exchange: async function* (id, request, signal, deadline) {
      const mailbox: Mailbox<Reply> = { replies: [], wake: () => undefined };
      mailboxes.set(id, mailbox);
      const timer = deadline === undefined ? undefined : setTimeout(replace, deadline);
      const onAbort = (): void => deliver(id, new AppError('lake.cancelled'));
      signal?.addEventListener('abort', onAbort, { once: true });
      if (mailboxes.size === 1) worker.ref();
      try {
        post(request);
        for (;;) {
          const reply = mailbox.replies.shift();
          if (reply instanceof Error) throw reply;
          if (reply !== undefined) yield reply;
          else
            await new Promise<void>((resolve) => {
              mailbox.wake = resolve;
            });
        }
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        mailboxes.delete(id);
        if (mailboxes.size === 0) worker.unref();
      }
    },
    close: async () => {
      closed = true;
      await dismiss(worker);
      failAll(new AppError('lake.cancelled'));
    },
  };
}
