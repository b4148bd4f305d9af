import fc from 'fast-check';
import { aggregateRows, functionRows, type KqlType, kqlTypes } from '../src/kql/index.ts';

/** Literals of each type, their extremes among them. */
const literals: Readonly<Record<KqlType, readonly string[]>> = {
  bool: ['true', 'false', 'bool(null)'],
  int: ['int(0)', 'int(-1)', 'int(2147483647)', 'int(-2147483648)', 'int(null)'],
  long: ['0', '1', '7', '-3', '9223372036854775807', 'long(-9223372036854775808)', 'long(null)', '64', '100000'],
  real: ['0.0', '-0.5', '1e308', '-1e308', '5e-324', 'real(nan)', 'real(+inf)', 'real(-inf)', 'real(null)', '3.7'],
  decimal: ['decimal(0)', 'decimal(1.25)', 'decimal(-99999999999.5)', 'decimal(null)'],
  string: [
    '""',
    '"a"',
    '"it\'s \\"quoted\\""',
    '"%_\\\\"',
    '"😀 é ß İ"',
    '"2020-01-02T03:04:05Z"',
    '"10.0.0.1"',
    '"{\\"a\\":[1,2,{\\"b\\":null}]}"',
    '"https://a.b/c?d=e"',
    '"[1,2"',
    '"(("',
    '"a,b;c=d"',
    '"\\u0000x"',
    '"-1.5e3"',
  ],
  datetime: [
    'datetime(2020-02-29)',
    'datetime(0001-01-01)',
    'datetime(9999-12-31 23:59:59.9999999)',
    'datetime(null)',
    'datetime(1970-01-01 00:00:00.0000001)',
  ],
  timespan: ['0s', '1d', '-1tick', '1.5h', 'timespan(null)', 'timespan(10675199.02:48:05.4775807)', 'timespan(-10675199.02:48:05.4775808)'],
  guid: ['guid(74be27de-1e4e-49d9-b579-fe0b331d3642)', 'guid(null)'],
  dynamic: [
    'dynamic(null)',
    'dynamic([])',
    'dynamic({})',
    'dynamic([1, 2.5, "x", null, true])',
    'dynamic({"a": {"b": [1, {"c": "d"}]}, "é": 1})',
    'dynamic([[1], [2, 3]])',
    'dynamic("text")',
    'dynamic(-5)',
    'dynamic([3, 1, 2, 9223372036854775807])',
  ],
};

/** A table with a column of each type, named for it, in rows that hold all literals and nulls. */
export const valuesTable: string = tableOf(literals);

function tableOf(values: typeof literals): string {
  const types = Object.keys(values) as KqlType[];
  const rows = Array.from({ length: 10 }, (_, row) =>
    types.map((type) => {
      const value = values[type][row % values[type].length] ?? '';
      return value.replace(/^(\d)/, '$1');
    }),
  );
  return `datatable(${types.map((type) => `${type}_:${type}`).join(', ')})[${rows.flat().join(', ')}]`;
}

const comparable: readonly KqlType[] = ['int', 'long', 'real', 'decimal', 'datetime', 'timespan', 'string', 'bool'];
const textOperators = ['==', '!=', '=~', 'has', '!has', 'contains', 'startswith', 'endswith', 'hasprefix', 'has_cs', 'contains_cs'];

/** Functions that ask the clock, chance or a place that a generated query has not. */
const skipped = new Set(['parse_version', 'rand', 'new_guid', 'ingestion_time', 'column_names_of', 'estimate_data_size', 'toscalar']);

type Call = { readonly name: string; readonly takes: readonly (KqlType | 'any')[] };

const callsByType = Map.groupBy(
  functionRows().filter(({ name, returns }) => !skipped.has(name) && typeof returns === 'string' && returns !== 'binder'),
  ({ returns }) => returns as KqlType,
);
const looseCalls = functionRows().filter(
  ({ name, returns }) => !skipped.has(name) && (typeof returns !== 'string' || returns === 'binder'),
);

