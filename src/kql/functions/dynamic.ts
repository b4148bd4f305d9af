import { refuse } from '../diagnostics.ts';
import { convert, toDynamic } from '../expressions/convert.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { columnScalar } from '../relation.ts';
import { call, quoteString } from '../sql/quote.ts';
import { classOf, nameOf } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';
import { jsonList, listRow, nativeRow } from './native-row.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';

/** Arrays, bags and sets. */
export const dynamicFunctions: readonly FunctionRow[] = [
  ...['array_length', 'arraylength'].map((name) =>
    row(name, {
      takes: ['dynamic'],
      returns: 'long',
      partial: true,
      sql: (args) => lengthSql(arg(args, 0)),
      says: 'Number of items; of what is no array null.',
      example: [`${name}(dynamic([1, 2]))`, 2],
    }),
  ),
  row('pack_array', {
    takes: ['any'],
    returns: 'dynamic',
    total: true,
    sql: packArray,
    says: 'The values as an array.',
    example: ['pack_array(1, "a")', [1, 'a']],
  }),
  ...['bag_pack', 'pack', 'pack_dictionary'].map((name) =>
    row(name, {
      takes: ['any'],
      returns: 'dynamic',
      total: true,
      sql: (args) => call('kql_bag_pack', jsonList(args)),
      says: 'Keys and values in turn, as a bag.',
      example: [`${name}("a", 1)`, { a: 1 }],
    }),
  ),
  row('bag_pack_columns', {
    takes: ['any'],
    returns: 'dynamic',
    total: true,
    sql: (args, { node }) =>
      call(
        'kql_bag_pack',
        bagOf(
          argumentsOf(node).map((item) => nameOf(item)),
          args,
        ),
      ),
    says: 'Columns as a bag, by their names.',
    example: null,
  }),
  row('pack_all', {
    takes: ['bool'],
    returns: 'dynamic',
    total: true,
    sql: packAll,
    says: 'All columns of the row as a bag.',
    example: null,
  }),
  nativeRow('array_concat', { takes: ['any'], returns: 'dynamic', says: 'The items of several arrays in one.', example: null }),
  listRow('array_concat', {
    takes: ['dynamic'],
    returns: 'dynamic',
    total: false,
    says: 'The items of several arrays in one.',
    example: ['array_concat(dynamic([1]), dynamic([2]))', [1, 2]],
  }),
  nativeRow('array_slice', {
    takes: ['dynamic', 'long', 'long'],
    returns: 'dynamic',
    says: 'Items from one position to another, both counted in.',
    example: ['array_slice(dynamic([1, 2, 3]), 1, 2)', [2, 3]],
  }),
  nativeRow('array_split', {
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'An array cut at positions.',
    example: ['array_split(dynamic([1, 2, 3]), 1)', [[1], [2, 3]]],
  }),
  row('array_index_of', {
    takes: ['dynamic', 'any', 'long', 'long', 'long'],
    returns: 'long',
    partial: true,
    sql: (args) =>
      call(
        'kql_array_index_of',
        arg(args, 0),
        dynamicText(args[1]),
        args[2]?.sql ?? '0::BIGINT',
        args[3]?.sql ?? '-1::BIGINT',
        args[4]?.sql ?? '1::BIGINT',
      ),
    says: 'Where an item stands, or -1.',
    example: ['array_index_of(dynamic(["a", "b"]), "b")', 1],
  }),
  nativeRow('array_reverse', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'The items from last to first.',
    example: ['array_reverse(dynamic([1, 2]))', [2, 1]],
  }),
  nativeRow('array_rotate_left', {
    takes: ['dynamic', 'long'],
    returns: 'dynamic',
    says: 'The items moved to the left, around the end.',
    example: ['array_rotate_left(dynamic([1, 2, 3]), 1)', [2, 3, 1]],
  }),
  nativeRow('array_rotate_right', {
    takes: ['dynamic', 'long'],
    returns: 'dynamic',
    says: 'The items moved to the right, around the end.',
    example: ['array_rotate_right(dynamic([1, 2, 3]), 1)', [3, 1, 2]],
  }),
  ...['left', 'right'].map((side) =>
    row(`array_shift_${side}`, {
      takes: ['dynamic', 'long', 'any'],
      returns: 'dynamic',
      partial: true,
      sql: (args) => call(`kql_array_shift_${side}`, arg(args, 0), arg(args, 1), dynamicText(args[2])),
      says: `The items moved to the ${side}; what is left empty is filled.`,
      example: [`array_shift_${side}(dynamic([1, 2, 3]), 1, 0)`, side === 'left' ? [2, 3, 0] : [0, 1, 2]] as const,
    }),
  ),
  nativeRow('array_sum', {
    takes: ['dynamic'],
    returns: 'real',
    says: 'The sum of the numbers of an array.',
    example: ['array_sum(dynamic([1, 2]))', 3],
  }),
  row('array_iff', {
    takes: ['dynamic', 'any', 'any'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_array_iff', arg(args, 0), dynamicText(args[1]), dynamicText(args[2])),
    says: 'Item by item one value or another.',
    example: ['array_iff(dynamic([true, false]), dynamic([1, 2]), dynamic([3, 4]))', [1, 4]],
  }),
  ...['asc', 'desc'].map((way) =>
    row(`array_sort_${way}`, {
      takes: ['any'],
      returns: 'dynamic',
      partial: true,
      sql: (args, place) => sortSql(args, { place, way }),
      says: `The items sorted (${way}); more arrays follow the first.`,
      example: [`array_sort_${way}(dynamic([2, 1, 3]))`, way === 'asc' ? [1, 2, 3] : [3, 2, 1]] as const,
    }),
  ),
  ...['zip'].map((name) =>
    listRow(name, {
      takes: ['dynamic'],
      returns: 'dynamic',
      native: 'zip',
      says: 'The first items of all arrays, the second, and so on.',
      example: [
        `${name}(dynamic([1, 2]), dynamic(["a", "b"]))`,
        [
          [1, 'a'],
          [2, 'b'],
        ],
      ],
    }),
  ),
  row('set_has_element', {
    takes: ['dynamic', 'any'],
    returns: 'bool',
    partial: true,
    sql: (args) => call('kql_set_has_element', arg(args, 0), dynamicText(args[1])),
    says: 'True where an array has an item.',
    example: ['set_has_element(dynamic([1, 2]), 2)', true],
  }),
  listRow('set_union', {
    takes: ['dynamic'],
    returns: 'dynamic',
    total: false,
    says: 'The items of any array, each once.',
    example: ['set_union(dynamic([1]), dynamic([1, 2]))', [1, 2]],
  }),
  listRow('set_intersect', {
    takes: ['dynamic'],
    returns: 'dynamic',
    total: false,
    says: 'The items of every array, each once.',
    example: ['set_intersect(dynamic([1, 2]), dynamic([2, 3]))', [2]],
  }),
  listRow('set_difference', {
    takes: ['dynamic'],
    returns: 'dynamic',
    total: false,
    says: 'The items of the first array that no other has.',
    example: ['set_difference(dynamic([1, 2]), dynamic([2]))', [1]],
  }),
  nativeRow('set_equals', {
    takes: ['dynamic', 'dynamic'],
    returns: 'bool',
    says: 'True where both arrays have the same items.',
    example: ['set_equals(dynamic([1, 2]), dynamic([2, 1]))', true],
  }),
  listRow('jaccard_index', {
    takes: ['dynamic'],
    returns: 'real',
    total: false,
    says: 'How much two sets have in common.',
    example: ['jaccard_index(dynamic([1, 2]), dynamic([2, 3, 4]))', 0.25],
  }),
  nativeRow('bag_keys', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'The keys of a bag.',
    example: ['bag_keys(dynamic({"a": 1}))', ['a']],
  }),
  nativeRow('bag_values', { takes: ['dynamic'], returns: 'dynamic', says: 'The values of a bag.', example: null }),
  listRow('bag_merge', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'Several bags in one; the first value of a key stays.',
    example: ['bag_merge(dynamic({"a": 1}), dynamic({"b": 2}))', { a: 1, b: 2 }],
  }),
  nativeRow('bag_has_key', {
    takes: ['dynamic', 'string'],
    returns: 'bool',
    says: 'True where a bag has a key or a path.',
    example: ['bag_has_key(dynamic({"a": 1}), "a")', true],
  }),
  nativeRow('bag_remove_keys', {
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'A bag without some keys or paths.',
    example: ['bag_remove_keys(dynamic({"a": 1, "b": 2}), dynamic(["a"]))', { b: 2 }],
  }),
  row('bag_set_key', {
    takes: ['dynamic', 'string', 'any'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_bag_set_key', arg(args, 0), arg(args, 1), dynamicText(args[2])),
    says: 'A bag with a value at a key or a path.',
    example: ['bag_set_key(dynamic({"a": 1}), "b", 2)', { a: 1, b: 2 }],
  }),
  nativeRow('bag_zip', {
    takes: ['dynamic', 'dynamic'],
    returns: 'dynamic',
    says: 'Keys and values of two arrays as a bag.',
    example: ['bag_zip(dynamic(["a"]), dynamic([1]))', { a: 1 }],
  }),
  row('range', {
    takes: ['any'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_range', jsonList(args), rangeKind(args)),
    says: 'The values from one to another as an array.',
    example: ['range(1, 3)', [1, 2, 3]],
  }),
  row('repeat', {
    takes: ['any', 'long'],
    returns: 'dynamic',
    partial: true,
    sql: (args) => call('kql_repeat', dynamicText(args[0]), arg(args, 1)),
    says: 'One value several times, as an array.',
    example: ['repeat(1, 3)', [1, 1, 1]],
  }),
  nativeRow('treepath', {
    takes: ['dynamic'],
    returns: 'dynamic',
    says: 'All paths of a bag.',
    example: ['treepath(dynamic({"a": 1}))', ["['a']"]],
  }),
  nativeRow('dynamic_to_json', {
    takes: ['any'],
    returns: 'string',
    says: 'Canonical JSON: keys in order.',
    example: ['dynamic_to_json(dynamic({"b": 1, "a": 2}))', '{"a":2,"b":1}'],
  }),
  nativeRow('parse_xml', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'Reads XML as bags.',
    example: ['parse_xml("<a><b>1</b></a>")', { a: { b: '1' } }],
  }),
  nativeRow('parse_csv', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'One record of CSV as an array.',
    example: ['parse_csv("a,b")', ['a', 'b']],
  }),
  nativeRow('parse_url', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The parts of a URL as a bag.',
    example: ['tostring(parse_url("https://a.b/c").Host)', 'a.b'],
  }),
  nativeRow('parse_urlquery', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The parameters of a URL query as a bag.',
    example: ['tostring(parse_urlquery("a=1")["Query Parameters"].a)', '1'],
  }),
  nativeRow('parse_path', {
    takes: ['string'],
    returns: 'dynamic',
    says: 'The parts of a file path as a bag.',
    example: ['tostring(parse_path("/a/b.txt").Filename)', 'b.txt'],
  }),
  nativeRow('parse_version', {
    takes: ['string'],
    returns: 'decimal',
    native: 'parse_version',
    says: 'A version as a number that compares.',
    example: null,
  }),
  nativeRow('parse_command_line', {
    takes: ['string', 'string'],
    returns: 'dynamic',
    says: 'The arguments of a command line, as Windows splits them.',
    example: ['parse_command_line("a \\"b c\\"", "windows")', ['a', 'b c']],
  }),
].filter((candidate, index, all) => all.findLastIndex(({ name }) => name === candidate.name) === index);

