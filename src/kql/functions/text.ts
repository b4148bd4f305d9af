import { refuse, semanticError } from '../diagnostics.ts';
import { convert, toText } from '../expressions/convert.ts';
import { checkRegex, regexPattern } from '../expressions/text-match.ts';
import { withUnicodeClasses } from '../native/regex-text.ts';
import { call, quoteString } from '../sql/quote.ts';
import { child, classOf, textOf } from '../syntax/tree.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { isKqlType, type Scalar } from '../types.ts';
import { listRow, nativeRow } from './native-row.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';

/** Strings: length, case, parts, search and replace. */
export const textFunctions: readonly FunctionRow[] = [
  row('strlen', {
    takes: ['string'],
    returns: 'long',
    sql: (args) => `length(${arg(args, 0)})`,
    says: 'Number of characters.',
    example: ['strlen("héllo")', 5],
  }),
  row('string_size', {
    takes: ['string'],
    returns: 'long',
    sql: (args) => `strlen(${arg(args, 0)})`,
    says: 'Number of bytes in UTF-8.',
    example: ['string_size("é")', 2],
  }),
  row('strcat', {
    takes: ['string'],
    returns: 'string',
    total: true,
    sql: (args) => `(${args.map(({ sql }) => sql).join(' || ')})`,
    says: 'The values as text, one after the other.',
    example: ['strcat("a", 1, true)', 'a1True'],
  }),
  row('strcat_delim', {
    takes: ['string'],
    returns: 'string',
    total: true,
    sql: (args) => call('concat_ws', ...args.map(({ sql }) => sql)),
    says: 'The values as text, with a mark between.',
    example: ['strcat_delim("-", "a", 1)', 'a-1'],
  }),
  row('strcat_array', {
    takes: ['dynamic', 'string'],
    returns: 'string',
    partial: true,
    sql: (args) => call('kql_strcat_array', arg(args, 0), arg(args, 1)),
    says: 'The items of an array as text, with a mark between.',
    example: ['strcat_array(dynamic(["a", 1]), "-")', 'a-1'],
  }),
  row('tolower', {
    takes: ['string'],
    returns: 'string',
    sql: (args) => `lower(${arg(args, 0)})`,
    says: 'Lower case.',
    example: ['tolower("ABC")', 'abc'],
  }),
  row('toupper', {
    takes: ['string'],
    returns: 'string',
    sql: (args) => `upper(${arg(args, 0)})`,
    says: 'Upper case.',
    example: ['toupper("abc")', 'ABC'],
  }),
  row('reverse', {
    takes: ['string'],
    returns: 'string',
    sql: (args) => call('kql_reverse', arg(args, 0)),
    says: 'The characters from last to first.',
    example: ['reverse("abc")', 'cba'],
  }),
  row('substring', {
    takes: ['string', 'long', 'long'],
    returns: 'string',
    partial: true,
    sql: substringSql,
    says: 'A part from a position; a negative one counts from the end.',
    example: ['substring("kusto", 1, 3)', 'ust'],
  }),
  row('split', {
    takes: ['string', 'string', 'long'],
    returns: 'dynamic',
    partial: true,
    sql: splitSql,
    says: 'The parts between a mark, as an array.',
    example: ['split("a,b", ",")', ['a', 'b']],
  }),
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
  row('replace_string', {
    takes: ['string', 'string', 'string'],
    returns: 'string',
    sql: (args) => `replace(${arg(args, 0)}, ${arg(args, 1)}, ${arg(args, 2)})`,
    says: 'Every occurrence of a text by another.',
    example: ['replace_string("aXbX", "X", "-")', 'a-b-'],
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
  nativeRow('replace_strings', {
    takes: ['string', 'dynamic', 'dynamic'],
    returns: 'string',
    says: 'Several texts by several others.',
    example: ['replace_strings("ab", dynamic(["a", "b"]), dynamic(["b", "c"]))', 'bc'],
  }),
  row('indexof', {
    takes: ['string', 'string', 'long', 'long', 'long'],
    returns: 'long',
    sql: (args) =>
      args.length === 2
        ? `(strpos(${arg(args, 0)}, ${arg(args, 1)}) - 1)`
        : call('kql_indexof', ...filled(args, ['0::BIGINT', '-1::BIGINT', '1::BIGINT'], 2)),
    says: 'Where a text first stands, or -1.',
    example: ['indexof("abc", "c")', 2],
  }),
  row('indexof_regex', {
    takes: ['string', 'string', 'long', 'long', 'long'],
    returns: 'long',
    sql: (args) => call('kql_indexof_regex', ...filled(args, ['0::BIGINT', '-1::BIGINT', '1::BIGINT'], 2)),
    says: 'Where a pattern first matches, or -1.',
    example: ['indexof_regex("a1", @"\\d")', 1],
  }),
  nativeRow('countof', {
    takes: ['string', 'string', 'string'],
    returns: 'long',
    defaults: ["'normal'"],
    says: 'How often a text or a pattern occurs.',
    example: ['countof("aaa", "aa")', 2],
  }),
  row('extract', {
    takes: ['string', 'long', 'string', 'any'],
    returns: 'binder',
    partial: true,
    sql: extractSql,
    says: 'A group of the first match of a pattern.',
    example: ['extract("x=([0-9]+)", 1, "x=42")', '42'],
  }),
  row('extract_all', {
    takes: ['string', 'any', 'string'],
    returns: 'dynamic',
    partial: true,
    sql: extractAllSql,
    says: 'The groups of all matches of a pattern.',
    example: ['extract_all(@"(\\d+)", "1 and 22")', ['1', '22']],
  }),
  ...['extract_json', 'extractjson'].map((name) =>
    row(name, {
      takes: ['string', 'string', 'any'],
      returns: 'binder',
      partial: true,
      sql: extractJsonSql,
      says: 'What a JSON path finds in text.',
      example: [`${name}("$.a", '{"a":"b"}')`, 'b'],
    }),
  ),
  nativeRow('strrep', {
    takes: ['string', 'long', 'string'],
    returns: 'string',
    defaults: ["''"],
    says: 'A text several times.',
    example: ['strrep("ab", 2, "-")', 'ab-ab'],
  }),
  row('strcmp', {
    takes: ['string', 'string'],
    returns: 'long',
    sql: (args) => `CASE WHEN ${arg(args, 0)} = ${arg(args, 1)} THEN 0 WHEN ${arg(args, 0)} < ${arg(args, 1)} THEN -1 ELSE 1 END::BIGINT`,
    says: 'Which text comes first: -1, 0 or 1.',
    example: ['strcmp("a", "b")', -1],
  }),
  nativeRow('translate', {
    takes: ['string', 'string', 'string'],
    returns: 'string',
    says: 'Characters by others, one for one.',
    example: ['translate("abc", "xyz", "aabb")', 'xxyy'],
  }),
  nativeRow('regex_quote', {
    takes: ['string'],
    returns: 'string',
    says: 'A text as a pattern that matches just it.',
    example: ['regex_quote("a.b")', 'a\\.b'],
  }),
  nativeRow('url_encode', {
    takes: ['string'],
    returns: 'string',
    says: 'A text as part of a URL, blanks as +.',
    example: ['url_encode("a b")', 'a+b'],
  }),
  nativeRow('url_encode_component', {
    takes: ['string'],
    returns: 'string',
    says: 'A text as part of a URL.',
    example: ['url_encode_component("a b")', 'a%20b'],
  }),
  nativeRow('url_decode', {
    takes: ['string'],
    returns: 'string',
    says: 'A part of a URL as text.',
    example: ['url_decode("a%20b")', 'a b'],
  }),
  ...['base64_encode_tostring', 'base64_encodestring'].map((name) =>
    nativeRow(name, {
      takes: ['string'],
      returns: 'string',
      native: 'base64_encode',
      says: 'A text in base64.',
      example: [`${name}("Kusto")`, 'S3VzdG8='],
    }),
  ),
  ...['base64_decode_tostring', 'base64_decodestring'].map((name) =>
    nativeRow(name, {
      takes: ['string'],
      returns: 'string',
      native: 'base64_decode',
      says: 'Base64 as text.',
      example: [`${name}("S3VzdG8=")`, 'Kusto'],
    }),
  ),
  nativeRow('base64_decode_toarray', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'Base64 as an array of bytes.',
    example: ['base64_decode_toarray("S3U=")', [75, 117]],
  }),
  nativeRow('base64_encode_fromarray', {
    takes: ['dynamic'],
    returns: 'string',
    says: 'An array of bytes in base64.',
    example: ['base64_encode_fromarray(dynamic([75, 117]))', 'S3U='],
  }),
  nativeRow('base64_encode_fromguid', {
    takes: ['guid'],
    returns: 'string',
    says: 'A guid in base64.',
    example: ['base64_encode_fromguid(toguid("ae3133f2-6e22-49ae-b06a-16e6a9b212eb"))', '8jMxriJurkmwahbmqbIS6w=='],
  }),
  nativeRow('base64_decode_toguid', {
    takes: ['string'],
    returns: 'guid',
    says: 'Base64 as a guid.',
    example: ['base64_decode_toguid("8jMxriJurkmwahbmqbIS6w==")', 'ae3133f2-6e22-49ae-b06a-16e6a9b212eb'],
  }),
  listRow('unicode_codepoints_to_string', {
    takes: ['any'],
    returns: 'string',
    says: 'Code points as text.',
    example: ['unicode_codepoints_to_string(75, 117)', 'Ku'],
  }),
  nativeRow('unicode_codepoints_from_string', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The code points of a text.',
    example: ['unicode_codepoints_from_string("Ku")', [75, 117]],
  }),
  row('has_any_index', {
    takes: ['string', 'dynamic'],
    returns: 'long',
    partial: true,
    sql: (args) => call('kql_has_any_index', arg(args, 0), arg(args, 1)),
    says: 'Which term of an array a text has first, or -1.',
    example: ['has_any_index("a b", dynamic(["x", "b"]))', 1],
  }),
];

