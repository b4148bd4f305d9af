import { aggregating } from '../aggregates/call.ts';
import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow, type Output, plainRelation } from '../environment.ts';
import { convert, toDynamic } from '../expressions/convert.ts';
import { nameColumns, type Relation } from '../relation.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import { child, classOf, list, optional, resultColumns, type SyntaxNode, typeNameOf } from '../syntax/tree.ts';
import { isKqlType, type KqlType, type Scalar } from '../types.ts';
import { parameter } from './parameters.ts';
import { groupStep } from './summarize.ts';

/** `make-series`: for each group an array of aggregates over equal steps of an axis, gaps filled with a default. */
export function compileMakeSeries(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const range = child(node, 'RangeClause');
  const row = onRow(environment, input);
  const axisNode = child(child(node, 'OnClause'), 'Expression');
  const axis = compileScalar(axisNode, row);
  if (axis.type === 'dynamic' || axis.type === 'string' || axis.type === 'bool') refuse(`make-series on a ${axis.type}`, { at: axisNode });
  const { step, ...ends } = readEnds(range, environment);
  const frame = frameRelation({ input, axis, step, ...ends, environment });
  const by = optional(node, 'ByClause');
  const keys = by === null ? [] : list(by, 'Expressions');
  const aggregates = list(node, 'Aggregates');
  const results = resultColumns(node);
  const series = {
    node,
    input,
    environment,
    axis,
    step,
    frame,
    keys,
    aggregates,
    results,
    nonEmpty: parameter(node, 'kind') === 'nonempty',
  };
  return fillStep(series, bucketStep(series));
}

type Series = {
  readonly node: SyntaxNode;
  readonly input: Relation;
  readonly environment: Environment;
  readonly axis: Scalar;
  readonly step: Scalar;
  readonly frame: string;
  readonly keys: readonly SyntaxNode[];
  readonly aggregates: readonly SyntaxNode[];
  readonly results: readonly { readonly name: string; readonly type: string }[];
  readonly nonEmpty: boolean;
};

type Ends = {
  readonly from: Scalar | null;
  readonly to: Scalar | null;
  readonly step: Scalar;
  /** `in range(…)`: steps lie as bin() lays them, and the last value belongs to them. */
  readonly binned: boolean;
};

function readEnds(range: SyntaxNode, environment: Environment): Ends {
  const place = onRow(environment, null);
  if (classOf(range) === 'MakeSeriesInRangeClause') {
    const [first, last, width] = list(child(range, 'Arguments'), 'Expressions').map((item) => compileScalar(item, place));
    if (first === undefined || last === undefined || width === undefined) return refuse('make-series in this range()', { at: range });
    return { from: first, to: last, step: width, binned: true };
  }
  const [from, to] = ['MakeSeriesFromClause', 'MakeSeriesToClause'].map((name) => optional(range, name));
  return {
    from: from === null || from === undefined ? null : compileScalar(child(from, 'Expression'), place),
    to: to === null || to === undefined ? null : compileScalar(child(to, 'Expression'), place),
    step: compileScalar(child(child(range, 'MakeSeriesStepClause'), 'Expression'), place),
    binned: false,
  };
}

/** One row: where the axis begins, its step, and how many steps it has. */
function frameRelation({
  input,
  axis,
  step,
  from,
  to,
  binned,
  environment,
}: {
  readonly input: Relation;
  readonly axis: Scalar;
  readonly step: Scalar;
  readonly from: Scalar | null;
  readonly to: Scalar | null;
  readonly binned: boolean;
  readonly environment: Environment;
}): string {
  const real = axis.type === 'real' || axis.type === 'decimal';
  const width = real ? convert(step, 'real').sql : `${step.sql}::BIGINT`;
  const binOf = (sql: string): string => (real ? `floor(${sql} / ${width}) * ${width}` : `kql_floor_to(${sql}::BIGINT, ${width})`);
  const start =
    from === null ? `min(${binOf(axis.sql)})` : `min(${binned ? binOf(convert(from, axis.type).sql) : convert(from, axis.type).sql})`;
  const bounds = environment.compilation.define(
    'axis',
    `SELECT ${start} AS "$start", ${to === null ? `max(${axis.sql})` : `min(${convert(to, axis.type).sql})`} AS "$end", ${width} AS "$width" FROM ${from !== null && to !== null ? '(SELECT 1)' : input.from}`,
  );
  const span = '("$end" - "$start")';
  const exclusive = real ? `ceil(${span} / "$width")::BIGINT` : `(${span} + "$width" - 1) // "$width"`;
  const inclusive = real ? `floor(${span} / "$width")::BIGINT + 1` : `${span} // "$width" + 1`;
  return environment.compilation.define(
    'frame',
    `SELECT "$start", "$width", kql_series_length(${to === null || binned ? inclusive : exclusive}) AS "$count" FROM ${bounds}`,
  );
}

