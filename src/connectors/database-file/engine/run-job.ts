import { type ChildProcess, fork } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ToolError } from '../../../connector-kit/index.ts';
import type { Job, JobAnswer, JobReply } from './job.ts';

const processFile = fileURLToPath(new URL('./process.ts', import.meta.url));

/**
 * Runs a job in a process of its own. SQLite works inside one native call, which nothing in the same process can stop: ending a
 * thread waits for it. A process ends at once, and both engines' files survive that by their journals. It gets no environment.
 */
export async function runJob(job: Job, signal: AbortSignal): Promise<JobAnswer> {
  signal.throwIfAborted();
  if (statSync(job.file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new ToolError('The file of this connector is not there. Its owner can correct the path in the settings.');
  const timeout = AbortSignal.timeout(job.limits.milliseconds);
  const reply = await exchange(job, AbortSignal.any([signal, timeout])).catch((error: unknown) => {
    signal.throwIfAborted();
    if (timeout.aborted)
      throw new ToolError(`This took longer than ${job.limits.milliseconds / 1000} seconds and was stopped. Ask for less.`);
    throw error;
  });
  switch (reply.kind) {
    case 'done':
      return reply;
    case 'refused':
      throw new ToolError(reply.sentence);
    case 'failed':
      throw new Error(reply.message);
  }
}

// A process that has nothing to do waits a while for the next question, since starting one takes longer than most answers.
let spare: { readonly child: ChildProcess; readonly timer: NodeJS.Timeout } | null = null;
const idleMilliseconds = 30_000;

async function exchange(job: Job, signal: AbortSignal): Promise<JobReply> {
  const child = takeProcess();
  const { promise, resolve, reject } = Promise.withResolvers<JobReply>();
  const stop = () => reject(signal.reason);
  // It is our own process, which sends nothing else.
  const onMessage = (reply: unknown) => resolve(reply as JobReply);
  const onExit = () => reject(new ToolError('The query ended the database engine, most likely for want of memory. Ask for less.'));
  signal.addEventListener('abort', stop, { once: true });
  child.once('message', onMessage).once('error', reject).once('exit', onExit);
  child.send(job, (error) => error !== null && reject(error));
  try {
    const reply = await promise;
    child.off('message', onMessage).off('error', reject).off('exit', onExit);
    keepProcess(child);
    return reply;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function takeProcess(): ChildProcess {
  if (spare !== null && spare.child.connected) {
    const { child, timer } = spare;
    spare = null;
    clearTimeout(timer);
    child.ref();
    child.channel?.ref();
    return child;
  }
  return fork(processFile, [], {
    env: {},
    execArgv: ['--max-old-space-size=256', '--disable-warning=ExperimentalWarning'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

function keepProcess(child: ChildProcess): void {
  if (spare !== null) {
    child.kill('SIGKILL');
    return;
  }
  // It must not keep this program from ending; it ends by itself when its channel does.
  child.unref();
  child.channel?.unref();
  const timer = setTimeout(() => {
    spare = null;
    child.kill('SIGKILL');
  }, idleMilliseconds).unref();
  spare = { child, timer };
}
