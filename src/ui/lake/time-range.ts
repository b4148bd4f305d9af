import type { LakeTableView } from '../../contract/lake-objects.ts';

/** The time that a question is about. `query`: what the query itself says. */
export type TimeRange =
  | { readonly kind: 'query' }
  | { readonly kind: 'last'; readonly span: string }
  | { readonly kind: 'between'; readonly from: string; readonly to: string };

export const spans = [
  ['1h', 'Last hour'],
  ['24h', 'Last 24 hours'],
  ['7d', 'Last 7 days'],
  ['30d', 'Last 30 days'],
] as const;

/** A query with the lines that are put before it. */
export type ScopedQuery = {
  /** Lines that are sent before the query, to be shown to the person; empty for none. */
  readonly prefix: string;
  readonly text: string;
  /** Lines by which errors in the query are moved down. */
  readonly lines: number;
  /** Why the range does not hold for all of the query. */
  readonly note: string | null;
};

/**
 * The query on tables that hold only the range: each table that it names is defined anew before it, so the filter holds in
 * joins, unions and functions alike, and everybody sees what is run.
 */
export function scopeQuery(query: string, range: TimeRange, tables: readonly LakeTableView[]): ScopedQuery {
  const clause = clauseOf(range);
  if (clause === null) return { prefix: '', text: query, lines: 0, note: null };
  const code = withoutTexts(query);
  const words = new Set(code.match(/[A-Za-z_]\w*/g));
  const defined = new Set([...code.matchAll(/\blet\s+([A-Za-z_]\w*)/g)].map(([, name]) => name));
  const named = tables.filter(({ name }) => words.has(name) && !defined.has(name));
  const timed = named.filter(({ columns }) => columns.some(({ name }) => name === 'TimeGenerated'));
  const prefix = timed.map(({ name }) => `let ${name} = table("${name}") | where ${clause};`).join('\n');
  const open = /\b(?:search|find)\b|\bunion\b[^|]*\*/.test(code);
  return {
    prefix,
    text: prefix === '' ? query : `${prefix}\n${query}`,
    lines: timed.length,
    note: open
      ? 'The range does not hold for search, find and wildcards: filter TimeGenerated in the query.'
      : timed.length === 0
        ? 'The query names no table with TimeGenerated, so the range changes nothing.'
        : null,
  };
}

function clauseOf(range: TimeRange): string | null {
  switch (range.kind) {
    case 'query':
      return null;
    case 'last':
      return `TimeGenerated > ago(${range.span})`;
    case 'between':
      return `TimeGenerated between (datetime(${range.from}) .. datetime(${range.to}))`;
    default:
      return range satisfies never;
  }
}

/** The query without its strings and comments, so that what they say is taken for no name. */
function withoutTexts(query: string): string {
  return query.replace(/@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*/g, ' ');
}

/** How a range reads on its button. */
export function describeRange(range: TimeRange): string {
  switch (range.kind) {
    case 'query':
      return 'As the query says';
    case 'last':
      return spans.find(([span]) => span === range.span)?.[1] ?? `Last ${range.span}`;
    case 'between':
      return `${shortTime(range.from)} to ${shortTime(range.to)}`;
    default:
      return range satisfies never;
  }
}

const shortTime = (iso: string) => iso.slice(0, 16).replace('T', ' ');
