import { compileScalar, type Environment, hoisting, onRow, type Output, plainRelation, rowStep, unchanged } from '../environment.ts';
import { refuse, semanticError } from '../diagnostics.ts';
import { nameColumns, orderBy, type OrderKey, over, type Relation } from '../relation.ts';
import { literal, quoteString } from '../sql/quote.ts';
import { child, classOf, list, nameOf, namesIn, optional, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';
import { isKqlType, type Scalar } from '../types.ts';
import { extendWith, schemaRows } from './columns.ts';
import { timeBounds } from './time-bounds.ts';

/** `where`: rows for which the condition is true; null is not. */
export function compileFilter(node: SyntaxNode, unfiltered: Relation, environment: Environment): Relation {
  const written = child(node, 'Condition');
  const input = narrowInput(written, boundInput(conjuncts(written), unfiltered, environment), environment);
  const { place, input: hoisted } = hoisting(environment, input);
  const condition = asCondition(compileScalar(written, place));
  const from = hoisted();
  const filtered = filterStep(from, { environment, condition });
  const { bounded } = input;
  // A condition with windows looks at rows around, so nothing may be left out under it.
  if (bounded === undefined || from !== input) return filtered;
  return { ...filtered, bounded: (range) => filterStep(bounded(range), { environment, condition }) };
}

/** The input without the days that the conditions on TimeGenerated leave out. */
function boundInput(conditions: readonly SyntaxNode[], input: Relation, environment: Environment): Relation {
  if (input.bounded === undefined) return input;
  const range = timeBounds(conditions, onRow(environment, input));
  return range.from === null && range.to === null ? input : input.bounded(range);
}

/** Parts of a condition that only ask about the left side of an innerunique join choose among its rows first. */
function narrowInput(condition: SyntaxNode, input: Relation, environment: Environment): Relation {
  const { narrowed } = input;
  if (narrowed === undefined) return input;
  const own = conjuncts(condition).filter((part) => {
    const names = namesIn(part);
    return names.length > 0 && names.every((name) => narrowed.names.has(name));
  });
  if (own.length === 0) return input;
  return narrowed.by((left) => own.map((part) => asCondition(compileScalar(part, onRow(environment, left)))).join(' AND '));
}

function conjuncts(node: SyntaxNode): readonly SyntaxNode[] {
  if (classOf(node) === 'ParenthesizedExpression') return conjuncts(child(node, 'Expression'));
  if (classOf(node) !== 'BinaryExpression' || textOf(child(node, 'Operator')).toLowerCase() !== 'and') return [node];
  return [...conjuncts(child(node, 'Left')), ...conjuncts(child(node, 'Right'))];
}

/** A condition in WHERE; numbers and dynamics count as true when they are not zero. */
export function asCondition(condition: Scalar): string {
  return condition.type === 'bool' ? condition.sql : `(${condition.sql})::BOOLEAN`;
}

export function filterStep(
  input: Relation,
  { environment, condition }: { readonly environment: Environment; readonly condition: string },
): Relation {
  return rowStep(environment, { input, outputs: unchanged(input), options: { hint: 'where', tail: ` WHERE ${condition}` } });
}

/** `take`: any rows; of sorted ones the first. */
export function compileTake(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const count = compileScalar(child(node, 'Expression'), onRow(environment, null));
  return takeStep(input, { environment, count });
}

export function takeStep(input: Relation, { environment, count }: { readonly environment: Environment; readonly count: Scalar }): Relation {
  const rows = typeof count.literal === 'bigint' && count.literal < 0n ? '0' : `greatest(${count.sql}, 0)`;
  const tail =
    input.parts.length > 0
      ? ` QUALIFY row_number() ${over(input)} <= ${rows}`
      : `${orderBy(input)} LIMIT ${typeof count.literal === 'bigint' ? rows.replace(/greatest\((.*)::(BIGINT|INTEGER), 0\)/, '$1') : `(SELECT ${rows})`}`;
  return rowStep(environment, { input, outputs: unchanged(input), options: { hint: 'take', tail } });
}

/** `sort by`: descending unless it says asc; null is the smallest value. */
export function compileSort(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  return sortStep(list(node, 'Expressions'), input, environment);
}

export function sortStep(expressions: readonly SyntaxNode[], input: Relation, environment: Environment): Relation {
  const place = onRow(environment, input);
  const keys = expressions.flatMap((expression) => sortKeys(expression, place));
  const hidden = keys.map(({ sql }) => ({ sql, as: environment.compilation.hidden('order') }));
  const order = keys.map(({ descending, nullsFirst }, index): OrderKey => ({ sql: hidden[index]?.as ?? '', descending, nullsFirst }));
  // What the order was before decides between equals.
  return rowStep(environment, {
    input,
    outputs: unchanged(input),
    options: { hint: 'sort', hidden, order: [...order, ...input.order], serialized: true },
  });
}

function sortKeys(expression: SyntaxNode, place: Environment): readonly OrderKey[] {
  const ordered = classOf(expression) === 'OrderedExpression';
  const value = compileScalar(ordered ? child(expression, 'Expression') : expression, place);
  const words = ordered ? textOf(child(expression, 'Ordering')).toLowerCase() : '';
  if (value.type === 'dynamic') semanticError('order operator: sort key can not be of dynamic type.', expression);
  const descending = !/\basc\b/.test(words);
  const nullsFirst = /nulls\s+first/.test(words) || (!descending && !/nulls\s+last/.test(words));
  if (value.type !== 'real') return [{ sql: value.sql, descending, nullsFirst }];
  // NaN stands with the nulls, after them when they come first and before them when they come last.
  return [
    {
      sql: `CASE WHEN ${value.sql} IS NULL THEN ${nullsFirst ? 0 : 2} WHEN isnan(${value.sql}) THEN 1 ELSE ${nullsFirst ? 2 : 0} END`,
      descending: false,
      nullsFirst,
    },
    { sql: value.sql, descending, nullsFirst },
  ];
}

/** `top N by …`. */
export function compileTop(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const count = compileScalar(child(node, 'Expression'), onRow(environment, null));
  return takeStep(sortStep([child(node, 'ByExpression')], input, environment), { environment, count });
}

/** `count`: one row, also of nothing. */
export function compileCount(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const identifier = optional(node, 'AsIdentifier');
  const name = resultColumns(node)[0]?.name ?? (identifier === null ? 'Count' : textOf(identifier));
  const columns = nameColumns([{ name, type: 'long', total: true }]);
  const parts = input.parts.length === 0 ? '' : ` GROUP BY ${input.parts.join(', ')}`;
  const items = [...input.parts, `count(*) AS ${columns[0]?.sql}`].join(', ');
  const from = environment.compilation.define('count', `SELECT ${items} FROM ${input.from}${parts}`);
  return { ...plainRelation(from, columns), parts: input.parts };
}

/** `distinct a, b` and `distinct *`: each combination once. */
export function compileDistinct(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const place = onRow(environment, input);
  const written = list(node, 'Expressions');
  const results = resultColumns(node);
  const star = written.some((expression) => classOf(expression) === 'StarExpression');
  const outputs: readonly Output[] = star
    ? unchanged(input).filter(({ name }) => results.some((column) => column.name === name))
    : written.map((expression, index) => ({ name: results[index]?.name ?? nameOf(expression), scalar: compileScalar(expression, place) }));
  const columns = nameColumns(outputs.map(({ name, scalar }) => ({ name, type: scalar.type, total: scalar.total })));
  const items = [...input.parts, ...columns.map((column, index) => `${outputs[index]?.scalar.sql} AS ${column.sql}`)];
  const from = environment.compilation.define('distinct', `SELECT DISTINCT ${items.join(', ')} FROM ${input.from}`);
  return { ...plainRelation(from, columns), parts: input.parts };
}

/** `serialize`: fixes the order of rows, and computes columns that may look at neighbours. */
export function compileSerialize(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  return extendWith(node, { ...input, serialized: true }, { environment, hint: 'serialize', serialized: true });
}

/** `sample N`: any rows will do. */
export function compileSample(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  return compileTake(node, { ...input, order: [] }, environment);
}

/** `sample-distinct N of x`. */
export function compileSampleDistinct(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const value = compileScalar(child(node, 'OfExpression'), onRow(environment, input));
  const columns = nameColumns([{ name: resultColumns(node)[0]?.name ?? 'Column1', type: value.type }]);
  const from = environment.compilation.define('distinct', `SELECT DISTINCT ${value.sql} AS ${columns[0]?.sql} FROM ${input.from}`);
  return takeStep(plainRelation(from, columns), { environment, count: compileScalar(child(node, 'Expression'), onRow(environment, null)) });
}

/** `as`: a name for the rows at this place. */
export function compileAs(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  environment.compilation.aliases.set(nameOf(child(node, 'Name')), input);
  return input;
}

/** Operators that change nothing in the rows: `render`, `consume`. */
export function passThrough(_node: SyntaxNode, input: Relation): Relation {
  return input;
}

/** `getschema`. */
export function compileGetSchema(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const columns = nameColumns(resultColumns(node).flatMap(({ name, type }) => (isKqlType(type) ? [{ name, type, total: true }] : [])));
  const rows = schemaRows(input).map(
    ([name, ordinal, data, type]) =>
      `(${quoteString(name)}, ${literal('long', BigInt(ordinal)).sql}, ${quoteString(data)}, ${quoteString(type)})`,
  );
  if (rows.length === 0) refuse('The schema of a table without columns', { at: node });
  const names = columns.map(({ sql }) => sql).join(', ');
  const from = environment.compilation.define('getschema', `SELECT * FROM (VALUES ${rows.join(', ')}) AS t(${names})`);
  return { ...plainRelation(from, columns), order: [{ sql: columns[1]?.sql ?? '1', descending: false, nullsFirst: true }] };
}
