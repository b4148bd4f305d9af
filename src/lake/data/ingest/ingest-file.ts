import { rm } from 'node:fs/promises';
import { findAppError, AppError } from '../../../domain/errors.ts';
import { isTableName } from '../tables.ts';
import { digestFile } from './digest.ts';
import { prepareFile } from './prepare-file.ts';
import type { IngestHooks, IngestReport, IngestRequest } from './request.ts';
import { type IngestDependencies, takeIn } from './take-in.ts';

/** How often a file starts over since another one changed the table meanwhile. */
const attempts = 8;

/** Takes a file in, whole or not at all. When the promise resolves its rows are on disk and every later query sees them. */
export async function ingestFile(dependencies: IngestDependencies, request: IngestRequest, hooks: IngestHooks): Promise<IngestReport> {
  if (!isTableName(request.table)) {
    throw new AppError('lake.table-name-invalid', {
      sentence: `"${request.table}" cannot name a table: letters, digits and _ after a letter, at most 100.`,
    });
  }
  const work = dependencies.folder.work();
  try {
    // Read at the same time as the rest: the engine leaves time to the other core.
    const digest = request.repeated === 'ignore' ? Promise.resolve(null) : digestFile(request.path, hooks.signal);
    digest.catch(() => undefined);
    const file = await prepareFile({ ...request, folder: work, signal: hooks.signal });
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await dependencies.ducks.use(
          (duck) => takeIn(dependencies, { request, file, digest, work: `${work}/${attempt}`, duck, hooks }),
          hooks.signal,
        );
      } catch (error) {
        if (findAppError(error)?.code !== 'lake.schema-changed' || attempt === attempts) throw error;
      }
    }
  } catch (error) {
    throw explain(error, { name: request.name ?? request.path, signal: hooks.signal });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** What the engine and the system say about a file, in words of ours. */
function explain(error: unknown, { name, signal }: { readonly name: string; readonly signal: AbortSignal }): unknown {
  if (signal.aborted) return new AppError('lake.ingest-cancelled', { cause: error });
  if (findAppError(error) !== null) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
    return new AppError('request.invalid', { sentence: `${name} cannot be read.`, cause: error });
  if (code === 'ENOSPC' || /no space left/i.test(text)) return new AppError('lake.disk-full', { cause: error });
  if (/out of memory/i.test(text))
    return new AppError('lake.file-unreadable', {
      sentence: `${name} needs more memory than is allowed. Split it and try again.`,
      cause: error,
    });
  if (/maximum_object_size|too large|exceeds/i.test(text))
    return new AppError('lake.file-unreadable', { sentence: `${name} has a record of more than 64 MB.`, cause: error });
  return new AppError('lake.file-unreadable', {
    sentence: `${name} could not be read: it is damaged, or not what its first bytes say.`,
    cause: error,
  });
}
