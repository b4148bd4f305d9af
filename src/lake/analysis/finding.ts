import type { Json } from '../../domain/json.ts';

export type Row = Readonly<Record<string, Json>>;

/** What an analysis looks at: an entity within a time span, as KQL literals ready to stand in a query. */
export type Subject = {
  readonly entity: string;
  /** Of an address its host, which is all that connections are logged with; else the entity. */
  readonly host: string;
  readonly start: string;
  readonly end: string;
};

/**
 * One thing that an analysis looks for: its table, its query and what the rows mean. Deterministic: the same rows give
 * the same sentence and points, and the query is shown beside them.
 */
export type Finding = {
  readonly id: string;
  readonly title: string;
  /** Every table that the query reads. Where one is missing, the finding says that it could not look. */
  readonly tables: readonly string[];
  readonly query: (subject: Subject) => string;
  /** Points for the score (0–100 in sum) and what to say; null when the rows mean nothing. */
  readonly judge: (rows: readonly Row[]) => { readonly points: number; readonly sentence: string } | null;
};

/** The condition that keeps a subject's time span. */
export function within({ start, end }: Pick<Subject, 'start' | 'end'>): string {
  return `where TimeGenerated between (${start} .. ${end})`;
}

/** The number in a column of a row; 0 where there is none. */
export function numberIn(row: Row | undefined, column: string): number {
  const value = row?.[column];
  return typeof value === 'number' ? value : Number(value ?? 0) || 0;
}

/** The sum of a column. */
export function total(rows: readonly Row[], column: string): number {
  return rows.reduce((sum, row) => sum + numberIn(row, column), 0);
}

/** The different values of a column, the first few of them in words. */
export function listOf(rows: readonly Row[], column: string, shown = 5): string {
  const values = [...new Set(rows.map((row) => String(row[column] ?? '')).filter((value) => value !== ''))];
  return values.length > shown ? `${values.slice(0, shown).join(', ')} and ${values.length - shown} more` : values.join(', ');
}
