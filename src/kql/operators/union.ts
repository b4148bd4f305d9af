import { refuse } from '../diagnostics.ts';
import { compileTabular, type Environment, onRow, plainRelation } from '../environment.ts';
import { type Column, nameColumns, type Relation } from '../relation.ts';
import { nullOf, quoteString } from '../sql/quote.ts';
import { child, classOf, list, nameOf, resultColumns, type SyntaxNode } from '../syntax/tree.ts';
import { isKqlType, type KqlType } from '../types.ts';
import { parameter } from './parameters.ts';
import { readTable } from './tables.ts';

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
  const fuzzy = parameter(node, 'isfuzzy') === 'true';
  return list(node, 'Expressions').flatMap((expression, index): readonly Branch[] => {
    const name = classOf(expression) === 'NameReference' ? nameOf(expression) : null;
    if (name === null || environment.names.has(name)) {
      return [{ relation: compileTabular(expression, environment), source: aliasOf(expression) ?? `union_arg${first + index}` }];
    }
    if (/[*]/.test(name))
      return matching(name, environment).map((table) => ({ relation: readTable(table, { node: expression, environment }), source: table }));
    const isKnown = environment.compilation.tables.has(name) || environment.compilation.aliases.has(name);
    return fuzzy && !isKnown ? [] : [{ relation: compileTabular(expression, environment), source: name }];
  });
}

/** Tables whose names fit a pattern of `*`. */
function matching(pattern: string, { compilation }: Environment): readonly string[] {
  const regex = new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[^\w]/g, '\\$&'))
      .join('.*')}$`,
  );
  return [...compilation.tables.keys()].filter((name) => regex.test(name));
}

function unionStep(node: SyntaxNode, parts: readonly Branch[], environment: Environment): Relation {
  const columns = nameColumns(
    resultColumns(node).map(({ name, type }) => ({
      name,
      type: isKqlType(type) ? type : refuse(`A union column of type '${type}'`, { at: node }),
    })),
  );
  if (parts.length === 0) refuse('A union of no tables', { at: node });
  if (parameter(node, 'kind') !== 'inner') for (const { relation } of parts) checkComplete(relation, { columns, node });
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

/** Each column of a branch must be found in the result: one that is not would lose its values silently. */
function checkComplete(relation: Relation, { columns, node }: { readonly columns: readonly Column[]; readonly node: SyntaxNode }): void {
  for (const { name, type } of relation.columns) {
    const found = columns.some((column) => column.type === type && (column.name === name || column.name === `${name}_${type}`));
    if (!found)
      refuse(`The column '${name}' of type ${type} in a union whose other tables have it in another type`, {
        at: node,
        instead: 'convert it first',
      });
  }
}
