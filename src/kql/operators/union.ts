import { refuse } from '../diagnostics.ts';
import { compileTabular, type Environment, onRow, plainRelation } from '../environment.ts';
import { type Column, nameColumns, type Relation } from '../relation.ts';
import { nullOf, quoteString } from '../sql/quote.ts';
import { child, classOf, list, nameOf, resultColumns, type SyntaxNode, textOf } from '../syntax/tree.ts';
import { isKqlType, type KqlType } from '../types.ts';
import { parameter } from './parameters.ts';

type Branch = { readonly relation: Relation; readonly source: string };

/** `T | union …`: columns by name, what a table lacks is null. */
export function compileUnion(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const outside = onRow(environment, null);
  return unionStep(node, [{ relation: input, source: 'union_arg0' }, ...branches(node, outside, 1)], outside);
}

/** `union …` at the start of a query. */
export function compileUnionSource(node: SyntaxNode, environment: Environment): Relation {
  const outside = onRow(environment, null);
  return unionStep(node, branches(node, outside, 0), outside);
}

function branches(node: SyntaxNode, environment: Environment, first: number): readonly Branch[] {
  return list(node, 'Expressions').map((expression, index) => {
    if (/[*?]/.test(textOf(expression)) && classOf(expression) === 'NameReference')
      refuse('union over a pattern of names', { at: expression, instead: 'name the tables' });
    const isTable = classOf(expression) === 'NameReference' && !environment.names.has(nameOf(expression));
    return {
      relation: compileTabular(expression, environment),
      source: isTable ? nameOf(expression) : (aliasOf(expression) ?? `union_arg${first + index}`),
    };
  });
}

function unionStep(node: SyntaxNode, parts: readonly Branch[], environment: Environment): Relation {
  const columns = nameColumns(
    resultColumns(node).map(({ name, type }) => ({
      name,
      type: isKqlType(type) ? type : refuse(`A union column of type '${type}'`, { at: node }),
    })),
  );
  const sourceName = parameter(node, 'withsource') ?? parameter(node, 'with_source');
  const bodies = parts.map(({ relation, source }) => {
    const items = columns.map((column) =>
      column.name === sourceName ? `${quoteString(source)} AS ${column.sql}` : branchItem(column, relation),
    );
    return `SELECT ${items.length === 0 ? 'true AS "$empty"' : items.join(', ')} FROM ${relation.from}`;
  });
  return plainRelation(environment.compilation.define('union', bodies.join('\n  UNION ALL\n  ')), columns);
}

/** A column of the result in one branch: by name and type, or with its type as suffix where types differ. */
function branchItem(column: Column, relation: Relation): string {
  const own =
    relation.columns.find((candidate) => candidate.name === column.name && candidate.type === column.type) ??
    suffixed(column.name, column.type, relation);
  if (own === undefined) return `${nullOf(column.type).sql} AS ${column.sql}`;
  return own.sql === column.sql ? own.sql : `${own.sql} AS ${column.sql}`;
}

function suffixed(name: string, type: KqlType, relation: Relation): Column | undefined {
  return relation.columns.find((candidate) => candidate.type === type && name === `${candidate.name}_${type}`);
}

/** The name that `as` gives at the end of a branch. */
function aliasOf(expression: SyntaxNode): string | null {
  const kind = classOf(expression);
  if (kind === 'ParenthesizedExpression') return aliasOf(child(expression, 'Expression'));
  if (kind !== 'PipeExpression') return null;
  const last = child(expression, 'Operator');
  return classOf(last) === 'AsOperator' ? nameOf(child(last, 'Name')) : null;
}
