import type { Json } from '../../domain/json.ts';
import type { Dialect } from './dialects.ts';

/** What a statement's places take; bound by the driver, never written into its text. */
export type SqlValue = string | number | boolean | null;
export type Statement = { readonly sql: string; readonly values: readonly SqlValue[] };

export type Limits = { readonly rows: number; readonly bytes: number; readonly milliseconds: number };

export type Column = { readonly name: string; readonly type: string };
export type Rows = {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Json[])[];
  /** What cut the answer off; null: it is whole. */
  readonly truncated: 'rows' | 'bytes' | null;
  /** Values that were too long and end with a mark. */
  readonly clippedValues: number;
};
export type Written = Rows & { readonly affectedRows: number | null };

/** One database under one account, for one call. What the signal or the time ends, ends in the database as well. */
export type Database = {
  readonly dialect: Dialect;
  /** Who asks what, for people; nothing secret. */
  readonly label: { readonly id: string; readonly name: string };
  /** Statements in one session that can change nothing; an answer for each. */
  read(statements: readonly Statement[], limits: Limits): Promise<readonly Rows[]>;
  /** One statement, alone in its transaction. */
  write(statement: Statement, limits: Limits): Promise<Written>;
};
