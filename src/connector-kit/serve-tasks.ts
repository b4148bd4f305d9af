import { parentPort } from 'node:worker_threads';
import type { Reply } from './background.ts';
import { ToolError } from './tool.ts';

/** The other end of a `Background`: answers each task in turn. */
export function serveTasks<Task>(handle: (task: Task) => Promise<unknown> | unknown): void {
  parentPort?.on('message', async (task: Task) => parentPort?.postMessage(await replyTo(() => handle(task)), []));
}

async function replyTo(work: () => Promise<unknown> | unknown): Promise<Reply> {
  try {
    return { kind: 'result', result: await work() };
  } catch (error) {
    if (error instanceof ToolError) return { kind: 'refused', sentence: error.message };
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