/** The aggregates by key and step. */
function bucketStep({ node, input, environment, axis, frame, keys, aggregates }: Series): Relation {
  const row = onRow(environment, input);
  const place = aggregating(input, environment);
  const difference = `(${axis.sql} - (SELECT "$start" FROM ${frame}))`;
  const width = `(SELECT "$width" FROM ${frame})`;
  const bucket =
    axis.type === 'real' || axis.type === 'decimal' ? `floor(${difference} / ${width})::BIGINT` : `(${difference} // ${width})::BIGINT`;
  const inside = environment.compilation.define(
    'inside',
    `SELECT * FROM ${input.from} WHERE ${difference} >= 0 AND ${bucket} < (SELECT "$count" FROM ${frame})`,
  );
  const outputs: Output[] = [
    ...keys.map((key, index): Output => ({ name: `k${index}`, scalar: compileScalar(key, row) })),
    { name: 'bucket', scalar: { sql: bucket, type: 'long', total: true } },
  ];
  const values = aggregates.map((item, index): Output => ({ name: `v${index}`, scalar: compileScalar(child(item, 'Expression'), place) }));
  if (input.parts.length > 0) refuse('make-series inside a subquery of parts', { at: node });
  return groupStep({ input: { ...input, from: inside }, environment, keys: outputs, values, hint: 'buckets' });
}

/** Every step of the axis for every key, in one array each. */
function fillStep({ node, input, nonEmpty, environment, axis, frame, keys, aggregates, results }: Series, buckets: Relation): Relation {
  const keyColumns = keys.map((_, index) => quoteIdentifier(`k${index}`));
  const groups = environment.compilation.define(
    'groups',
    keys.length === 0
      ? nonEmpty
        ? 'SELECT true AS "$all"'
        : `SELECT DISTINCT true AS "$all" FROM ${input.from}`
      : `SELECT DISTINCT ${keyColumns.join(', ')} FROM ${buckets.from}`,
  );
  const match = [`b."bucket" = s.i`, ...keyColumns.map((key) => `b.${key} IS NOT DISTINCT FROM g.${key}`)].join(' AND ');
  const columns = nameColumns(
    results.map(({ name, type }) => ({ name, type: isKqlType(type) ? type : refuse(`A series of type '${type}'`, { at: node }) })),
  );
  const axisValue: Scalar = { sql: `(f."$start" + s.i * f."$width")`, type: axis.type === 'int' ? 'long' : axis.type, total: true };
  const items = [
    ...keyColumns.map((key) => `g.${key}`),
    ...aggregates.map((item, index) =>
      arrayOf(
        filled(item, {
          value: `b.${quoteIdentifier(`v${index}`)}`,
          type: buckets.columns[keys.length + 1 + index]?.type ?? 'long',
          environment,
        }),
      ),
    ),
    arrayOf(toDynamic(axisValue).sql),
  ].map((sql, index) => `${sql} AS ${columns[index]?.sql}`);
  const group = keyColumns.length === 0 ? '' : ` GROUP BY ${keyColumns.map((key) => `g.${key}`).join(', ')}`;
  const body = `SELECT ${items.join(', ')} FROM ${groups} AS g CROSS JOIN ${frame} AS f CROSS JOIN LATERAL (SELECT unnest(range(f."$count")) AS i) AS s LEFT JOIN ${buckets.from} AS b ON ${match}${group} HAVING count(*) > 0`;
  return plainRelation(environment.compilation.define('series', body), columns);
}

function filled(
  item: SyntaxNode,
  { value, type, environment }: { readonly value: string; readonly type: KqlType; readonly environment: Environment },
): string {
  const clause = optional(item, 'DefaultExpression');
  const fallback =
    clause === null
      ? zeroOf(type)
      : toDynamic(convert(compileScalar(child(clause, 'Expression'), onRow(environment, null)), typeNameOf(clause) === '' ? type : type))
          .sql;
  return `CASE WHEN b."bucket" IS NULL THEN ${fallback} ELSE coalesce(${toDynamic({ sql: value, type, total: false }).sql}, 'null') END`;
}

function zeroOf(type: KqlType): string {
  return type === 'real' ? "'0.0'" : type === 'long' || type === 'int' ? "'0'" : "'null'";
}

function arrayOf(sql: string): string {
  return `('[' || string_agg(${sql}, ',' ORDER BY s.i) || ']')`;
}
