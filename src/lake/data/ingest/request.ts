import type { Format } from './detect-format.ts';
import type { SetAside } from './set-aside.ts';

export type IngestRequest = {
  readonly workspaceId: string;
  readonly table: string;
  readonly path: string;
  /** What reports call it; the file's own name by default. */
  readonly name?: string;
  /** The field that says when; found by its name if not given. */
  readonly time?: string;
  readonly format?: Format;
  readonly delimiter?: string;
  /** Names of the columns of a CSV file without a header. */
  readonly columns?: readonly string[];
  /** `refuse`: a file that was ingested before; `allow`: takes it again; `ignore`: does not look (streams that repeat themselves). */
  readonly repeated?: 'refuse' | 'allow' | 'ignore';
  /** Stores nothing if any record does not fit. */
  readonly whole?: boolean;
};

export type IngestPhase = 'reading' | 'writing' | 'finishing';
export type IngestHooks = { readonly signal: AbortSignal; readonly onProgress?: (phase: IngestPhase, percent: number) => void };

export type IngestReport = {
  readonly table: string;
  readonly name: string;
  readonly rows: number;
  readonly days: number;
  readonly setAside: number;
  /** Where records that did not fit were written down, with the first few. */
  readonly setAsideFile: string | null;
  readonly examples: readonly SetAside[];
  readonly timeFrom: string | null;
  readonly mapping: string | null;
  readonly addedColumns: readonly { readonly name: string; readonly type: string }[];
  readonly droppedKeys: readonly string[];
  readonly milliseconds: number;
};
