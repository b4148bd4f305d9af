// Not through the kit's index: this process needs nothing else of it, and starts sooner without.
import { ToolError } from '../../../connector-kit/tool.ts';
import { runOnDuckDb } from './duckdb.ts';
import type { Job, JobAnswer, JobReply } from './job.ts';
import { runOnSqlite } from './sqlite.ts';

const engines = { sqlite: runOnSqlite, duckdb: runOnDuckDb } as const satisfies Record<Job['kind'], (job: Job) => Promise<JobAnswer>>;

process.on('message', async (job: Job) => process.send?.(await replyTo(job)));
process.once('disconnect', () => process.exit());

async function replyTo(job: Job): Promise<JobReply> {
  try {
    return { kind: 'done', ...(await engines[job.kind](job)) };
  } catch (error) {
    if (error instanceof ToolError) return { kind: 'refused', sentence: error.message };
    return { kind: 'failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