/** The arguments, and SQL of defaults for those left out after the first `from`. */
function filled(args: readonly Scalar[], defaults: readonly string[], from: number): readonly string[] {
  return [...args.map(({ sql }) => sql), ...defaults.slice(args.length - from)];
}

function substringSql(args: readonly Scalar[]): string {
  const [text, start, length] = args;
  if (
    typeof start?.literal === 'bigint' &&
    start.literal >= 0n &&
    (length === undefined || (typeof length.literal === 'bigint' && length.literal >= 0n))
  ) {
    return `substring(${text?.sql}, ${start.literal + 1n}${length === undefined ? '' : `, ${length.literal}`})`;
  }
  return call('kql_substring', ...filled(args, ['9223372036854775807::BIGINT'], 2));
}

function splitSql([text, mark, index]: readonly Scalar[]): string {
  if (index !== undefined) return call('kql_split_at', text?.sql ?? '', mark?.sql ?? '', index.sql);
  return typeof mark?.literal === 'string' && mark.literal !== ''
    ? `to_json(string_split(${text?.sql}, ${mark.sql}))::VARCHAR`
    : call('kql_split', text?.sql ?? '', mark?.sql ?? '');
}

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

function extractJsonSql(args: readonly Scalar[], { node, result }: CallPlace): string {
  const found: Scalar = { sql: call('kql_extract_json', arg(args, 0), arg(args, 1)), type: 'dynamic', total: false };
  return convert(found, typeArgument(node, 2) ?? result).sql;
}

/** The type that a call names by typeof(…), or null. */
function typeArgument(node: CallPlace['node'], index: number): Scalar['type'] | null {
  const written = argumentsOf(node)[index];
  if (written === undefined || classOf(written) !== 'TypeOfLiteralExpression') return null;
  const name = textOf(written)
    .replace(/^typeof\s*\(\s*/i, '')
    .replace(/\s*\)$/, '')
    .toLowerCase();
  const type = name === 'double' ? 'real' : name;
  return isKqlType(type) ? type : refuse(`typeof(${name})`, { at: child(node, 'ArgumentList') });
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
