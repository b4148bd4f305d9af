import { refuse, semanticError } from '../diagnostics.ts';
import { call, quoteString } from '../sql/quote.ts';
import type { SyntaxNode } from '../syntax/tree.ts';
import { isBroken } from '../native/regex.ts';
import { withUnicodeClasses } from '../native/regex-text.ts';
import type { Scalar } from '../types.ts';
import { toText } from './convert.ts';

/** A string operator: how it is spelled in SQL for a text that is written in the query, and which native answers otherwise. */
type TextMatch = {
  readonly native: string;
  readonly written: (text: string, pattern: string) => string;
};

const termCharacter = '[0-9A-Za-z\\p{L}\\p{N}]';

const termMatch = (native: string, edges: { readonly start: boolean; readonly end: boolean; readonly sees: boolean }): TextMatch => ({
  native,
  written: (text, pattern) => call('regexp_matches', text, quoteString(termPattern(pattern, edges))),
});

const matches: Readonly<Record<string, TextMatch>> = {
  has: termMatch('kql_has', { start: true, end: true, sees: false }),
  has_cs: termMatch('kql_has_cs', { start: true, end: true, sees: true }),
  hasprefix: termMatch('kql_hasprefix', { start: true, end: false, sees: false }),
  hasprefix_cs: termMatch('kql_hasprefix_cs', { start: true, end: false, sees: true }),
  hassuffix: termMatch('kql_hassuffix', { start: false, end: true, sees: false }),
  hassuffix_cs: termMatch('kql_hassuffix_cs', { start: false, end: true, sees: true }),
  contains: {
    native: 'kql_contains',
    written: (text, pattern) => call('contains', call('lower', text), quoteString(pattern.toLowerCase())),
  },
  contains_cs: { native: 'contains', written: (text, pattern) => call('contains', text, quoteString(pattern)) },
  startswith: {
    native: 'kql_startswith',
    written: (text, pattern) => call('starts_with', call('lower', text), quoteString(pattern.toLowerCase())),
  },
  startswith_cs: { native: 'starts_with', written: (text, pattern) => call('starts_with', text, quoteString(pattern)) },
  endswith: { native: 'kql_endswith', written: (text, pattern) => call('suffix', call('lower', text), quoteString(pattern.toLowerCase())) },
  endswith_cs: { native: 'suffix', written: (text, pattern) => call('suffix', text, quoteString(pattern)) },
};

const table = new Map(Object.entries(matches));

/** True for the spelling of a string operator, `!` or `not` aside. */
export function isTextMatch(operator: string): boolean {
  return table.has(positive(operator)) || operator === 'matches regex';
}

/** `has`, `!contains`, `startswith_cs`, `matches regex` …: total, since strings are never null. */
export function compileTextMatch(
  operator: string,
  { left, right }: { readonly left: Scalar; readonly right: Scalar },
  node: SyntaxNode,
): Scalar {
  const text = toText(left);
  const pattern = toText(right);
  if (operator === 'matches regex') return { sql: regexSql(text, pattern, node), type: 'bool', total: true };
  const match = table.get(positive(operator));
  if (match === undefined) refuse(`The operator '${operator}'`, { at: node });
  const sql = matchSql(match, text, pattern);
  return { sql: operator.startsWith('!') ? `(NOT ${sql})` : sql, type: 'bool', total: true };
}

/** The operator on one written or computed pattern. */
export function matchText(operator: string, text: Scalar, pattern: Scalar): string {
  const match = table.get(operator);
  if (match === undefined) throw new Error(`no text match ${operator}`);
  return matchSql(match, toText(text), toText(pattern));
}

/** The SQL of a pattern for DuckDB's RE2. */
export function regexPattern(pattern: Scalar, node: SyntaxNode): string {
  checkRegex(pattern, node);
  return typeof pattern.literal === 'string' ? quoteString(withUnicodeClasses(pattern.literal)) : pattern.sql;
}

/** Refuses what RE2 does not have before DuckDB says so. */
export function checkRegex(pattern: Scalar, node: SyntaxNode): void {
  if (typeof pattern.literal !== 'string') return;
  if (isBroken(pattern.literal)) semanticError(`The regular expression '${pattern.literal.slice(0, 60)}' is not valid.`, node);
  const found = /\(\?<?[=!]|\(\?>|\\[1-9]/.exec(pattern.literal.replaceAll('\\\\', ''));
  if (found !== null)
    refuse(`'${found[0]}' in a regular expression`, { at: node, instead: 'RE2 has no look-around and no back-references' });
}

function matchSql(match: TextMatch, text: Scalar, pattern: Scalar): string {
  return typeof pattern.literal === 'string' ? match.written(text.sql, pattern.literal) : call(match.native, text.sql, pattern.sql);
}

function regexSql(text: Scalar, pattern: Scalar, node: SyntaxNode): string {
  const matched = call('regexp_matches', text.sql, regexPattern(pattern, node));
  // A pattern that comes with the data may be none.
  return typeof pattern.literal === 'string' ? matched : `coalesce(TRY(${matched}), false)`;
}

/** A term stands between characters that are no letters or digits; a pattern that begins with a mark needs no boundary there. */
export function termPattern(
  term: string,
  { start, end, sees }: { readonly start: boolean; readonly end: boolean; readonly sees: boolean },
): string {
  const letter = /[\p{L}\p{N}]/u;
  const first = start && letter.test([...term][0] ?? '');
  const last = end && letter.test([...term].at(-1) ?? '');
  const edge = (needed: boolean, anchor: string): string => (needed ? `(?:${anchor}|[^${termCharacter.slice(1, -1)}])` : '');
  return `${sees ? '(?s)' : '(?si)'}${edge(first, '^')}${escapeRegex(term)}${edge(last, '$')}`;
}

export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|\-/]/g, '\\$&');
}

function positive(operator: string): string {
  return operator.startsWith('!') ? operator.slice(1) : operator;
}