function lengthSql(json: string): string {
  return `CASE WHEN json_type(${json}) = 'ARRAY' THEN json_array_length(${json})::BIGINT END`;
}

function packArray(args: readonly Scalar[], { node }: CallPlace): string {
  if (argumentsOf(node).some((item) => classOf(item) === 'StarExpression')) refuse('pack_array(*)', { at: node });
  return jsonList(args);
}

function packAll([skipEmpty]: readonly Scalar[], { environment, node }: CallPlace): string {
  const { row: input } = environment;
  if (input === null) return refuse('pack_all() outside a row', { at: node });
  const bag = call(
    'kql_bag_pack',
    bagOf(
      input.columns.map(({ name }) => name),
      input.columns.map(columnScalar),
    ),
  );
  return skipEmpty === undefined ? bag : `CASE WHEN ${skipEmpty.sql} THEN ${call('kql_bag_without_empty', bag)} ELSE ${bag} END`;
}

function bagOf(names: readonly string[], values: readonly Scalar[]): string {
  return jsonList(
    values.flatMap((value, index) => [{ sql: quoteString(names[index] ?? ''), type: 'string', total: true } as const, value]),
  );
}

/** The JSON of a value, JSON null for null. */
function dynamicText(value: Scalar | undefined): string {
  if (value === undefined) return "'null'";
  return value.total ? toDynamic(value).sql : call('coalesce', toDynamic(value).sql, "'null'");
}

function sortSql(args: readonly Scalar[], { place, way }: { readonly place: CallPlace; readonly way: string }): string {
  const flag = args.at(-1);
  const arrays = flag?.type === 'bool' ? args.slice(0, -1) : args;
  // Several arrays make several results; the binder then types the call as a tuple.
  const several = arrays.length > 1;
  const sorted = call(
    `kql_array_sort_${way}`,
    jsonList(arrays.map((value) => convert(value, 'dynamic'))),
    flag?.type === 'bool' ? flag.sql : 'true',
  );
  void place;
  return several ? sorted : `kql_element(${sorted}, '0')`;
}

function rangeKind(args: readonly Scalar[]): string {
  return quoteString(args[0]?.type === 'datetime' || args[0]?.type === 'timespan' ? args[0].type : 'number');
}
