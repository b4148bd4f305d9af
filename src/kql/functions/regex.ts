import { semanticError } from '../diagnostics.ts';
import { convert, toText } from '../expressions/convert.ts';
import { checkRegex, regexPattern } from '../expressions/text-match.ts';
import { withUnicodeClasses } from '../native/regex-text.ts';
import { call, quoteString } from '../sql/quote.ts';
import type { Scalar } from '../types.ts';
import { filled, nativeRow } from './native-row.ts';
import { type CallPlace, type FunctionRow, row } from './row.ts';
import { typeArgument } from './type-argument.ts';

/** Functions that take a regular expression. */
export const regexFunctions: readonly FunctionRow[] = [
  row('trim', {
    takes: ['string', 'string'],
    returns: 'string',
    sql: (args, place) => trimSql(args, { place, start: true, end: true }),
    says: 'The text without a match of the pattern at both ends.',
    example: ['trim(" +", "  a ")', 'a'],
  }),
  row('trim_start', {
    takes: ['string', 'string'],
    returns: 'string',
    sql: (args, place) => trimSql(args, { place, start: true, end: false }),
    says: 'The text without a match of the pattern at its start.',
    example: ['trim_start("x", "xa")', 'a'],
  }),
  row('trim_end', {
    takes: ['string', 'string'],
    returns: 'string',
    sql: (args, place) => trimSql(args, { place, start: false, end: true }),
    says: 'The text without a match of the pattern at its end.',
    example: ['trim_end("x", "ax")', 'a'],
  }),
  row('replace_regex', {
    takes: ['string', 'string', 'string'],
    returns: 'string',
    sql: (args, place) => replaceRegex(args[0], args[1], { by: args[2], place }),
    says: 'Every match of a pattern by another text; \\1 is its first group.',
    example: ['replace_regex("a1b2", @"(\\d)", @"<\\1>")', 'a<1>b<2>'],
  }),
  row('replace', {
    takes: ['string', 'string', 'string'],
    returns: 'string',
    sql: (args, place) => replaceRegex(args[2], args[0], { by: args[1], place }),
    says: 'Older name of replace_regex, the text last.',
    example: ['replace("a", "b", "cat")', 'cbt'],
  }),
  row('indexof_regex', {
    takes: ['string', 'string', 'long', 'long', 'long'],
    returns: 'long',
    sql: (args) => call('kql_indexof_regex', ...filled(args, ['0::BIGINT', '-1::BIGINT', '1::BIGINT'], 2)),
    says: 'Where a pattern first matches, or -1.',
    example: ['indexof_regex("a1", @"\\d")', 1],
  }),
  row('extract', {
    takes: ['string', 'long', 'string', 'any'],
    returns: 'binder',
    partial: true,
    sql: extractSql,
    says: 'A group of the first match of a pattern.',
    example: ['extract("x=([0-9]+)", 1, "x=42")', '42'],
  }),
  ...['extract_all', 'extractall'].map((name) =>
    row(name, {
      takes: ['string', 'any', 'string'],
      returns: 'dynamic',
      partial: true,
      sql: extractAllSql,
      says: 'The groups of all matches of a pattern.',
      example: [`${name}(@"(\\d+)", "1 and 22")`, ['1', '22']],
    }),
  ),
  nativeRow('regex_quote', {
    takes: ['string'],
    returns: 'string',
    says: 'A text as a pattern that matches just it.',
    example: ['regex_quote("a.b")', 'a\\.b'],
  }),
];

function trimSql(
  [pattern, text]: readonly Scalar[],
  { place, start, end }: { readonly place: CallPlace; readonly start: boolean; readonly end: boolean },
): string {
  if (pattern === undefined || text === undefined) return 'NULL';
  if (typeof pattern.literal !== 'string') return call('kql_trim', pattern.sql, text.sql, String(start), String(end));
  checkRegex(pattern, place.node);
  const atStart = start ? `regexp_replace(${text.sql}, ${quoteString(withUnicodeClasses(`^(?:${pattern.literal})`))}, '')` : text.sql;
  return end ? `regexp_replace(${atStart}, ${quoteString(withUnicodeClasses(`(?:${pattern.literal})$`))}, '')` : atStart;
}

function replaceRegex(
  text: Scalar | undefined,
  pattern: Scalar | undefined,
  { by, place }: { readonly by: Scalar | undefined; readonly place: CallPlace },
): string {
  if (text === undefined || pattern === undefined || by === undefined) return 'NULL';
  checkRegex(pattern, place.node);
  if (typeof pattern.literal === 'string' && typeof by.literal === 'string')
    return `regexp_replace(${text.sql}, ${regexPattern(pattern, place.node)}, ${by.sql}, 'g')`;
  return call('kql_replace_regex', text.sql, pattern.sql, by.sql);
}

function extractSql(args: readonly Scalar[], { node, result }: CallPlace): string {
  const [pattern, group, text] = args;
  if (pattern === undefined || group === undefined || text === undefined) return 'NULL';
  checkRegex(pattern, node);
  const found: Scalar =
    typeof pattern.literal === 'string' &&
    typeof group.literal === 'bigint' &&
    group.literal <= 9n &&
    hasGroup(pattern.literal, group.literal)
      ? { sql: `regexp_extract(${text.sql}, ${regexPattern(pattern, node)}, ${group.literal})`, type: 'string', total: true }
      : { sql: call('coalesce', call('kql_extract', pattern.sql, group.sql, text.sql), "''"), type: 'string', total: true };
  return convert(found, typeArgument(node, 3) ?? result).sql;
}

function hasGroup(pattern: string, group: bigint): boolean {
  const plain = pattern.replace(/\\./gs, '').replace(/\[[^\]]*\]/g, '');
  return BigInt((plain.match(/\((?!\?(?!P?<))/g) ?? []).length) >= group;
}

function extractAllSql(args: readonly Scalar[], { node }: CallPlace): string {
  const [pattern, second, third] = args;
  if (pattern === undefined || second === undefined) return 'NULL';
  checkRegex(pattern, node);
  if (typeof pattern.literal === 'string' && !hasGroup(pattern.literal, 1n)) {
    semanticError('extract_all(): argument 1 must be a valid regex with at least one capture group.', node);
  }
  if (third === undefined) return call('kql_extract_all', pattern.sql, toText(second).sql);
  return call('kql_extract_all_groups', pattern.sql, convert(second, 'dynamic').sql, third.sql);
}