/** An expression of a type, over the columns of the table of values. */
export function expressionOf(type: KqlType, depth: number): fc.Arbitrary<string> {
  const leaf = fc.oneof(fc.constantFrom(...literals[type]), fc.constant(`${type}_`));
  if (depth === 0) return leaf;
  const calls = callsByType.get(type) ?? [];
  const shapes: fc.Arbitrary<string>[] = [leaf, operatorsOf(type, depth - 1)];
  if (calls.length > 0) shapes.push(fc.constantFrom(...calls).chain((row) => callOf(row, depth - 1)));
  if (type === 'dynamic') shapes.push(fc.constantFrom(...looseCalls).chain((row) => callOf(row, depth - 1)));
  return fc.oneof(...shapes);
}

export function anyExpression(depth: number): fc.Arbitrary<string> {
  return fc.constantFrom(...kqlTypes).chain((type) => expressionOf(type, depth));
}

/** Sometimes an argument of another type or one too many: what the binder refuses has to be refused in words. */
function callOf({ name, takes }: Call, depth: number): fc.Arbitrary<string> {
  const argument = (type: KqlType | 'any'): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 12, arbitrary: type === 'any' ? anyExpression(depth) : expressionOf(type, depth) },
      { weight: 1, arbitrary: anyExpression(depth) },
    );
  const extra = takes.at(-1) ?? 'any';
  return fc
    .integer({ min: 0, max: 5 })
    .chain((more) => fc.tuple(...takes.map(argument), ...(more === 5 && takes.length > 0 ? [argument(extra)] : [])))
    .map((args) => `${name}(${args.join(', ')})`);
}

function operatorsOf(type: KqlType, depth: number): fc.Arbitrary<string> {
  const of = (wanted: KqlType): fc.Arbitrary<string> => expressionOf(wanted, depth);
  const pair = (wanted: KqlType, operators: readonly string[]): fc.Arbitrary<string> =>
    fc.tuple(of(wanted), fc.constantFrom(...operators), of(wanted)).map(([a, operator, b]) => `(${a} ${operator} ${b})`);
  switch (type) {
    case 'bool':
      return fc.oneof(
        fc
          .constantFrom(...comparable)
          .chain((wanted) => pair(wanted, ['==', '!=', ...(wanted === 'string' || wanted === 'bool' ? [] : ['<', '<=', '>', '>='])])),
        pair('string', textOperators),
        pair('bool', ['and', 'or']),
        fc
          .tuple(of('string'), fc.constantFrom('in', '!in', 'in~', 'has_any', 'has_all'), of('string'), of('string'))
          .map(([a, op, b, c]) => `(${a} ${op} (${b}, ${c}))`),
        fc
          .constantFrom<KqlType>('long', 'real', 'datetime')
          .chain((wanted) => fc.tuple(of(wanted), of(wanted), of(wanted)).map(([a, b, c]) => `(${a} between (${b} .. ${c}))`)),
        fc.constantFrom(...kqlTypes).chain((wanted) => of(wanted).map((value) => `isnull(${value})`)),
      );
    case 'int':
    case 'long':
    case 'real':
    case 'decimal':
      return fc.oneof(
        pair(type, ['+', '-', '*', '/', '%']),
        of(type).map((value) => `(-${value})`),
      );
    case 'datetime':
      return fc.tuple(of('datetime'), fc.constantFrom('+', '-'), of('timespan')).map(([a, op, b]) => `(${a} ${op} ${b})`);
    case 'timespan':
      return fc.oneof(
        pair('timespan', ['+', '-']),
        pair('datetime', ['-']),
        fc.tuple(of('timespan'), of('long')).map(([a, b]) => `(${a} * ${b})`),
      );
    case 'dynamic':
      return fc.tuple(of('dynamic'), fc.constantFrom('.a', '[0]', '["b"]', '[-1]', '.a.b[0]')).map(([a, path]) => `todynamic(${a})${path}`);
    default:
      return fc.oneof(
        of(type),
        fc.tuple(of('bool'), of(type), of(type)).map(([condition, a, b]) => `iff(${condition}, ${a}, ${b})`),
      );
  }
}

