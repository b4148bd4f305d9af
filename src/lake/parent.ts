import { parentPort } from 'node:worker_threads';

/** Sends a message from a worker to the thread that started it. */
export function postToParent(message: object): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads has no origin
  parentPort?.postMessage(message);
}
