import type { Context } from 'hono';
import { AppError } from '../../domain/errors.ts';
import type { ApiHandlers } from '../api.ts';

/** What the routes need of the lake; it is built elsewhere and opened when something first comes in. */
export type LakeIntake = {
  receive(request: {
    readonly workspaceId: string;
    readonly table: string;
    readonly body: AsyncIterable<Uint8Array>;
    readonly gzip: boolean;
    readonly limit: number;
    readonly format: 'ndjson' | 'json' | 'csv';
    readonly time?: string;
    readonly whole: boolean;
    readonly signal: AbortSignal;
  }): Promise<TakenIn>;
  findWorkspace(idOrName: string): Promise<string | null>;
  hasTable(workspaceId: string, table: string): Promise<boolean>;
  refreshOwnTables(signal: AbortSignal): Promise<void>;
  samples(request: {
    readonly workspaceId: string;
    readonly seed: number;
    readonly until?: string;
    readonly onTable: (table: string, place: { readonly done: number; readonly of: number }) => void;
    readonly signal: AbortSignal;
  }): Promise<readonly TakenIn[]>;
};

type TakenIn = {
  readonly table: string;
  readonly rows: number;
  readonly setAside: number;
  readonly examples: readonly { readonly line: number; readonly reason: string; readonly text: string }[];
  readonly addedColumns: readonly { readonly name: string; readonly type: string }[];
};

/** Unpacked: a packed body of the largest size may hold this much. */
const maxUnpackedBytes = 256 * 1024 * 1024;

/** Rows into the lake, and the copy of Patchbay's own log. */
export function ingestHandlers(intake: LakeIntake): ApiHandlers<'ingestRows' | 'refreshOwnTables'> {
  return {
    ingestRows: async ({ path, query, signal, context }) => {
      const report = await intake.receive({
        workspaceId: path.workspace,
        table: path.table,
        body: bodyOf(context),
        gzip: isGzip(context),
        limit: maxUnpackedBytes,
        format: formatOf(context.req.header('content-type') ?? ''),
        time: query.time,
        whole: false,
        signal,
      });
      const { table, rows, setAside, examples, addedColumns } = report;
      return { table, rows, setAside, examples: [...examples], addedColumns: [...addedColumns] };
    },
    refreshOwnTables: async ({ signal }) => {
      await intake.refreshOwnTables(signal);
      return undefined;
    },
  };
}

/** The bytes of a request as they arrive. */
export function bodyOf(context: Context): AsyncIterable<Uint8Array> {
  const { body } = context.req.raw;
  if (body === null) throw new AppError('request.invalid', { sentence: 'The request has no body.' });
  return body;
}

/** Whether the body is packed; any other packing is refused. */
export function isGzip(context: Context): boolean {
  const encoding = (context.req.header('content-encoding') ?? 'identity').toLowerCase();
  if (encoding !== 'gzip' && encoding !== 'identity')
    throw new AppError('request.invalid', { sentence: `The content encoding "${encoding}" is not read here; use gzip.` });
  return encoding === 'gzip';
}

function formatOf(contentType: string): 'ndjson' | 'json' | 'csv' {
  if (/csv/i.test(contentType)) return 'csv';
  return /^application\/json/i.test(contentType) ? 'json' : 'ndjson';
}