const aggregates = aggregateRows().filter(({ name }) => !name.startsWith('any'));

function aggregateCall(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...aggregates).chain(({ name, takes, condition }) => {
      const types = condition !== undefined && takes.length === condition ? [...takes, 'bool' as const] : takes;
      return fc
        .tuple(...types.map((type) => (type === 'any' ? anyExpression(1) : expressionOf(type, 1))))
        .map((args) => `${name}(${args.join(', ')})`);
    }),
    fc
      .tuple(fc.constantFrom('arg_max', 'arg_min'), fc.constantFrom('long_', 'real_', 'datetime_', 'string_'))
      .map(([name, by]) => `${name}(${by}, *)`),
  );
}

/** Steps that keep the columns of the table, so that any may follow any. */
function keepingStep(): fc.Arbitrary<string> {
  const column = fc.constantFrom(...kqlTypes).map((type) => `${type}_`);
  const sortable = column.filter((name) => name !== 'dynamic_');
  return fc.oneof(
    expressionOf('bool', 2).map((condition) => `where ${condition}`),
    fc
      .tuple(fc.constantFrom(...kqlTypes), fc.nat(9))
      .chain(([type, index]) => expressionOf(type, 3).map((value) => `extend x${index} = ${value}`)),
    fc
      .tuple(sortable, fc.constantFrom('asc', 'desc'), fc.constantFrom('', ' nulls first', ' nulls last'))
      .map(([name, way, nulls]) => `sort by ${name} ${way}${nulls}`),
    fc.tuple(fc.nat(12), sortable).map(([count, name]) => `top ${count} by ${name}`),
    fc.nat(12).map((count) => `take ${count}`),
    fc.constantFrom('mv-expand dynamic_', 'mv-expand kind=array dynamic_', 'mv-apply dynamic_ on (take 2)', 'serialize row = row_number()'),
    fc.constantFrom(
      'search "a"',
      'parse string_ with * "a" found',
      'parse kind=regex string_ with ".*" n:long "," *',
      'extend all = pack_all()',
    ),
    sortable.map((name) => `partition by ${name} (take 1)`),
    fc
      .constantFrom('inner', 'innerunique', 'leftouter', 'leftsemi', 'leftanti', 'fullouter')
      .chain((kind) => sortable.map((name) => `join kind=${kind} (Values | project ${name}) on ${name}`)),
  );
}

function endingStep(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constant('count'),
    fc.tuple(aggregateCall(), anyExpression(1)).map(([aggregate, key]) => `summarize ${aggregate} by key = ${key}`),
    aggregateCall().map((aggregate) => `summarize ${aggregate}`),
    anyExpression(2).map((value) => `distinct value = ${value}`),
    anyExpression(3).map((value) => `project value = ${value}`),
    fc.constantFrom(
      'getschema',
      'distinct *',
      'evaluate narrow()',
      'evaluate bag_unpack(dynamic_)',
      'evaluate pivot(string_)',
      'union Values',
    ),
    fc.constantFrom(
      'make-series n = count() on long_ from 0 to 10 step 1',
      'make-series m = avg(real_) on datetime_ from datetime(2020-01-01) to datetime(2020-03-01) step 1d by bool_',
    ),
    fc.constantFrom('project-away *_', 'project-reorder string_', 'project-rename renamed = long_', 'top-nested 2 of bool_ by count()'),
  );
}

/** A whole query over the table of values. */
export function queries(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.array(keepingStep(), { maxLength: 4 }), fc.option(endingStep()))
    .map(
      ([steps, end]) =>
        `let Values = ${valuesTable};\nValues\n| ${[...steps, ...(end === null ? [] : [end])].concat('take 100').join('\n| ')}`,
    );
}
