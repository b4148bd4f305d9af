import type { Limits, Rows, Statement } from '../../../connector-kit/sql/database.ts';

/** What the process of the engines is asked, as plain data. */
export type Job = {
  readonly mode: 'read' | 'write';
  readonly kind: 'sqlite' | 'duckdb';
  readonly file: string;
  readonly statements: readonly Statement[];
  readonly limits: Limits;
};

export type JobAnswer = { readonly answers: readonly Rows[]; readonly affectedRows: number | null };

/** `refused`: a sentence for whoever asked. `failed`: something is wrong here. */
export type JobReply =
  | ({ readonly kind: 'done' } & JobAnswer)
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly message: string };
