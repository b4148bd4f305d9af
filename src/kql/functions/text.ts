import { convert } from '../expressions/convert.ts';
import { call } from '../sql/quote.ts';
import type { Scalar } from '../types.ts';
import { filled, nativeRow } from './native-row.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';
import { typeArgument } from './type-argument.ts';

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
    sql: joinedSql,
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
  nativeRow('format_bytes', {
    takes: ['real', 'long', 'string'],
    returns: 'string',
    defaults: ['0::BIGINT', "''"],
    says: 'A number of bytes as text with a unit.',
    example: ['format_bytes(20010332, 2)', '19.08 MB'],
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
  row('replace_string', {
    takes: ['string', 'string', 'string'],
    returns: 'string',
    sql: (args) => `replace(${arg(args, 0)}, ${arg(args, 1)}, ${arg(args, 2)})`,
    says: 'Every occurrence of a text by another.',
    example: ['replace_string("aXbX", "X", "-")', 'a-b-'],
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
  nativeRow('countof', {
    takes: ['string', 'string', 'string'],
    returns: 'long',
    defaults: ["'normal'"],
    says: 'How often a text or a pattern occurs.',
    example: ['countof("aaa", "aa")', 2],
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
  row('has_any_index', {
    takes: ['string', 'dynamic'],
    returns: 'long',
    partial: true,
    sql: (args) => call('kql_has_any_index', arg(args, 0), arg(args, 1)),
    says: 'Which term of an array a text has first, or -1.',
    example: ['has_any_index("a b", dynamic(["x", "b"]))', 1],
  }),
];

/** Several texts that are not written in the query can grow without end, step by step. */
function joinedSql(args: readonly Scalar[]): string {
  const joined = `(${args.map(({ sql }) => sql).join(' || ')})`;
  return args.filter(({ literal }) => literal === undefined).length > 1 ? call('kql_bounded', joined) : joined;
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

function extractJsonSql(args: readonly Scalar[], { node, result }: CallPlace): string {
  const found: Scalar = { sql: call('kql_extract_json', arg(args, 0), arg(args, 1)), type: 'dynamic', total: false };
  return convert(found, typeArgument(node, 2) ?? result).sql;
}
