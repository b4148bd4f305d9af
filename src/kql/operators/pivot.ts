import { aggregating } from '../aggregates/call.ts';
import { refuse } from '../diagnostics.ts';
import { columnNamed, compileScalar, type Environment, onRow, type Output } from '../environment.ts';
import { convert } from '../expressions/convert.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { schemaOf } from '../probe.ts';
import { columnScalar, type Relation } from '../relation.ts';
import { quoteString } from '../sql/quote.ts';
import { nameOf, namesIn, type SyntaxNode } from '../syntax/tree.ts';
import type { Scalar } from '../types.ts';
import { groupStep } from './summarize.ts';

/** `evaluate pivot(x, agg, keys…)`: the values of a column as columns, each with the aggregate of its rows. */
export function compilePivot(
  call: SyntaxNode,
  input: Relation,
  { node, environment }: { readonly node: SyntaxNode; readonly environment: Environment },
): Relation {
  const [first, second, ...rest] = argumentsOf(call);
  if (first === undefined) return refuse('pivot() without a column', { at: call });
  const value = compileScalar(first, onRow(environment, input));
  const used = new Set([nameOf(first), ...(second === undefined ? [] : namesIn(second))]);
  const keys =
    rest.length > 0 ? rest.map((item) => columnNamed(input, nameOf(item), item)) : input.columns.filter(({ name }) => !used.has(name));
  const text = convert(value, 'string');
  const aggregateOf = (filtered: Relation): Scalar =>
    second === undefined ? { sql: 'count(*)', type: 'long', total: true } : compileScalar(second, aggregating(filtered, environment));
  const sample = aggregateOf(input);
  const select = (): string =>
    `SELECT DISTINCT ${text.sql} AS name, ${quoteString(sample.type)} AS kinds FROM ${input.from} WHERE ${text.sql} <> '' ORDER BY name`;
  const schema = schemaOf(node, { root: environment.compilation.root, select, fixed: keys });
  const keyOutputs = keys
    .filter(({ name }) => schema.some((column) => column.name === name))
    .map((column): Output => ({ name: column.name, scalar: columnScalar(column) }));
  const pivoted = schema.filter(({ name }) => !keys.some((column) => column.name === name));
  const values = pivoted.map(({ name, type }): Output => {
    const own = filteredAggregate(sample, { condition: `${text.sql} = ${quoteString(name)}`, at: call });
    return { name, scalar: convert(own, type) };
  });
  return groupStep({ input, environment, keys: keyOutputs, values, hint: 'pivot' });
}

/** The aggregate over the rows of one value. Only an aggregate that is one SQL call can take a filter. */
function filteredAggregate(sample: Scalar, { condition, at }: { readonly condition: string; readonly at: SyntaxNode }): Scalar {
  const filtered = sample.sql.replace(
    /\b(count\(\*\)|(?:sum|min|max|avg|any_value|string_agg|count)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))(?! FILTER)/g,
    `$1 FILTER (WHERE ${condition.replaceAll('$', '$$$$')})`,
  );
  if (filtered === sample.sql)
    refuse('pivot() with this aggregate', { at, instead: 'use count(), sum(), min(), max(), avg(), take_any() or make_list()' });
  return { ...sample, sql: filtered };
}
