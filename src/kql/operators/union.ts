import { MissingTable, semanticError } from '../diagnostics.ts';
import { ingestionColumn } from '../functions/places.ts';
import { compileTabular, type Environment, onRow, plainRelation } from '../environment.ts';
import { type Column, nameColumns, type Relation } from '../relation.ts';
import { nullOf, quoteString } from '../sql/quote.ts';
import { child, classOf, list, nameOf, resultColumns, type SyntaxNode } from '../syntax/tree.ts';
import { isKqlType, type KqlColumn, type KqlType } from '../types.ts';
import { parameter } from './parameters.ts';
import { readTable } from './tables.ts';

export type Branch = { readonly relation: Relation; readonly source: string };

/** `T | union …`: columns by name, what a table lacks is null. */
export function compileUnion(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const outside = onRow(environment, null);
  const parts = [{ relation: input, source: 'union_arg0' }, ...branches(node, outside, 1)];
  return unionStep(node, { parts, sourceName: sourceColumn(node) }, outside);
}

/** `union …` at the start of a query. */
export function compileUnionSource(node: SyntaxNode, environment: Environment): Relation {
  const outside = onRow(environment, null);
  return unionStep(node, { parts: branches(node, outside, 0), sourceName: sourceColumn(node) }, outside);
}

function sourceColumn(node: SyntaxNode): string | null {
  return parameter(node, 'withsource') ?? parameter(node, 'with_source');
}

function branches(node: SyntaxNode, environment: Environment, first: number): readonly Branch[] {
  const fuzzy = parameter(node, 'isfuzzy') === 'true';
  return list(node, 'Expressions').flatMap((expression, index): readonly Branch[] => {
    const name = classOf(expression) === 'NameReference' ? nameOf(expression) : null;
    const source = name !== null && !environment.names.has(name) ? name : (aliasOf(expression) ?? `union_arg${first + index}`);
    if (source === name && source.includes('*')) return tablesOf(source, { node: expression, environment });
    try {
      return [{ relation: compileTabular(expression, environment), source }];
    } catch (error) {
      if (fuzzy && error instanceof MissingTable) return [];
      throw error;
    }
  });
}

/** The rows of each table whose name fits a pattern of `*`. */
export function tablesOf(
  pattern: string,
  { node, environment }: { readonly node: SyntaxNode; readonly environment: Environment },
): readonly Branch[] {
  const regex = new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/[^\w]/g, '\\$&'))
      .join('.*')}$`,
  );
  return [...environment.compilation.tables.keys()]
    .filter((name) => regex.test(name))
    .map((table) => ({ relation: readTable(table, { node, environment }), source: table }));
}

/** The rows of all branches under the columns of the result. */
export function unionStep(
  node: SyntaxNode,
  { parts, sourceName }: { readonly parts: readonly Branch[]; readonly sourceName: string | null },
  environment: Environment,
): Relation {
  if (parts.length === 0) semanticError('None of the tables of this union is there.', node);
  const columns = nameColumns(columnsOf(node, parts, sourceName));
  const dated = parts.some(({ relation }) => relation.carried.includes(ingestionColumn));
  const bodies = parts.map(({ relation, source }) => {
    const when = dated ? [relation.carried.includes(ingestionColumn) ? ingestionColumn : `NULL::BIGINT AS ${ingestionColumn}`] : [];
    const items = columns.map((column) =>
      column.name === sourceName ? `${quoteString(source)} AS ${column.sql}` : branchItem(column, relation),
    );
    const all = [...items, ...when];
    return `SELECT ${all.length === 0 ? 'true AS "$empty"' : all.join(', ')} FROM ${relation.from}`;
  });
  const from = environment.compilation.define('union', bodies.join('\n  UNION ALL\n  '));
  return { ...plainRelation(from, columns), carried: dated ? [ingestionColumn] : [] };
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

/**
 * The columns of a union as the binder has them, where each column of each branch is among them. Where the binder lost one (it
 * does over many tables of differing types), they are worked out here by Kusto's rule: a name whose types differ becomes one
 * column for each type, named for it.
 */
function columnsOf(node: SyntaxNode, parts: readonly Branch[], sourceName: string | null): readonly KqlColumn[] {
  // A table that a fuzzy union passes over leaves columns of no type behind.
  const bound = resultColumns(node).flatMap(({ name, type }) => (isKqlType(type) ? [{ name, type }] : []));
  const isFound = ({ name, type }: Column): boolean =>
    bound.some((column) => column.type === type && (column.name === name || column.name === `${name}_${type}`));
  if (parameter(node, 'kind') === 'inner' || parts.every(({ relation }) => relation.columns.every(isFound))) return bound;
  const types = new Map<string, readonly KqlType[]>(sourceName === null ? [] : [[sourceName, ['string']]]);
  for (const { relation } of parts)
    for (const { name, type } of relation.columns) {
      const known = types.get(name) ?? [];
      if (!known.includes(type)) types.set(name, [...known, type]);
    }
  return [...types].flatMap(([name, all]) => all.map((type) => ({ name: all.length === 1 ? name : `${name}_${type}`, type })));
}
