import { aggregating } from '../aggregates/call.ts';
import { tupleAggregate } from '../aggregates/tuples.ts';
import { refuse } from '../diagnostics.ts';
import { compileScalar, type Environment, onRow, type Output, plainRelation } from '../environment.ts';
import type { GroupOutput } from '../aggregates/row.ts';
import { argumentsOf } from '../expressions/statements.ts';
import { nameColumns, type Relation } from '../relation.ts';
import { child, classOf, list, nameOf, optional, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';
import { typed } from './outputs.ts';

/** `summarize … by …`: the keys first, then the aggregates, named as the binder names them. */
export function compileSummarize(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const by = optional(node, 'ByClause');
  const keys = by === null ? [] : list(by, 'Expressions');
  return summarizeStep({ node, keys, aggregates: list(node, 'Aggregates'), input, environment });
}

type Summary = {
  readonly node: SyntaxNode;
  readonly keys: readonly SyntaxNode[];
  readonly aggregates: readonly SyntaxNode[];
  readonly input: Relation;
  readonly environment: Environment;
};

function summarizeStep({ node, keys, aggregates, input, environment }: Summary): Relation {
  const results = [...resultColumns(node)];
  const row = onRow(environment, input);
  const keyOutputs = keys.map((key): Output => {
    const column = results.shift() ?? refuse('A key without a column', { at: key });
    return { name: column.name, scalar: typed(compileScalar(key, row), column.type) };
  });
  const place = aggregating(input, environment);
  const held: Held[] = [];
  const hold = (sql: string): string => {
    const as = environment.compilation.hidden('held');
    held.push({ sql, as });
    return as;
  };
  const valueOutputs = aggregates.flatMap((expression): readonly GroupOutput[] => {
    const tuple = tupleAggregate(expression, {
      input,
      environment,
      hold,
      take: () => results.shift() ?? refuse('An aggregate without a column', { at: expression }),
    });
    if (tuple !== null) return tuple;
    const column = results.shift() ?? refuse('An aggregate without a column', { at: expression });
    return [{ name: pairName(expression) ?? column.name, scalar: typed(compileScalar(expression, place), column.type) }];
  });
  if (results.length > 0)
    refuse(`This form of summarize (${textOf(child(node, 'SummarizeKeyword')).slice(0, 20)} with ${results.length} columns more)`, {
      at: node,
    });
  return groupStep({ input, environment, keys: keyOutputs, values: valueOutputs, hint: 'summarize', held });
}

type Held = { readonly sql: string; readonly as: string };

/** GROUP BY over keys and parts. Without keys there is one row, also of nothing. */
export function groupStep({
  input,
  environment,
  keys,
  values,
  hint,
  held = [],
}: {
  readonly input: Relation;
  readonly environment: Environment;
  readonly keys: readonly Output[];
  readonly values: readonly GroupOutput[];
  readonly hint: string;
  readonly held?: readonly Held[];
}): Relation {
  const outputs: readonly GroupOutput[] = [...keys, ...values];
  const columns = nameColumns(outputs.map(({ name, scalar }) => ({ name, type: scalar.type, total: scalar.total })));
  const first = firstRow(input, environment);
  const itemOf = (column: { readonly sql: string }, index: number): string => `${outputs[index]?.scalar.sql} AS ${column.sql}`;
  const isHeld = (index: number): boolean => outputs[index]?.held === true;
  const items = [
    ...input.parts,
    ...columns.flatMap((column, index) => (isHeld(index) ? [] : [itemOf(column, index)])),
    ...held.map(({ sql, as }) => `${sql} AS ${as}`),
    ...(first === null ? [] : [`${first.sql} AS ${first.as}`]),
  ];
  const positions = [...input.parts.map((_, index) => index + 1), ...keys.map((_, index) => input.parts.length + index + 1)];
  const group = positions.length === 0 ? '' : ` GROUP BY ${positions.join(', ')}`;
  const grouped = environment.compilation.define(
    hint,
    `SELECT ${items.length === 0 ? 'true AS "$empty"' : items.join(', ')} FROM ${input.from}${group}`,
  );
  const taken = [
    ...input.parts,
    ...columns.map((column, index) => (isHeld(index) ? itemOf(column, index) : column.sql)),
    ...(first === null ? [] : [first.as]),
  ];
  const from = held.length === 0 ? grouped : environment.compilation.define('fields', `SELECT ${taken.join(', ')} FROM ${grouped}`);
  return {
    ...plainRelation(from, columns),
    parts: input.parts,
    order: first === null ? [] : [{ sql: first.as, descending: first.descending, nullsFirst: false }],
  };
}

/** Groups come in the order of their first rows, where rows have one order that an aggregate can keep. */
function firstRow(
  input: Relation,
  environment: Environment,
): { readonly sql: string; readonly as: string; readonly descending: boolean } | null {
  const [key, ...more] = input.order;
  if (key === undefined || more.length > 0) return null;
  return { sql: `${key.descending ? 'max' : 'min'}(${key.sql})`, as: environment.compilation.hidden('first'), descending: key.descending };
}

/** The engine names an unnamed covariance after both columns; the binder only after the first. */
function pairName(expression: SyntaxNode): string | null {
  if (classOf(expression) !== 'FunctionCallExpression') return null;
  const name = nameOf(child(expression, 'Name'));
  const [first, second] = argumentsOf(expression);
  if (!/^covariancep?$/.test(name) || first === undefined || second === undefined) return null;
  return [first, second].every((item) => classOf(item) === 'NameReference') ? `${name}_${nameOf(first)}_${nameOf(second)}` : null;
}
